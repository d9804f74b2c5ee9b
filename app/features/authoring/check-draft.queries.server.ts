import { compileCourseInTurns } from "#app/features/courseware/compile-course.server.ts";
import { describeMigration, type MigrationDescription } from "#app/features/courseware/describe-migration.server.ts";
import type { Fault } from "#app/features/courseware/fault.ts";
import { isPublished } from "#app/features/courseware/publish-course.server.ts";
import { readDraftFiles } from "./draft-files.queries.server.ts";
import { keyOf } from "./import-draft.server.ts";

export interface DraftReport {
  title: string;
  faults: Fault[];
  warnings: Fault[];
  /** What publishing would change for whom; null where there are faults, or nothing to publish. */
  migration: MigrationDescription | null;
  isPublished: boolean;
}

/** What the checker says of a draft, and what publishing it would mean. */
export async function checkDraft(ask: { draftId: string; courseKey: string }): Promise<DraftReport> {
  const folder = await readDraftFiles({ draftId: ask.draftId });
  const { manifest, faults, warnings } = await compileCourseInTurns(folder);
  const own = keyFault(folder.files, ask.courseKey);
  const all = own ? [own, ...faults] : faults;
  if (!manifest || own)
    return { title: manifest?.title ?? ask.courseKey, faults: all, warnings, migration: null, isPublished: false };
  if (await isPublished({ folder, manifest }))
    return { title: manifest.title, faults, warnings, migration: null, isPublished: true };
  const migration = await describeMigration(ask.courseKey, manifest);
  return { title: manifest.title, faults, warnings, migration, isPublished: false };
}

/** The key is the address, and what progress is stored under: another one would be another course. */
export function keyFault(files: ReadonlyMap<string, Buffer>, courseKey: string): Fault | null {
  if (keyOf(files.get("course.yaml")) === courseKey) return null;
  const message = "The key in course.yaml is not the key of this course.";
  return { file: "course.yaml", line: 1, message, remedy: `Write key: ${courseKey}.` };
}
