import type { GivenMarks } from "#app/features/instruments/marks.ts";

/**
 * Names of the fields of a grader's form: `level.ITEM.CRITERION` or `points.ITEM`, `feedback.ITEM`, `note.ITEM`, and
 * `seen.ITEM`, which says what the page showed.
 */

/** Characters of a feedback, and of a note. */
export const LONGEST_FEEDBACK = 10_000;
export const LONGEST_NOTE = 2_000;

export interface FormGrade {
  itemKey: string;
  marks: GivenMarks;
  feedback: string;
  note: string;
  seen: { revision: number; digest: string };
}

export interface GradeForm {
  grades: FormGrade[];
  intent: "save" | "next" | "release" | "release-one";
  /** The item of `release-one`. */
  only: string | null;
}

/** Undefined where it is no form of a grader's page. */
export function readGradeForm(form: FormData): GradeForm | undefined {
  const [intent = "", only = null] = text(form, "intent").split(":");
  if (intent !== "save" && intent !== "next" && intent !== "release" && intent !== "release-one") return undefined;
  const grades = [...form.keys()].filter((name) => name.startsWith("seen.")).map((name) => readGrade(form, name.slice(5)));
  return { grades, intent, only };
}

function readGrade(form: FormData, itemKey: string): FormGrade {
  const prefix = `level.${itemKey}.`;
  const levels = [...form.keys()]
    .filter((name) => name.startsWith(prefix))
    .map((name) => [name.slice(prefix.length), text(form, name)]);
  const [revision = "", digest = ""] = text(form, `seen.${itemKey}`).split(".");
  return {
    itemKey,
    marks: { points: text(form, `points.${itemKey}`), levels: Object.fromEntries(levels) },
    feedback: tidy(text(form, `feedback.${itemKey}`)).slice(0, LONGEST_FEEDBACK),
    note: tidy(text(form, `note.${itemKey}`)).slice(0, LONGEST_NOTE),
    seen: { revision: /^\d{1,9}$/.test(revision) ? Number(revision) : 0, digest },
  };
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

/** Forms send line breaks as two signs; what the database cannot hold is no text. */
function tidy(given: string): string {
  return given.replace(/\r\n?/g, "\n").replaceAll("\0", "").trim();
}
