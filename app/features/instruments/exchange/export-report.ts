import type { ImportNote } from "./import-report.ts";

/** What became of one item in a file of another format. */
export interface ExportedQuestion {
  key: string;
  /** False where the format has nothing for it: then it is not in the file. */
  isWritten: boolean;
  /** What other systems will not see of it, and why; empty where all of it is there. */
  notes: ImportNote[];
}

export interface ExportedQuestions {
  bytes: Uint8Array;
  questions: ExportedQuestion[];
  /** What concerns the whole instrument. */
  notes?: ImportNote[];
}
