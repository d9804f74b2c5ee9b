import { type Db, db } from "#app/platform/db.server.ts";
import { readDraftBytes } from "../draft-bytes.server.ts";
import { findHashAt } from "../draft-files.queries.server.ts";
import { decode } from "../offer-merges.server.ts";
import { readOutlinePage } from "../outline/outline.queries.server.ts";
import type { DraftOutline, OutlineLesson, OutlineModule } from "../outline/read-draft-outline.ts";

export interface FoundLesson {
  outline: DraftOutline;
  module: OutlineModule;
  lesson: OutlineLesson;
}

/** The lesson with a key, wherever it lies by now. */
export async function findLesson(draftId: string, lessonKey: string): Promise<FoundLesson | null> {
  const outline = await readOutlinePage(draftId);
  for (const module of outline.modules) {
    const lesson = module.lessons.find(({ key, missing }) => key === lessonKey && !missing);
    if (lesson) return { outline, module, lesson };
  }
  return null;
}

/** The text of a file, now or at a revision; null where it was not there or is no text. */
export async function readTextAt(ask: { draftId: string; path: string; revision?: number }, tx: Db = db): Promise<string | null> {
  const { draftId, path, revision } = ask;
  const hash =
    revision === undefined
      ? (await tx.draftFile.findUnique({ where: { draftId_path: { draftId, path } } }))?.blobHash
      : await findHashAt({ draftId, path, revision }, tx);
  if (!hash) return null;
  const bytes = (await readDraftBytes([hash], tx)).get(hash);
  return bytes ? decode(bytes) : null;
}
