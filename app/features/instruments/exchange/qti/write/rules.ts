import { qti, type Xml } from "./xml.ts";

/** Response processing of QTI 3, in the few words that the export needs. */

/** The share of the points, the score, and what is shown. */
export const SHARE = "SHARE";
export const SCORE = "SCORE";
export const FEEDBACK = "FEEDBACK";

/** An identifier of QTI begins with a letter or `_`, and is none of those that QTI itself has. */
export function idOf(key: string): string {
  return /^[a-z]/.test(key) && key !== "duration" ? key : `_${key}`;
}

export const variable = (identifier: string) => qti("variable", { identifier });
export const correct = (identifier: string) => qti("correct", { identifier });
export const base = (type: string, value: string | number) => qti("base-value", { "base-type": type }, String(value));
export const float = (value: number) => base("float", value);
export const set = (identifier: string, expression: Xml) => qti("set-outcome-value", { identifier }, expression);

/** The first branch whose condition holds. */
export function choose(branches: { when: Xml; rules: Xml[] }[]): Xml[] {
  if (branches.length === 0) return [];
  const parts = branches.map(({ when, rules }, index) =>
    qti(index === 0 ? "response-if" : "response-else-if", {}, when, ...rules),
  );
  return [qti("response-condition", {}, ...parts)];
}

export function show(name: string): Xml {
  return set(FEEDBACK, qti("multiple", {}, variable(FEEDBACK), base("identifier", name)));
}

export function isAnswered(response: string): Xml {
  return qti("not", {}, qti("is-null", {}, variable(response)));
}

/** All points for exactly what is declared as right. */
export function matchCorrect(response: string, share = SHARE): Xml[] {
  return choose([{ when: qti("match", {}, variable(response), correct(response)), rules: [set(share, float(1))] }]);
}

interface Declared {
  identifier: string;
  cardinality: "single" | "multiple" | "ordered";
  type: string;
  right?: (string | number)[];
  /** What members are worth; the sum is held between 0 and 1. */
  mapping?: { of: [string, number][]; others?: number };
}

export function declareResponse({ identifier, cardinality, type, right = [], mapping }: Declared): Xml {
  const values = right.map((value) => qti("value", {}, String(value)));
  const entries = (mapping?.of ?? []).map(([key, value]) => qti("map-entry", { "map-key": key, "mapped-value": value }));
  return qti(
    "response-declaration",
    { identifier, cardinality, "base-type": type },
    ...(values.length > 0 ? [qti("correct-response", {}, ...values)] : []),
    ...(mapping && entries.length > 0
      ? [qti("mapping", { "lower-bound": 0, "upper-bound": 1, "default-value": mapping.others ?? 0 }, ...entries)]
      : []),
  );
}

export function declareOutcome(identifier: string, start: number, given: Record<string, string | number | undefined> = {}): Xml {
  const value = qti("default-value", {}, qti("value", {}, String(start)));
  return qti("outcome-declaration", { identifier, cardinality: "single", "base-type": "float", ...given }, value);
}
