import { mergeTexts } from "../merge-texts.ts";
import { setFileFields } from "../outline/edit-outline.ts";
import type { FieldValue } from "../outline/edit-yaml.ts";
import { joinLesson, splitLesson } from "../outline/front-matter-text.ts";
import { fieldsOf } from "../outline/read-draft-outline.ts";
import { keepEndings } from "./endings.ts";

/** What the plain form of a lesson changes. */
export interface LessonForm {
  title: string;
  summary: string;
  /** As typed: a number, or nothing where the minutes are counted. */
  minutes: string;
  source: string;
}

const FIELDS = ["title", "summary", "minutes"] as const;

export function readLessonForm(path: string, text: string): LessonForm {
  const fields = fieldsOf(path, text);
  const shown = (name: string) => (["string", "number"].includes(typeof fields[name]) ? String(fields[name]) : "");
  return { title: shown("title"), summary: shown("summary"), minutes: shown("minutes"), source: splitLesson(text).body };
}

/** The lesson as the form wants it: fields that are the same, and all that the form does not show, stay byte for byte. */
export function writeLessonForm(path: string, text: string, form: LessonForm): string {
  const before = readLessonForm(path, text);
  const changed = FIELDS.filter((name) => form[name].trim() !== before[name].trim());
  const fields = Object.fromEntries(changed.map((name) => [name, typedValue(name, form[name])]));
  const parts = splitLesson(changed.length > 0 ? setFileFields(path, text, fields) : text);
  return joinLesson({ ...parts, body: keepEndings(parts.body, form.source) });
}

function typedValue(name: (typeof FIELDS)[number], typed: string): FieldValue | undefined {
  const text = typed.trim();
  if (name !== "minutes") return text;
  if (text === "") return undefined;
  return /^\d+$/.test(text) ? Number(text) : text;
}

/**
 * Both versions of a lesson in one, as a form: a field that only they changed is theirs, one that you changed is yours,
 * and the text is merged line by line.
 */
export function mergeLessonForms(ask: { base: LessonForm; ours: LessonForm; theirs: LessonForm }): {
  form: LessonForm;
  conflicts: number;
} {
  const { base, ours, theirs } = ask;
  const plain = (form: LessonForm) => form.source.replace(/\r\n?/g, "\n");
  const field = (name: (typeof FIELDS)[number]) => (ours[name].trim() === base[name].trim() ? theirs[name] : ours[name]);
  const merged = mergeTexts({ base: plain(base), ours: plain(ours), theirs: plain(theirs) });
  return {
    form: { title: field("title"), summary: field("summary"), minutes: field("minutes"), source: merged.text },
    conflicts: merged.conflicts,
  };
}
