import type { NoteBook } from "../note-book.ts";
import { letterKey } from "../question-keys.ts";
import { Unsupported } from "../stop.ts";
import type { Data } from "./choice-item.ts";

/** Stand around the number of a gap while the text is turned into Markdown. */
const OPEN = "\ufde2";
const CLOSE = "\ufde3";

export function gapMark(index: number): string {
  return `${OPEN}${index}${CLOSE}`;
}

export function gapKey(index: number): string {
  return `g${index + 1}`;
}

/** A cloze of a Markdown text with the marks of its gaps. `weights` say how the points are divided among them. */
export function clozeOf(ask: { text: string; gaps: Data[]; weights: number[]; points?: number }, notes: NoteBook): Data {
  const { gaps, weights } = ask;
  if (gaps.length === 0) throw new Unsupported("It has no gap.");
  const plain = ask.text.replace(/\{\{(?=[a-z0-9-]{1,64}\}\})/g, "{ {");
  if (plain !== ask.text) notes.changed("Double braces in the text were parted, as they would be a gap.");
  const text = plain.replace(/\ufde2(\d{1,3})\ufde3/g, (_, index: string) => `{{${gapKey(Number(index))}}}`);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return {
    kind: "cloze",
    text,
    gaps: gaps.map((gap, index) => {
      const points = sum === 0 ? 0 : rounded(((ask.points ?? sum) * weights[index]!) / sum);
      return { key: gapKey(index), ...(points !== 1 && { points }), ...gap };
    }),
  };
}

function rounded(points: number): number {
  return Number(points.toFixed(9));
}

/** A gap to choose in. `text` is plain; a choice that would take points gives none. */
export function choiceGapOf(read: { text: string; share: number; feedback: string }[], notes: NoteBook): Data {
  const choices = read.filter(({ text }) => text !== "");
  if (choices.length < 2) throw new Unsupported("A gap has fewer than two choices.");
  const best = Math.max(0, ...choices.map(({ share }) => share));
  if (best <= 0) throw new Unsupported("No choice of a gap is right.");
  const right = choices.findIndex(({ share }) => share === best);
  if (best !== 1)
    notes.changed("The best choice of a gap did not give just its points. Now it does, and the others in proportion.");
  if (choices.some(({ share }) => share < 0)) notes.changed("Choices in gaps that took points away give none.");
  return {
    kind: "choice",
    choices: choices.map(({ text, share, feedback }, index) => ({
      key: letterKey(index),
      text,
      ...(index === right && { correct: true }),
      ...(index !== right && share > 0 && { share: share / best }),
      ...(feedback && { feedback }),
    })),
  };
}
