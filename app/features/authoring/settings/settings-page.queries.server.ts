import { checkFields } from "#app/features/courseware/check-fields.ts";
import { courseSchema } from "#app/features/courseware/course-files.schema.ts";
import { Findings } from "#app/features/courseware/fault.ts";
import type { FieldPath } from "#app/features/courseware/yaml-file.ts";
import { readDraftPaths } from "../draft-files.queries.server.ts";
import { readTextAt } from "../lesson/find-lesson.server.ts";
import { readOutlinePage } from "../outline/outline.queries.server.ts";
import { fieldsOf } from "../outline/read-draft-outline.ts";
import { readSettings, type Settings } from "./course-settings.ts";

export interface SettingsPage {
  settings: Settings;
  /** What is wrong with what stands there now, by the form's fields. */
  faults: Record<string, string[]>;
  /** What can be chosen: pictures of the draft, and its lessons. */
  pictures: string[];
  lessons: { key: string; title: string }[];
}

const PICTURE = /^media\/([^/]+\.(?:svg|png|jpe?g|webp|avif|gif))$/i;

/** The settings of a draft, for their form; null where it has no course.yaml. */
export async function readSettingsPage(draftId: string): Promise<SettingsPage | null> {
  const [source, paths, outline] = await Promise.all([
    readTextAt({ draftId, path: "course.yaml" }),
    readDraftPaths(draftId),
    readOutlinePage(draftId),
  ]);
  if (source === null) return null;
  const lessons = outline.modules.flatMap((module) => module.lessons);
  return {
    settings: readSettings(source),
    faults: settingsFaults(source),
    pictures: [...paths.keys()].flatMap((path) => PICTURE.exec(path)?.[1] ?? []),
    lessons: lessons.flatMap(({ key, title, listed }) => (key && listed ? [{ key, title }] : [])),
  };
}

/** What the checker says of the fields of a course.yaml, by the names of the form's fields. */
export function settingsFaults(source: string): Record<string, string[]> {
  const places: FieldPath[] = [];
  const findings = new Findings();
  // The form has no lines: the number of a place stands for one.
  const lineOf = (path: FieldPath) => places.push(path);
  checkFields(courseSchema, { file: "course.yaml", data: fieldsOf("course.yaml", source), lineOf }, findings);
  const faults: Record<string, string[]> = {};
  for (const { line, remedy } of findings.faults) {
    const field = fieldAt(places[line - 1] ?? []);
    faults[field] = [...(faults[field] ?? []), remedy.replace(/^Add `[^`]*`: /, "Give ")];
  }
  return faults;
}

function fieldAt([name = "", at, field]: FieldPath): string {
  if (name === "price") return at === "currency" ? "currency" : "amount";
  if (name === "faq" || name === "instructors") return at === undefined ? String(name) : `${name}.${at}.${field ?? ""}`;
  return String(name);
}
