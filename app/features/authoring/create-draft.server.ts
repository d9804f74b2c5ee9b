import { sha256 } from "#app/features/courseware/course-folder.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Db } from "#app/platform/db.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { faultOfPaths, faultsOf } from "./change-draft.server.ts";
import { keepDraftBytes, storeDraftMedia } from "./draft-bytes.server.ts";

interface Ask {
  courseKey: string;
  ownerId: string;
  files: ReadonlyMap<string, Buffer>;
  way: "studio" | "import";
  what: string;
}

export type CreateDraft =
  | { status: "created"; draftId: string; courseKey: string }
  | { status: "refused"; reason: "key-taken" }
  | { status: "refused"; reason: "bad-files"; messages: string[] };

/** Makes the draft of a course that is not there yet, whose owner the person becomes. */
export async function createDraft(ask: Ask, tx: Db = db): Promise<CreateDraft> {
  const { courseKey, ownerId, files, way, what } = ask;
  const whole = faultOfPaths(new Set(files.keys()));
  const messages = whole ? [whole] : faultsOf(files);
  if (messages.length > 0) return { status: "refused", reason: "bad-files", messages };
  await storeDraftMedia(files);
  return inTransaction(tx, async (tx): Promise<CreateDraft> => {
    const at = now();
    const { count } = await tx.course.createMany({ data: [{ key: courseKey, createdAt: at }], skipDuplicates: true });
    if (count === 0) return { status: "refused", reason: "key-taken" };
    const { id: courseId } = await tx.course.findUniqueOrThrow({ where: { key: courseKey }, select: { id: true } });
    await tx.courseStaff.create({ data: { courseId, userId: ownerId, role: "owner", createdAt: at } });
    const { id: draftId } = await tx.draft.create({ data: { courseId, revision: 1, createdAt: at } });
    await keepDraftBytes({ draftId, files }, tx);
    const hashes = [...files].map(([path, bytes]) => ({ path, blobHash: sha256(bytes) }));
    await writeFirstRevision({ draftId, authorId: ownerId, way, what, hashes }, tx);
    return { status: "created", draftId, courseKey };
  });
}

interface First {
  draftId: string;
  authorId: string;
  way: "studio" | "import" | "release";
  what: string;
  hashes: { path: string; blobHash: string }[];
}

/** The files of a new draft, and its revision 1. */
export async function writeFirstRevision({ draftId, authorId, way, what, hashes }: First, tx: Db): Promise<void> {
  await tx.draftFile.createMany({ data: hashes.map((file) => ({ draftId, ...file })) });
  await tx.draftRevision.create({ data: { draftId, number: 1, authorId, way, what, createdAt: now() } });
  await tx.draftChange.createMany({
    data: hashes.map(({ path, blobHash }) => ({ draftId, number: 1, path, after: blobHash })),
  });
}
