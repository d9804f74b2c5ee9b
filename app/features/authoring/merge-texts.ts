import { diff3Merge } from "node-diff3";

export interface Merged {
  text: string;
  /** Places where both sides changed the same lines; the text has marks around them. */
  conflicts: number;
}

type Piece = { ok: string[] } | { conflict: { a: string[]; b: string[] } };

/** Merges two texts that both come from `base`, line by line. Endings of lines stay as they are. */
export function mergeTexts({ base, ours, theirs }: { base: string; ours: string; theirs: string }): Merged {
  if (ours === theirs || base === theirs) return { text: ours, conflicts: 0 };
  if (base === ours) return { text: theirs, conflicts: 0 };
  const pieces = diff3Merge(linesOf(ours), linesOf(base), linesOf(theirs), { excludeFalseConflicts: true }) as Piece[];
  const eol = /\r\n/.test(ours) ? "\r\n" : "\n";
  const whole = (lines: string[]) => {
    const text = lines.join("");
    return text === "" || text.endsWith("\n") ? text : text + eol;
  };
  let conflicts = 0;
  const text = pieces.map((piece) => {
    if ("ok" in piece) return piece.ok.join("");
    conflicts += 1;
    const { a, b } = piece.conflict;
    return `<<<<<<< yours${eol}${whole(a)}=======${eol}${whole(b)}>>>>>>> theirs${eol}`;
  });
  return { text: text.join(""), conflicts };
}

/** True for a text that still has the marks of a merge in it. */
export function hasMergeMarks(text: string): boolean {
  return [/^<{7} yours\r?$/m, /^={7}\r?$/m, /^>{7} theirs\r?$/m].every((mark) => mark.test(text));
}

function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== "");
}
