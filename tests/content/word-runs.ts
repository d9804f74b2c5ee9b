import { createHash } from "node:crypto";

/** A passage of more than eight words in a row is the least that counts as taken over. */
export const RUN = 9;

/** Lower case, letters and digits only: what is left of a text when marks, line ends and case are no excuse. */
export const wordsOf = (text: string): string[] =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/['’]/g, "")
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** What stands in the data file for a run, so that the words themselves need not. */
export const hashOfRun = (words: readonly string[]): string =>
  createHash("sha256").update(words.join(" ")).digest("hex").slice(0, 12);

/** Each run of nine words of a text, with its hash. */
export function runsOf(text: string): { words: string; hash: string }[] {
  const words = wordsOf(text);
  return Array.from({ length: Math.max(0, words.length - RUN + 1) }, (_, at) => {
    const run = words.slice(at, at + RUN);
    return { words: run.join(" "), hash: hashOfRun(run) };
  });
}
