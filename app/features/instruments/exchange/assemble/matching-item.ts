import type { NoteBook } from "../note-book.ts";
import { letterKey } from "../question-keys.ts";
import { Unsupported } from "../stop.ts";
import type { Data } from "./choice-item.ts";

/** `text` is Markdown of one paragraph, empty for an answer of no pair; `answer` is plain text. */
export interface ReadPair {
  text: string;
  answer: string;
  feedback?: string;
}

export function matchingOf(read: ReadPair[], notes: NoteBook): Data {
  const whole = read.filter(({ answer }) => answer !== "");
  if (whole.length < read.length) notes.changed("Pairs without an answer were left out.");
  const texts = [...new Set(whole.map(({ answer }) => answer))];
  const pairs = whole.filter(({ text }) => text !== "");
  if (pairs.length === 0) throw new Unsupported("It has no pair.");
  if (texts.length < 2) throw new Unsupported("It has fewer than two answers to choose from.");
  return {
    kind: "matching",
    answers: texts.map((text, index) => ({ key: letterKey(index), text })),
    pairs: pairs.map(({ text, answer, feedback }, index) => ({
      key: letterKey(index),
      text,
      answer: letterKey(texts.indexOf(answer)),
      ...(feedback && { feedback }),
    })),
  };
}

/** Markdown of one paragraph each, in the right order. */
export function orderingOf(entries: string[]): Data {
  if (entries.length < 2) throw new Unsupported("It has fewer than two entries.");
  return { kind: "ordering", entries: entries.map((text, index) => ({ key: letterKey(index), text })) };
}
