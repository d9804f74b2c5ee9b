import type { ImportNote } from "./import-report.ts";

/** Collects what there is to say about one question or file, each thing once. */
export class NoteBook {
  readonly #notes = new Map<string, ImportNote>();

  changed(message: string): void {
    this.add({ level: "changed", message });
  }

  unsupported(message: string): void {
    this.add({ level: "unsupported", message });
  }

  add(note: ImportNote): void {
    this.#notes.set(`${note.level} ${note.message}`, note);
  }

  get notes(): ImportNote[] {
    return [...this.#notes.values()];
  }
}

/** A text in a note: one line that is not too long. */
export function shortened(text: string, longest = 60): string {
  const line = text
    .slice(0, 4 * longest)
    .replace(/\s+/g, " ")
    .trim();
  return line.length > longest ? `${line.slice(0, longest - 1).trimEnd()}…` : line;
}
