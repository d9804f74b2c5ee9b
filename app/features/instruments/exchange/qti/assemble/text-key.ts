import { Unsupported } from "../../stop.ts";
import type { TextLiteral } from "../marking/literals.ts";
import { escapeStars } from "../marking/literals.ts";
import type { Feedback } from "../marking/marker.ts";
import type { Desk } from "../text/desk.ts";
import { placeFeedback } from "./feedback.ts";
import { type Marking, near, settle } from "./marking.ts";

type Fields = Record<string, unknown>;

/** A text that no author has as an answer. */
const NONSENSE = "qzxjv wkpq";

export interface TextFacts {
  literals: TextLiteral[];
  feedback: Feedback[];
  markings: Marking[];
}

/** The accepted answers of a text, and when it is the same, found by trying what the file compares it with. */
export function textKey(facts: TextFacts, desk: Desk): { points: number; key: Fields; fields: Fields } {
  const literals = facts.literals.filter(({ text }) => text.trim() !== "");
  const settled = settle(facts.markings, literals.map(sampleOf), desk);
  const wrong = settled.try(NONSENSE);
  if (wrong.share > 0) throw new Unsupported("it gives points for any answer");
  const tried = literals.map((literal, index) => ({ literal, slot: String(index), ...settled.try(sampleOf(literal)) }));
  const cases = tried.flatMap(({ literal, share }) => {
    const swapped = swapCase(sampleOf(literal));
    if (share <= 0 || swapped === sampleOf(literal)) return [];
    return [near(settled.try(swapped).share, share)];
  });
  const exact = cases.length > 0 && !cases.some(Boolean);
  if (cases.some(Boolean) && !cases.every(Boolean))
    desk.changed("Capital letters counted in some of the answers and not in others; here they do not count.");
  const fold = (text: string) => (exact ? text : text.toUpperCase()).normalize("NFC").replace(/\s+/g, " ").trim();

  const accepted = tried.filter(({ literal, share, slot }, index) => {
    const first = tried.findIndex((other) => fold(patternOf(other.literal)) === fold(patternOf(literal)));
    const speaks = facts.feedback.some(({ id, within }) => within === slot || tried[index]!.shown.has(id));
    return first === index && (share > 0 || (speaks && !wrong.shown.size));
  });
  const slots = accepted.map(({ slot }) => slot);
  const named = facts.feedback.map((one) => ({ ...one, within: undefined }));
  const trials = [...accepted.map(({ slot, share, shown }) => ({ slots: [slot], share, shown })), { slots: [], ...wrong }];
  const placed = placeFeedback(named, trials, slots, desk);
  const answers = accepted.map(({ literal, share, slot }) => ({
    text: patternOf(literal).trim(),
    ...(!near(share, 1) && { share: Math.max(0, share) }),
    ...placed.of(slot),
  }));
  if (answers.length > 100) throw new Unsupported(`it has ${answers.length} accepted answers, and at most 100 are possible`);
  return {
    points: settled.points,
    key: { answers, ...(exact && { case: "exact" }) },
    fields: placed.fields,
  };
}

function sampleOf({ text, pattern }: TextLiteral): string {
  return pattern ? text.replace(/\\([*\\])|\*/g, (_, sign: string | undefined) => sign ?? "") : text;
}

function patternOf({ text, pattern }: TextLiteral): string {
  return pattern ? text : escapeStars(text);
}

function swapCase(text: string): string {
  return [...text].map((sign) => (sign === sign.toUpperCase() ? sign.toLowerCase() : sign.toUpperCase())).join("");
}
