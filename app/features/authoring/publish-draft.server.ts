import { compileCourseInTurns } from "#app/features/courseware/compile-course.server.ts";
import { type PublishCourse, publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { keyFault } from "./check-draft.queries.server.ts";
import { readDraftFiles } from "./draft-files.queries.server.ts";
import { cancelPublication } from "./publishing/cancel-publication.server.ts";

interface Ask {
  draftId: string;
  courseKey: string;
  publishedById: string;
  /** The revision that was looked at: what came after it is not published unseen. */
  revision: number;
  notes?: string;
}

export type PublishDraft = PublishCourse | { status: "refused"; reason: "moved-on"; revision: number };

/**
 * Publishes a draft as the next release of its course, as the command line publishes a folder. What waited to be published by
 * itself is taken back: it would bring back what is older.
 */
export async function publishDraft(ask: Ask, tx: Db = db): Promise<PublishDraft> {
  const { draftId, courseKey, publishedById, notes } = ask;
  const folder = await readDraftFiles({ draftId }, tx);
  const { revision } = await tx.draft.findUniqueOrThrow({ where: { id: draftId }, select: { revision: true } });
  if (revision !== ask.revision) return { status: "refused", reason: "moved-on", revision };
  const fault = keyFault(folder.files, courseKey);
  if (fault) return { status: "refused", reason: "faults", faults: [fault], warnings: [] };
  // Compiled beforehand, so that no connection waits for it: the transaction finds it done.
  await compileCourseInTurns(folder);
  return inTransaction(tx, async (tx) => {
    const published = await publishCourse({ folder, publishedById, notes }, tx);
    if (published.status !== "refused") await cancelPublication({ draftId }, tx);
    return published;
  });
}
