import type { ImportedQuestions, ImportedSettings } from "../import-report.ts";

export interface ImportedQti extends ImportedQuestions {
  settings: ImportedSettings;
}

/** Where a question stands: the fields that its item has for it, and how often its points count. */
export interface Placement {
  section?: string;
  bank?: string;
  weight: number;
}
