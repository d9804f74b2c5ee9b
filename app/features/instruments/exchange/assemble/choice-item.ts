import type { NoteBook } from "../note-book.ts";
import { letterKey } from "../question-keys.ts";
import { Unsupported } from "../stop.ts";

/** A choice of another format: `share` is the part of the points that it gives or takes. */
export interface ReadChoice {
  /** Markdown of one paragraph. */
  text: string;
  share: number;
  feedback: string;
}

export type Data = Record<string, unknown>;

/** One choice of several. */
export function singleChoiceOf(read: ReadChoice[], notes: NoteBook): Data {
  const choices = withTexts(read, notes);
  const best = Math.max(0, ...choices.map(({ share }) => share));
  if (best <= 0) throw new Unsupported("No choice is right.");
  if (best < 1) notes.changed("The best choice did not give all points. Now it does, and the others in proportion.");
  const shares = choices.map(({ share }) => held(best < 1 ? share / best : share, notes));
  const right = shares.indexOf(1);
  if (shares.lastIndexOf(1) !== right) {
    notes.changed("Several choices give all points; the first of them is shown as the right one.");
  }
  return {
    kind: "single-choice",
    choices: choices.map(({ text, feedback }, index) => ({
      key: letterKey(index),
      text,
      ...(index === right && { correct: true }),
      ...(index !== right && shares[index] !== 0 && { share: shares[index] }),
      ...(feedback && { feedback }),
    })),
  };
}

/** Any number of choices, each with its share. */
export function multipleChoiceOf(read: ReadChoice[], notes: NoteBook): Data {
  const choices = withTexts(read, notes);
  const right = choices.filter(({ share }) => share > 0);
  if (right.length === 0) throw new Unsupported("No choice is right.");
  const sum = right.reduce((total, { share }) => total + share, 0);
  const isShort = sum < 1 - 1e-6;
  if (isShort) notes.changed("The right choices did not give all points together. Now they do, in proportion.");
  const shares = choices.map(({ share }) => held(isShort && share > 0 ? share / sum : share, notes));
  const even = 1 / right.length;
  const isEven = shares.every((share) => share <= 0 || isNear(share, even));
  const isPartial = isEven && shares.every((share) => share > 0 || isNear(share, -even));
  return {
    kind: "multiple-choice",
    credit: isPartial ? "partial" : "shares",
    choices: choices.map(({ text, feedback }, index) => ({
      key: letterKey(index),
      text,
      ...(shares[index]! > 0 && { correct: true }),
      ...(!isPartial && shares[index] !== 0 && !(isEven && shares[index]! > 0) && { share: shares[index] }),
      ...(feedback && { feedback }),
    })),
  };
}

/** Exactly the right choices, or nothing. */
export function allOrNothingOf(read: ReadChoice[], notes: NoteBook): Data {
  const choices = withTexts(read, notes);
  if (!choices.some(({ share }) => share > 0)) throw new Unsupported("No choice is right.");
  return {
    kind: "multiple-choice",
    credit: "all-or-nothing",
    choices: choices.map(({ text, feedback, share }, index) => ({
      key: letterKey(index),
      text,
      ...(share > 0 && { correct: true }),
      ...(feedback && { feedback }),
    })),
  };
}

function withTexts(choices: ReadChoice[], notes: NoteBook): ReadChoice[] {
  const kept = choices.filter(({ text }) => text !== "");
  if (kept.length < choices.length) notes.changed("Choices without a text were left out.");
  if (kept.length < 2) throw new Unsupported("It has fewer than two choices.");
  return kept;
}

function held(share: number, notes: NoteBook): number {
  if (share > 1 || share < -1) notes.changed("Shares beyond all points were cut to all points.");
  return Math.min(1, Math.max(-1, share));
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6;
}
