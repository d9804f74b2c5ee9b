import { parseInstrument } from "../../parse-instrument.ts";
import type { ImportedQuestion } from "../import-report.ts";
import { type NoteBook, shortened } from "../note-book.ts";
import { keyFrom, type QuestionKeys } from "../question-keys.ts";
import { Unsupported } from "../stop.ts";
import type { Data } from "./choice-item.ts";
import { withOwnData } from "./own-data.ts";

/** What every question of every format has. */
export interface QuestionFrame {
  source: string;
  title: string;
  /** What to call a question without a title. */
  excerpt?: string;
  /** The question's own identifier, where it has one. */
  id?: string;
  /** The path of the category that it stands in. */
  category?: string[];
  /** What only we can say of it, from a file that we wrote. */
  own?: string;
  notes: NoteBook;
}

/** What reading a question gives: the item without its key. */
export interface ReadItem {
  /** Markdown. */
  prompt: string;
  item: Data;
}

/** Reads one question; whatever is wrong with it is in its notes, and never stops the others. */
export function settleQuestion(frame: QuestionFrame, keys: QuestionKeys, read: () => ReadItem): ImportedQuestion {
  const { source, notes } = frame;
  let title = shortened(frame.title) || shortened(frame.excerpt ?? "");
  try {
    const { prompt, item } = read();
    title ||= shortened(prompt);
    if (prompt === "" && item.kind !== "cloze") {
      if (frame.title.trim() === "") throw new Unsupported("It has no text.");
      notes.changed("The question has no text, so its name stands there.");
    }
    const key = keys.take([frame.id, frame.title], prompt);
    const { kind, ...rest } = item;
    const bank = bankOf(frame.category);
    const asRead: Data = {
      key,
      kind,
      ...((prompt !== "" || kind !== "cloze") && { prompt: prompt || frame.title.trim() }),
      ...rest,
      ...(bank !== undefined && { bank }),
    };
    const settled = withOwnData(asRead, frame.own, notes);
    const faults = faultsOf(settled);
    for (const fault of faults) notes.unsupported(`It cannot be taken. ${fault}`);
    return { source, title, item: faults.length > 0 ? null : settled, notes: notes.notes };
  } catch (error) {
    if (error instanceof RangeError) notes.unsupported("It cannot be taken. Its text is nested too deeply.");
    else if (error instanceof Unsupported) notes.unsupported(`It cannot be taken. ${error.message}`);
    else throw error;
    return { source, title, item: null, notes: notes.notes };
  }
}

/** What the platform itself says about an item that would stand in an instrument. */
function faultsOf(item: Data): string[] {
  const { faults } = parseInstrument({ kind: "graded", key: "import", title: "Import", passMark: 0, items: [item] });
  return faults.slice(0, 5).map(({ message }) => message);
}

/** Written where items stand in no bank, after others that do. */
export const NO_BANK = "Without a bank";

/** A category as a bank: both are what a test draws questions of. */
export function bankOf(category: string[] = []): string | undefined {
  const path = category.map((name) => name.trim()).filter((name, index) => name !== "" && !(index < 2 && isRoot(name)));
  if (path.length === 0 || (path.length === 1 && path[0] === NO_BANK)) return undefined;
  return keyFrom(path.join(" "));
}

/** Moodle's own first steps of a path. */
function isRoot(name: string): boolean {
  return /^\$[a-z0-9]+\$$/i.test(name) || name.toLowerCase() === "top";
}

/** A category's path as Moodle writes it: `a/b`, where `//` is a slash in a name. */
export function readCategory(text: string): string[] {
  return text
    .trim()
    .replaceAll("//", "\ufdd0")
    .split("/")
    .map((name) => name.replaceAll("\ufdd0", "/"));
}
