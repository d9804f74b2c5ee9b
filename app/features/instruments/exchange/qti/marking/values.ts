/** Values of QTI variables: what a person gave, what is right, what a question is worth. */

export type Scalar = string | number | boolean;

/** No items is NULL, as an empty container is. */
export interface Value {
  cardinality: "single" | "multiple" | "ordered";
  items: Scalar[];
}

export const NULL: Value = { cardinality: "single", items: [] };

export function single(item: Scalar | undefined | null): Value {
  return item === undefined || item === null ? NULL : { cardinality: "single", items: [item] };
}

export function isNull(value: Value): boolean {
  return value.items.length === 0;
}

export function numberOf(value: Value): number | null {
  const [item] = value.items;
  const number = typeof item === "string" && item.trim() !== "" ? Number(item) : item;
  return typeof number === "number" && !Number.isNaN(number) ? number : null;
}

export function isTrue(value: Value): boolean {
  return value.items[0] === true || value.items[0] === "true";
}

/** A text of the file as a value of its base type; undefined where it is none. */
export function castScalar(text: string, baseType: string | undefined): Scalar | undefined {
  const trimmed = text.trim();
  switch (baseType) {
    case "integer":
    case "float": {
      const number = trimmed === "" ? Number.NaN : Number(trimmed);
      return Number.isNaN(number) ? undefined : number;
    }
    case "boolean":
      return trimmed === "true" || trimmed === "1";
    case "pair":
      return pairOf(trimmed.split(/\s+/), false);
    case "directedPair":
      return pairOf(trimmed.split(/\s+/), true);
    case "string":
      return text;
    default:
      return trimmed;
  }
}

/** A pair as one text; of an undirected one the order does not count. */
export function pairOf(ends: string[], directed: boolean): string {
  return (directed ? ends : [...ends].sort()).join(" ");
}

export function sameScalar(a: Scalar, b: Scalar): boolean {
  if (typeof a === "number" || typeof b === "number") return Number(a) === Number(b);
  return String(a) === String(b);
}

/** QTI's `match`: the same single value, the same order, or the same members. */
export function sameValue(a: Value, b: Value): boolean {
  if (a.items.length !== b.items.length) return false;
  if (a.cardinality !== "multiple" && b.cardinality !== "multiple")
    return a.items.every((item, index) => sameScalar(item, b.items[index]!));
  const rest = [...b.items];
  return a.items.every((item) => {
    const at = rest.findIndex((other) => sameScalar(item, other));
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
}
