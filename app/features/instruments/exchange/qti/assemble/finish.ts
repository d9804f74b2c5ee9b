import type { ImportedQuestion } from "../../import-report.ts";
import { Unsupported } from "../../stop.ts";
import type { Desk } from "../text/desk.ts";
import { findItemFault } from "./check-item.ts";
import type { Keys } from "./keys.ts";

/** A part of a question of the file: what is asked, and the fields of its kind. */
export interface BuiltPart {
  /** Markdown; may be empty in a cloze. */
  prompt: string;
  fields: Record<string, unknown>;
}

interface Question {
  /** Where it stands in the file. */
  source: string;
  title: string;
  /** What its key is made of. */
  identifier: string;
}

/**
 * The questions that `read` makes of one of the file: each part is an item of its own, which an instrument can hold, or
 * null with the reason.
 */
export function finishQuestion(question: Question, keys: Keys, desk: Desk, read: () => BuiltPart[]): ImportedQuestion[] {
  const { source, title, identifier } = question;
  try {
    const parts = read();
    const isOne = parts.length === 1;
    if (!isOne) desk.changed(`The question has ${parts.length} parts; each is a question of its own here.`);
    return parts.map(({ prompt, fields }, index): ImportedQuestion => {
      const { kind, ...rest } = fields;
      const key = keys.take(isOne ? identifier : `${identifier}-${index + 1}`, "question");
      const item = { key, kind, ...(prompt !== "" && { prompt }), ...rest };
      const fault = findItemFault(item);
      const taken = { source, title: isOne ? title : `${title} (${index + 1})` };
      if (fault === undefined) return { ...taken, item, notes: [...desk.notes] };
      const message = `This question could not be taken: ${fault}`;
      return { ...taken, item: null, notes: [...desk.notes, { level: "unsupported", message }] };
    });
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    const message = `This question could not be taken: ${error.message}.`;
    return [{ source, title, item: null, notes: [...desk.notes, { level: "unsupported", message }] }];
  }
}
