/** Reading numbers as people type them. It stands alone, since the browser's script of an attempt needs it too. */

export interface Quantity {
  /** One reading; two where a comma may be a decimal or a thousands separator. */
  numbers: number[];
  /** What stands before or after the number, without spaces; empty where there is nothing. */
  unit: string;
}

const MANTISSA = String.raw`\d+(?:[.,' ]\d+)*[.,]?|[.,]\d+`;
const EXPONENT = String.raw` ?(?:[eE]([+-]?\d+)|[x×·⋅*] ?10(?:\^ ?([+-]?\d+)|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)))`;
const QUANTITY = new RegExp(String.raw`^([+-]?) ?([^\d.,+\- ]*) ?([+-]?) ?(${MANTISSA})(?:${EXPONENT})?(?!\d)(?: ?(\D.*))?$`);
const LONGEST = 100;

/**
 * A number with a sign (also Unicode's), a decimal point or comma, thousands separators (spaces, apostrophes, points or
 * commas, in groups of three), and an exponent (`1.2e3`, `1.2 × 10^3`, `1.2·10³`). A point alone is a decimal point. A
 * comma alone is a decimal comma, and maybe a thousands separator where three digits follow: `1,234` has two readings.
 * Null where it is no number, or one beyond what a computer holds.
 */
export function readQuantity(text: string): Quantity | null {
  if (text.length > LONGEST) return null;
  const plain = text
    .normalize("NFC")
    .replace(/[−–‐‑‒﹣－]/g, "-")
    .replace(/[’‘`´]/g, "'")
    .replace(/\s+/g, " ")
    .trim();
  const found = QUANTITY.exec(plain);
  if (!found) return null;
  const [, outer = "", before = "", inner = "", mantissa = "", e, power, raised, after = ""] = found;
  if (outer && inner) return null;
  const exponent = e ?? power ?? (raised ? lower(raised) : "0");
  const numbers = readMantissa(mantissa).map((digits) => Number(`${outer}${inner}${digits}e${exponent}`));
  if (numbers.length === 0 || !numbers.every(Number.isFinite)) return null;
  return { numbers: numbers.map((number) => number + 0), unit: `${before}${after}`.replaceAll(" ", "") };
}

/** Why a typed number would not count as meant; undefined where it can be read. */
export function remarkOnNumber(text: string, takesUnit: boolean): string | undefined {
  if (text.trim() === "") return undefined;
  const quantity = readQuantity(text);
  if (!quantity) return "This is not a number that can be read. Write it like 12.5, -3 or 1.2e6.";
  if (quantity.unit !== "" && !takesUnit) return "Write the number alone, without a unit or other words.";
  const [first, second] = quantity.numbers;
  return second === undefined
    ? undefined
    : `This can be read as ${first} or as ${second}. Write the one you mean with a point, or without a comma.`;
}

/** The mantissa in the computer's own notation, once for each way in which it can be read. */
function readMantissa(text: string): string[] {
  if (/[ ']/.test(text)) {
    return /^\d{1,3}([ '])\d{3}(?:\1\d{3})*(?:[.,]\d*)?$/.test(text) ? [text.replace(/[ ']/g, "").replace(",", ".")] : [];
  }
  const points = text.split(".").length - 1;
  const commas = text.split(",").length - 1;
  if (points > 0 && commas > 0) {
    const decimal = text.lastIndexOf(".") > text.lastIndexOf(",") ? "." : ",";
    const [whole = "", ...fraction] = text.split(decimal);
    const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(whole) && fraction.length === 1;
    return grouped ? [`${whole.replace(/[.,]/g, "")}.${fraction[0]}`] : [];
  }
  if (points > 1 || commas > 1) return /^\d{1,3}(?:[.,]\d{3})+$/.test(text) ? [text.replace(/[.,]/g, "")] : [];
  const readings = [text.replace(",", ".")];
  if (/^[1-9]\d{0,2},\d{3}$/.test(text)) readings.push(text.replace(",", ""));
  return readings;
}

function lower(raised: string): string {
  return [...raised].map((sign) => (sign === "⁺" ? "" : sign === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign))).join("");
}
