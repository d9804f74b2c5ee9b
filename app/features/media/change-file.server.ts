import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";

type Change = { alt: string } | { removed: boolean };

/** Describes a file, puts it away or brings it back. Its bytes stay: what is published goes on. False: there is none. */
export async function changeFile(ask: { courseId: string; fileId: string; change: Change }, tx: Db = db): Promise<boolean> {
  const { courseId, fileId: id, change } = ask;
  const data = "alt" in change ? { alt: change.alt } : { removedAt: change.removed ? now() : null };
  const { count } = await tx.courseMediaFile.updateMany({ where: { id, courseId }, data });
  return count > 0;
}
