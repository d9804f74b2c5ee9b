import type { NoteBook } from "../note-book.ts";
import { Unsupported } from "../stop.ts";
import type { Data } from "./choice-item.ts";
import { settleShares } from "./shares.ts";

/** An accepted text of another format, already as a pattern of ours: `*` any text, `\*` a star, `\\` a backslash. */
export interface ReadText {
  text: string;
  share: number;
  feedback: string;
}

/** Accepted texts, for items and gaps. `exact`: capitals count. */
export function textKeyOf(read: ReadText[], exact: boolean, notes: NoteBook): Data {
  const folded = new Set<string>();
  const kept = read.filter(({ text }) => {
    const fold = foldOf(text, exact);
    if (fold === "" || folded.has(fold)) return false;
    folded.add(fold);
    return true;
  });
  if (kept.length === 0) throw new Unsupported("It has no accepted answer.");
  if (kept.length < read.length) notes.changed("Answers without a text, or that another one takes in already, were left out.");
  return {
    answers: settleShares(kept, notes).map(({ text, share, feedback }) => ({
      text,
      ...(share !== 1 && { share }),
      ...(feedback && { feedback }),
    })),
    ...(exact && { case: "exact" }),
  };
}

function foldOf(text: string, exact: boolean): string {
  const line = text.normalize("NFC").replace(/[’‘]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, " ").trim();
  return exact ? line : line.toUpperCase();
}

/** A text of Moodle, where `*` is any text and `\*` a star, as a pattern of ours, where `\\` is a backslash. */
export function patternOf(text: string): string {
  return text.replace(/\\(\*)?/g, (_, star) => (star ? "\\*" : "\\\\"));
}

/** The way back. */
export function textOfPattern(pattern: string): string {
  return pattern.replace(/\\([*\\])/g, (_, sign: string) => (sign === "*" ? "\\*" : "\\"));
}
