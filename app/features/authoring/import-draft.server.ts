import { decodeText, sha256 } from "#app/features/courseware/course-folder.server.ts";
import { Findings } from "#app/features/courseware/fault.ts";
import { readYaml } from "#app/features/courseware/yaml-file.ts";
import { KEY_LENGTH, KEY_SHAPE } from "#app/features/instruments/fields.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { beginDraft } from "./begin-draft.server.ts";
import { changeDraft } from "./change-draft.server.ts";
import { createDraft } from "./create-draft.server.ts";
import { findDraft, findOwnCourse } from "./draft.queries.server.ts";
import { readDraftPaths } from "./draft-files.queries.server.ts";

interface Ask {
  viewer: Pick<Viewer, "id" | "role">;
  files: ReadonlyMap<string, Buffer>;
  /** Where the files came from, for the history: "course.zip". */
  from: string;
}

export type ImportDraft =
  | { status: "created" | "changed" | "unchanged"; courseKey: string }
  | { status: "refused"; reason: "bad-files"; messages: string[] }
  | { status: "refused"; reason: "no-key" | "key-taken" | "moved-on" };

/**
 * Takes a course folder as a draft, under the key in its course.yaml. Where the person edits that course already, the
 * draft becomes the folder as its next revision, and its history keeps what it was.
 */
export async function importDraft({ viewer, files, from }: Ask, tx: Db = db): Promise<ImportDraft> {
  const courseKey = keyOf(files.get("course.yaml"));
  if (!courseKey) return { status: "refused", reason: "no-key" };
  const what = `Imported ${from}`;
  const created = await createDraft({ courseKey, ownerId: viewer.id, files, way: "import", what }, tx);
  if (created.status === "created") return { status: "created", courseKey };
  if (created.reason === "bad-files") return created;

  const own = await findOwnCourse(viewer, courseKey);
  if (!own) return { status: "refused", reason: "key-taken" };
  await beginDraft({ courseId: own.courseId, authorId: viewer.id }, tx);
  const draft = await findDraft(viewer, courseKey);
  if (!draft) return { status: "refused", reason: "key-taken" };
  const { draftId, revision } = draft;
  const changes = changesTo(await readDraftPaths(draftId, tx), files);
  const outcome = await changeDraft({ draftId, authorId: viewer.id, way: "import", what, basedOn: revision, changes }, tx);
  if (outcome.status !== "refused") return { status: outcome.status, courseKey };
  if (outcome.reason === "bad-files") return outcome;
  return { status: "refused", reason: "moved-on" };
}

/** What leads from the files with these hashes to the others. */
export function changesTo(present: ReadonlyMap<string, string>, files: ReadonlyMap<string, Buffer>): Map<string, Buffer | null> {
  const changes = new Map<string, Buffer | null>();
  for (const path of present.keys()) if (!files.has(path)) changes.set(path, null);
  for (const [path, bytes] of files) if (present.get(path) !== sha256(bytes)) changes.set(path, bytes);
  return changes;
}

/** The key in course.yaml, where it is one. */
export function keyOf(courseYaml: Buffer | undefined): string | null {
  const source = courseYaml && decodeText(courseYaml);
  const data = source === undefined ? undefined : readYaml({ file: "course.yaml", source }, new Findings())?.data;
  const key = (data as { key?: unknown } | null | undefined)?.key;
  return typeof key === "string" && key.length >= 2 && key.length <= KEY_LENGTH && KEY_SHAPE.test(key) ? key : null;
}
