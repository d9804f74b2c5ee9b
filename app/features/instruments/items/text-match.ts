import { z } from "zod";
import type { Finding } from "../finding.ts";
import type { Render } from "./item-kind.ts";
import { type Accepted, answerFeedback, bestMatch, checkFullShare, type Match, shareField } from "./match.ts";

/** When a typed text is right: for short-text items, and for gaps that ask for words. */

export const textFields = {
  answers: z
    .array(z.strictObject({ text: z.string().trim().min(1).max(500), share: shareField, feedback: answerFeedback }))
    .min(1)
    .max(100),
  /** What is taken as the same when it is ignored. */
  case: z.enum(["ignore", "exact"]).default("ignore"),
  accents: z.enum(["ignore", "exact"]).default("exact"),
  spacing: z.enum(["ignore", "exact"]).default("ignore"),
  punctuation: z.enum(["ignore", "exact"]).default("exact"),
};
type Source = z.infer<z.ZodObject<typeof textFields>>;
type Exactness = Pick<Source, "case" | "accents" | "spacing" | "punctuation">;

export interface TextKey extends Exactness {
  /** `text` is a pattern: `*` stands for any text, `\*` for a star, `\\` for a backslash. */
  answers: (Accepted & { text: string })[];
}

export function checkTextKey(source: Source): Finding[] {
  const faults = checkFullShare(source.answers);
  source.answers.forEach(({ text }, index) => {
    const path = ["answers", index, "text"];
    const pieces = piecesOf(text);
    if (pieces.length === 1 && fold(pieces[0]!, source) === "") {
      const remedy = 'Add a letter, or write "punctuation: exact".';
      faults.push({ path, message: "Nothing is left of this answer when punctuation is ignored.", remedy });
    }
    const same = source.answers.findIndex((other) => foldPattern(other.text, source) === foldPattern(text, source));
    if (same < index) {
      faults.push({
        path,
        message: `This is the same as answer ${same + 1} for these rules.`,
        remedy: "Remove one of the two.",
      });
    }
  });
  return faults;
}

export function compileTextKey({ answers, ...rest }: Source, render: Render): TextKey {
  const { case: letters, accents, spacing, punctuation } = rest;
  const compiled = answers.map(({ text, share, feedback }) => ({
    text,
    share,
    ...(feedback && { feedback: render.block(feedback) }),
  }));
  return { answers: compiled, case: letters, accents, spacing, punctuation };
}

export function matchText(key: TextKey, text: string): Match {
  const given = fold(text, key);
  return bestMatch(key.answers, (answer) => fitsPattern(foldedPieces(answer.text, key), given));
}

/** The best accepted answer as it is to be read: without the backslashes of a pattern. */
export function rightText({ answers }: TextKey): string {
  const best = answers.find(({ share }) => share === 1)!;
  return piecesOf(best.text).join("…");
}

/** A text as it is compared: two texts that fold to the same are the same answer. */
export function fold(text: string, exactness: Exactness): string {
  const piece = foldPiece(text, exactness);
  return exactness.spacing === "ignore" ? piece.trim() : piece;
}

/** Curly quotes are straight ones whatever the rules: keyboards make them unasked. */
function foldPiece(text: string, { case: letters, accents, spacing, punctuation }: Exactness): string {
  let folded = text.normalize("NFC").replace(/[’‘]/g, "'").replace(/[“”]/g, '"');
  if (accents === "ignore")
    folded = folded
      .normalize("NFD")
      .replace(/\p{Mn}/gu, "")
      .normalize("NFC");
  if (letters === "ignore") folded = folded.toUpperCase();
  // A hyphen parts words as a space does; other signs stand in them or beside them.
  if (punctuation === "ignore") folded = folded.replace(/\p{Pd}/gu, " ").replace(/\p{P}/gu, "");
  return spacing === "ignore" ? folded.replace(/\s+/gu, " ") : folded;
}

/** The texts between the stars of a pattern. */
export function piecesOf(pattern: string): string[] {
  const pieces = [""];
  for (const [sign] of pattern.matchAll(/\\[*\\]|[\s\S]/gu)) {
    if (sign === "*") pieces.push("");
    else pieces[pieces.length - 1] += sign.length === 2 && sign[0] === "\\" ? sign[1]! : sign;
  }
  return pieces;
}

function foldedPieces(pattern: string, exactness: Exactness): string[] {
  const pieces = piecesOf(pattern).map((piece) => foldPiece(piece, exactness));
  if (exactness.spacing === "exact") return pieces;
  pieces[0] = pieces[0]!.trimStart();
  pieces[pieces.length - 1] = pieces.at(-1)!.trimEnd();
  return pieces;
}

function foldPattern(pattern: string, exactness: Exactness): string {
  return foldedPieces(pattern, exactness).join("\0");
}

/** Each piece at its first place after the one before: no pattern takes more than one walk through the text. */
function fitsPattern(pieces: string[], text: string): boolean {
  const [first = "", ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const piece of rest) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
