import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { readManifest } from "./manifest.ts";
import { lockCourse, writeNextRelease } from "./write-next-release.server.ts";

export type RollBack =
  | { status: "published"; releaseId: string; number: number }
  | { status: "refused"; reason: "no-such-release" | "is-current" | "moved-on" };

/**
 * Publishes an earlier release of a course again, as the next one: history is never written over, and whoever has completed a
 * lesson has completed it. `current` is the release that was looked at. Who may is the caller's to decide.
 */
export async function rollBack(
  ask: { courseKey: string; number: number; current: number; notes: string; publishedById: string },
  tx: Db = db,
): Promise<RollBack> {
  const { courseKey, number, notes, publishedById } = ask;
  return inTransaction(tx, async (tx): Promise<RollBack> => {
    const course = await lockCourse(courseKey, tx);
    const [current, target] = await Promise.all([
      tx.release.findFirst({ where: { courseId: course.id, id: course.currentReleaseId ?? "" }, select: { number: true } }),
      tx.release.findUnique({ where: { courseId_number: { courseId: course.id, number } } }),
    ]);
    if (!current || !target) return { status: "refused", reason: "no-such-release" };
    if (target.number === current.number) return { status: "refused", reason: "is-current" };
    if (current.number !== ask.current) return { status: "refused", reason: "moved-on" };
    const manifest = readManifest(target.manifest);
    const next = { course, current, digest: target.folderDigest, manifest, notes, publishedById, backTo: number };
    const written = await writeNextRelease(next, tx);
    await tx.$executeRaw`
      insert into "ReleaseFile" ("releaseId", path, "blobHash")
      select ${written.releaseId}, path, "blobHash" from "ReleaseFile" where "releaseId" = ${target.id}`;
    return { status: "published", ...written };
  });
}
