import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";

/** It has buyers' addresses in it. */
const OWNER_ONLY = 0o600;

/**
 * An append-only file of JSON lines. A line is on disk when `flush()` resolves; several that come at once share one
 * fsync. A line cut short by a crash is dropped when the file is opened again: nobody was ever told of it.
 */
export class Journal {
  readonly #file: string;
  #handle: FileHandle | undefined;
  #waiting = "";
  #writing: Promise<void> | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Reads every whole line, the oldest first, and opens the file for more. */
  async open(replay: (line: unknown) => void): Promise<void> {
    mkdirSync(path.dirname(this.#file), { recursive: true });
    if (existsSync(this.#file)) {
      const bytes = readFileSync(this.#file);
      const end = bytes.lastIndexOf(10) + 1;
      if (end < bytes.length) truncateSync(this.#file, end);
      for (const line of bytes.subarray(0, end).toString("utf8").split("\n")) {
        if (line === "") continue;
        replay(JSON.parse(line));
      }
    }
    this.#handle = await open(this.#file, "a", OWNER_ONLY);
  }

  append(line: unknown): void {
    this.#waiting += `${JSON.stringify(line)}\n`;
  }

  /** Resolves when everything appended until now is on disk. */
  async flush(): Promise<void> {
    // A write that is under way began before the newest lines: they need the next one.
    while (this.#waiting !== "" || this.#writing) {
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
  }

  async #write(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = "";
    if (lines === "" || !this.#handle) return;
    await this.#handle.appendFile(lines);
    await this.#handle.datasync();
  }

  /**
   * Puts `lines` in the place of all there are, before anything is appended. Whenever it is cut short, the file is
   * whole: the old one or the new.
   */
  async rewrite(lines: unknown[]): Promise<void> {
    const aside = `${this.#file}.new`;
    writeFileSync(aside, lines.map((line) => `${JSON.stringify(line)}\n`).join(""), { mode: OWNER_ONLY });
    sync(aside);
    renameSync(aside, this.#file);
    sync(path.dirname(this.#file));
    await this.#handle?.close();
    this.#handle = await open(this.#file, "a", OWNER_ONLY);
  }

  async close(): Promise<void> {
    await this.flush();
    await this.#handle?.close();
    this.#handle = undefined;
  }
}

function sync(file: string): void {
  const descriptor = openSync(file, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
