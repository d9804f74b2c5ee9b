import type { ExportedQuestion } from "../../features/instruments/exchange/export-report.ts";
import type { ImportedQuestions, ImportNote } from "../../features/instruments/exchange/import-report.ts";

/** What became of every question of a file, as lines: what is kept as it is has none of its own. */
export function importLines({ questions, media, notes }: ImportedQuestions): string[] {
  const lines = questions.flatMap(({ source, title, item, notes }) => {
    const name = [source, title].filter(Boolean).join("  ");
    if (!item) return [`${name}: NOT TAKEN`, ...noteLines(notes)];
    return notes.length === 0 ? [] : [`${name} -> ${String(item.key)} (${String(item.kind)})`, ...noteLines(notes)];
  });
  const taken = questions.filter(({ item }) => item !== null);
  const whole = taken.filter(({ notes }) => notes.every(({ level }) => level === "kept")).length;
  const sum = `${questions.length} questions: ${whole} as they were, ${taken.length - whole} with changes, ${questions.length - taken.length} not taken; ${media.length} files.`;
  return [...lines, ...wholeLines(notes), sum];
}

export function exportLines(questions: ExportedQuestion[], notes: ImportNote[]): string[] {
  const lines = questions.flatMap(({ key, isWritten, notes }) => {
    if (isWritten && notes.length === 0) return [];
    return [isWritten ? key : `${key}: NOT WRITTEN`, ...noteLines(notes)];
  });
  const written = questions.filter(({ isWritten }) => isWritten).length;
  return [
    ...lines,
    ...wholeLines(notes),
    `${questions.length} questions: ${written} written, ${questions.length - written} not.`,
  ];
}

function wholeLines(notes: ImportNote[]): string[] {
  return notes.map(({ level, message }) => `${level}: ${message}`);
}

function noteLines(notes: ImportNote[]): string[] {
  return notes.map(({ level, message }) => `  ${level}: ${message}`);
}
