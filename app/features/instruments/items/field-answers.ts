import { givenTexts, type ParsedAnswer } from "./item-kind.ts";

/**
 * Answers of items with several fields, as a list of `FIELD=value` in the order of the fields. Fields that nobody filled
 * are left out.
 */

export interface Field {
  key: string;
  /** Why a value cannot be taken; undefined where it can. */
  refuses(value: string): Extract<ParsedAnswer, { status: "refused" }> | undefined;
}

export function parseFields(fields: Field[], given: unknown): ParsedAnswer<string[]> {
  const texts = givenTexts(given);
  if (!texts) return { status: "refused", reason: "not-an-answer" };
  const values = new Map<string, string>();
  for (const text of texts) {
    const at = text.indexOf("=");
    if (at < 0) return { status: "refused", reason: "unknown-choice" };
    const [key, value] = [text.slice(0, at), text.slice(at + 1).replace(/\r\n?/g, "\n")];
    const field = fields.find((candidate) => candidate.key === key);
    if (!field) return { status: "refused", reason: "unknown-choice" };
    if (values.has(key)) return { status: "refused", reason: "too-many-choices" };
    const refused = value.trim() === "" ? undefined : field.refuses(value);
    if (refused) return refused;
    values.set(key, value);
  }
  const answer = fields.flatMap(({ key }) => {
    const value = values.get(key) ?? "";
    return value.trim() === "" ? [] : [`${key}=${value}`];
  });
  return { status: "answer", answer: answer.length > 0 ? answer : null };
}

/** The values by field. */
export function readFields(answer: string[]): Map<string, string> {
  return new Map(
    answer.map((text) => {
      const at = text.indexOf("=");
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** A field whose value is one of some keys. */
export function oneOf(key: string, options: string[]): Field {
  return { key, refuses: (value) => (options.includes(value) ? undefined : { status: "refused", reason: "unknown-choice" }) };
}
