import type { ImportNote } from "./import-report.ts";
import { bytesInWords, MOST_LINES } from "./limits.ts";
import { NoteBook } from "./note-book.ts";

export type DecodedText = { status: "decoded"; text: string; notes: ImportNote[] } | { status: "refused"; message: string };

const refused = (message: string) => ({ status: "refused" as const, message });

/** What XML declarations call the encodings that are read; browsers too take Latin-1 for Windows-1252. */
const DECLARED: Record<string, string> = {
  "iso-8859-1": "windows-1252",
  "iso-8859-15": "iso-8859-15",
  latin1: "windows-1252",
  "windows-1252": "windows-1252",
  cp1252: "windows-1252",
};

/**
 * The text of a file: UTF-8, UTF-16 with its mark, or the encoding that `declared` names, and where it is none of these
 * Windows-1252, with a note. Ends of lines are `\n`. What is too large or no text is refused.
 */
export function decodeText(bytes: Uint8Array, mostBytes: number, declared?: string): DecodedText {
  if (bytes.length > mostBytes) {
    return refused(`The file is larger than ${bytesInWords(mostBytes)}. Divide it into smaller ones.`);
  }
  const notes = new NoteBook();
  const decoded = decode(bytes, declared, notes);
  if (decoded === undefined) return refused("The file cannot be read as text. Save it as UTF-8.");
  if (decoded.includes("\0")) return refused("This is not a text file, or one in an encoding without a mark. Save it as UTF-8.");
  let text = decoded.replace(/\r\n?|\u2028|\u2029/g, "\n");
  if (linesIn(text) > MOST_LINES) return refused(`The file has more than ${MOST_LINES} lines. Divide it into smaller ones.`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  const control = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f\ufdd0-\ufdef\ufffe\uffff]/g;
  if (control.test(text)) {
    text = text.replace(control, " ");
    notes.changed("Control characters, which no text needs, were replaced by blanks.");
  }
  if (text.trim() === "") return refused("The file is empty.");
  return { status: "decoded", text, notes: notes.notes };
}

function linesIn(text: string): number {
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0 && lines <= MOST_LINES; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

function decode(bytes: Uint8Array, declared: string | undefined, notes: NoteBook): string | undefined {
  const [a, b, c] = bytes;
  if (a === 0xff && b === 0xfe) return strictly("utf-16le", bytes);
  if (a === 0xfe && b === 0xff) return strictly("utf-16be", bytes);
  const hasMark = a === 0xef && b === 0xbb && c === 0xbf;
  const named = declared === undefined ? undefined : DECLARED[declared.toLowerCase()];
  if (named && !hasMark) return strictly(named, bytes);
  const text = strictly("utf-8", bytes);
  if (text !== undefined) return text;
  const loose = new TextDecoder("utf-8").decode(bytes);
  const broken = count(loose, /\ufffd/g);
  if (hasMark || broken * 10 < count(loose, /[^\0-\u007f\ufffd]/g)) {
    notes.changed(`The file is UTF-8 with ${broken} broken characters; each stands as \ufffd.`);
    return loose;
  }
  notes.changed("The file is not UTF-8, so it was read as Windows-1252. Look at the letters with accents.");
  return strictly("windows-1252", bytes);
}

function strictly(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
