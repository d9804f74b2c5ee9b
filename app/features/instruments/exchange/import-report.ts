/** One note on a question that was read from another format. */
export interface ImportNote {
  level: "kept" | "changed" | "unsupported";
  message: string;
}
export interface ImportedQuestion {
  /** Where it stands in the source: a line number, an element's path or identifier. */
  source: string;
  title: string;
  /** The item as an instrument YAML holds it; null where the question could not be taken. */
  item: Record<string, unknown> | null;
  /** What was changed or left out, and why; empty where all of it was kept. */
  notes: ImportNote[];
}
/** A media file that items refer to, to be put into the course folder's `media/`. */
export interface ImportedMedia {
  path: string;
  bytes: Uint8Array;
}

/** What a file says of the whole assessment, in the fields of an instrument; items name its sections and banks. */
export interface ImportedSettings {
  title?: string;
  intro?: string;
  minutes?: number;
  attempts?: number;
  shuffle?: true;
  sections?: { key: string; title: string; intro?: string }[];
  draws?: Record<string, number>;
}

export interface ImportedQuestions {
  questions: ImportedQuestion[];
  /** Of formats that have assessments and not only questions. */
  settings?: ImportedSettings;
  media: ImportedMedia[];
  /** What concerns the whole file: categories, settings that have no place here. */
  notes: ImportNote[];
}
export type ImportResult = { status: "imported"; imported: ImportedQuestions } | { status: "refused"; message: string };
