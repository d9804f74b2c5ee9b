import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { writeFirstRevision } from "./create-draft.server.ts";

export type BeginDraft = { status: "begun" | "there"; draftId: string } | { status: "refused"; reason: "no-release" };

/** Makes the draft of a course from what is published. Where it has one, that stays. Who may is the caller's to decide. */
export async function beginDraft(ask: { courseId: string; authorId: string }, tx: Db = db): Promise<BeginDraft> {
  const { courseId, authorId } = ask;
  return inTransaction(tx, async (tx): Promise<BeginDraft> => {
    // One at a time: who comes second finds the draft of who came first.
    await tx.$queryRaw`select id from "Course" where id = ${courseId} for update`;
    const there = await tx.draft.findUnique({ where: { courseId }, select: { id: true } });
    if (there) return { status: "there", draftId: there.id };
    const course = await tx.course.findUnique({
      where: { id: courseId },
      select: { currentRelease: { select: { number: true, files: { select: { path: true, blobHash: true } } } } },
    });
    const release = course?.currentRelease;
    if (!release) return { status: "refused", reason: "no-release" };
    const { id: draftId } = await tx.draft.create({ data: { courseId, revision: 1, createdAt: now() } });
    const own = [...new Set(release.files.map(({ blobHash }) => blobHash))].sort();
    await tx.draftBlob.createMany({ data: own.map((blobHash) => ({ draftId, blobHash })) });
    const what = `Begun from release ${release.number}`;
    await writeFirstRevision({ draftId, authorId, way: "release", what, hashes: release.files }, tx);
    return { status: "begun", draftId };
  });
}
