import { diffComm } from "node-diff3";

/** A run of text that both have, that only the earlier or only the later has. */
export interface Piece {
  in: "both" | "earlier" | "later";
  text: string;
}

/** A line of either text, or one that was changed within. The pieces hold its ending. */
export type ComparedLine = Piece[];

/** Lines of a text above which it is not compared: nobody reads that, and the time grows with the square. */
const MOST_LINES = 2_000;
/** Words of a line above which it is shown as a whole. */
const MOST_WORDS = 600;
/** The share of the text that a line has in common with the one that takes its place, below which they are two lines. */
const ALIKE = 0.3;

/**
 * Two texts line by line, and word by word where a line took the place of one much like it: the pieces of `both` and `earlier`
 * one after the other are the earlier text, those of `both` and `later` the later one. Null where they are too long for that.
 */
export function compareTexts(earlier: string, later: string): ComparedLine[] | null {
  const [before, after] = [linesOf(earlier), linesOf(later)];
  if (Math.max(before.length, after.length) > MOST_LINES) return null;
  return diffComm(before, after).flatMap((part): ComparedLine[] => {
    if (part.common) return part.common.map((text) => [{ in: "both", text }]);
    return replaced(part.buffer1, part.buffer2);
  });
}

function replaced(gone: string[], come: string[]): ComparedLine[] {
  const whole =
    (where: "earlier" | "later") =>
    (text: string): ComparedLine => [{ in: where, text }];
  if (gone.length !== come.length) return [...gone.map(whole("earlier")), ...come.map(whole("later"))];
  return gone.flatMap((line, at) => {
    const other = come[at]!;
    const words = wordsWithin(line, other);
    return words ? [words] : [whole("earlier")(line), whole("later")(other)];
  });
}

function wordsWithin(earlier: string, later: string): ComparedLine | null {
  const [before, after] = [wordsOf(earlier), wordsOf(later)];
  if (Math.max(before.length, after.length) > MOST_WORDS) return null;
  const pieces = diffComm(before, after).flatMap((part): Piece[] => {
    if (part.common) return [{ in: "both", text: part.common.join("") }];
    const both: Piece[] = [
      { in: "earlier", text: part.buffer1.join("") },
      { in: "later", text: part.buffer2.join("") },
    ];
    return both.filter(({ text }) => text !== "");
  });
  const kept = pieces.reduce((sum, piece) => sum + (piece.in === "both" ? piece.text.length : 0), 0);
  return kept < ALIKE * Math.max(earlier.length, later.length) ? null : pieces;
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== "");
}

/** Words with the blanks after them, so that joined they are the line. */
function wordsOf(line: string): string[] {
  return line.match(/\s+|[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? [];
}

/** What has changed with a few lines around it; `skipped` says how many lines that both have were left out before. */
export interface Passage {
  skipped: number;
  lines: ComparedLine[];
}

const AROUND = 2;

export function passagesOf(lines: ComparedLine[]): Passage[] {
  const changed = (at: number) => lines[at]?.some((piece) => piece.in !== "both") ?? false;
  const near = (at: number) => {
    for (let other = at - AROUND; other <= at + AROUND; other += 1) if (changed(other)) return true;
    return false;
  };
  const passages: Passage[] = [];
  let skipped = 0;
  for (const [at, line] of lines.entries()) {
    if (!near(at)) {
      skipped += 1;
      continue;
    }
    if (skipped > 0 || passages.length === 0) passages.push({ skipped, lines: [] });
    skipped = 0;
    passages.at(-1)!.lines.push(line);
  }
  return passages;
}
