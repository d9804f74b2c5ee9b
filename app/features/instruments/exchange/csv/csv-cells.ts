import { readNumber } from "../assemble/number-item.ts";
import { shareOfPercent } from "../assemble/shares.ts";
import { Unsupported } from "../stop.ts";
import type { CsvColumn } from "./csv-columns.ts";

/** A row of a CSV file of questions. */
export interface CsvRow {
  line: number;
  value(is: Exclude<CsvColumn["is"], "option" | "optionFeedback">): string;
  /** Choices that have a text, in the order of their numbers. */
  options: { number: number; text: string; feedback: string }[];
}

export function readRow(line: number, cells: string[], columns: (CsvColumn | undefined)[]): CsvRow {
  const cellOf = (index: number) => shown(cells[index] ?? "");
  const numbered = (is: "option" | "optionFeedback") => {
    return new Map(columns.flatMap((column, index) => (column?.is === is ? [[column.number, cellOf(index)] as const] : [])));
  };
  const feedback = numbered("optionFeedback");
  const options = [...numbered("option")]
    .sort(([a], [b]) => a - b)
    .filter(([, text]) => text.trim() !== "")
    .map(([number, text]) => ({ number, text: text.trim(), feedback: feedback.get(number) ?? "" }));
  const value: CsvRow["value"] = (is) => {
    const index = columns.findIndex((column) => column?.is === is);
    return index < 0 ? "" : cellOf(index).trim();
  };
  const listed = value("options")
    .split(/[;|\n]/)
    .flatMap((text) => (text.trim() === "" ? [] : [text.trim()]));
  const others = listed.map((text, index) => ({ number: index + 1, text, feedback: "" }));
  return { line, value, options: options.length > 0 ? options : others };
}

const FORMULA = /^'+[\s\p{C}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;

/** The text of a cell without the apostrophe that keeps spreadsheets from taking it for a formula. */
function shown(cell: string): string {
  return FORMULA.test(cell) || /^'[\t\r\n]/.test(cell) ? cell.slice(1) : cell;
}

/** A text that begins as `shown` would take an apostrophe off, with one more. */
export function guarded(text: string): string {
  return FORMULA.test(text) || /^'[\t\r\n]/.test(text) ? `'${text}` : text;
}

/** `A`, `1`, `A; C`, `A=75%; B=25%` or the text of a choice: the share of each choice that is named. */
export function readCorrect(text: string, options: CsvRow["options"]): Map<number, number | undefined> {
  const whole = placeOf(text, options);
  if (whole !== undefined) return new Map([[whole, undefined]]);
  const shares = new Map<number, number | undefined>();
  // `ACD`, as some write it.
  if (/^[A-Z]{2,10}$/.test(text)) return readCorrect([...text].join(";"), options);
  for (const piece of text.split(/[;|\n]/.test(text) ? /[;|\n]/ : /,|\band\b|&/)) {
    if (piece.trim() === "") continue;
    const [, name = piece, percent] = /^(.*?)\s*=\s*([+-]?[\d.,]{1,20})\s*%\s*$/.exec(piece) ?? [];
    const place = placeOf(name, options);
    if (place === undefined) throw new Unsupported(`“${piece.trim().slice(0, 60)}” names no choice of it.`);
    shares.set(place, percent === undefined ? undefined : (shareOfPercent(percent) ?? undefined));
  }
  return shares;
}

/** The place of a choice, from 0, by its text, letter or number. */
function placeOf(text: string, options: CsvRow["options"]): number | undefined {
  const plain = text.trim();
  const fold = (one: string) => one.trim().toLowerCase();
  const named = options.findIndex((option) => fold(option.text) === fold(plain));
  if (named >= 0) return named;
  const [, letter] = /^(?:option\s?)?([A-Z])[.)]?$/i.exec(plain) ?? [];
  const number = letter === undefined ? readNumber(plain.replace(/^option\s?/i, "")) : letter.toUpperCase().charCodeAt(0) - 64;
  const place = options.findIndex((option) => option.number === number);
  return place < 0 ? undefined : place;
}
