/** One thing that is wrong with a folder, where it is, and what to do about it. */
export interface Fault {
  /** Path within the folder. */
  file: string;
  /** From 1. */
  line: number;
  message: string;
  remedy: string;
}

/** What a check has found so far. A fault keeps the folder from being published, a warning does not. */
export class Findings {
  readonly #faults: Fault[] = [];
  readonly #warnings: Fault[] = [];

  fault(fault: Fault): void {
    this.#faults.push(fault);
  }

  warn(warning: Fault): void {
    this.#warnings.push(warning);
  }

  /** In the order of files and lines, each once. */
  get faults(): Fault[] {
    return inOrder(this.#faults);
  }

  get warnings(): Fault[] {
    return inOrder(this.#warnings);
  }
}

function inOrder(faults: Fault[]): Fault[] {
  const once = new Map(faults.map((fault) => [JSON.stringify([fault.file, fault.line, fault.message]), fault]));
  return [...once.values()].sort((a, b) => compareText(a.file, b.file) || a.line - b.line);
}

/** By code unit: the same order on every machine, whatever its locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
