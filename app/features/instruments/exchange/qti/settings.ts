import type { ImportedQuestions } from "../import-report.ts";

/** What a package says of the whole assessment, in the fields of an instrument; items name its sections and banks. */
export interface QtiSettings {
  title?: string;
  intro?: string;
  minutes?: number;
  attempts?: number;
  shuffle?: true;
  sections?: { key: string; title: string; intro?: string }[];
  draws?: Record<string, number>;
}

export interface ImportedQti extends ImportedQuestions {
  settings: QtiSettings;
}

/** Where a question stands: the fields that its item has for it, and how often its points count. */
export interface Placement {
  section?: string;
  bank?: string;
  weight: number;
}
