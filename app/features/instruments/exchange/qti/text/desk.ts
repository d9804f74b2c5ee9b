import type { ImportNote } from "../../import-report.ts";
import { Unsupported } from "../../stop.ts";
import type { StepBudget } from "../marking/step-budget.ts";
import type { MediaShelf } from "./media-shelf.ts";

/** Where one question is worked on: its notes, and where its media come from. */
export class Desk {
  readonly notes: ImportNote[] = [];
  readonly media: MediaShelf;
  /** The file that the question stands in, which its links are relative to. */
  readonly file: string;
  readonly budget: StepBudget;

  constructor(media: MediaShelf, file: string, budget: StepBudget) {
    this.budget = budget;
    this.media = media;
    this.file = file;
  }

  changed(message: string): void {
    this.#note("changed", message);
  }

  unsupported(message: string): void {
    this.#note("unsupported", message);
  }

  /** A text of the file; empty where it cannot be taken, which is told. */
  text(read: () => string): string {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      this.unsupported(`A text beside the questions was left out: ${error.message}.`);
      return "";
    }
  }

  #note(level: ImportNote["level"], message: string): void {
    if (!this.notes.some((note) => note.message === message)) this.notes.push({ level, message });
  }
}

/** A text of the file within a note: long enough to be found again, short enough to be read. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return `“${line.length > 300 ? `${line.slice(0, 300)}…` : line}”`;
}
