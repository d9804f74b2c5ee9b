import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { listUnfinished, removeUnfinished } from "./unfinished.server.ts";

/** Removes uploads whose day is over, and pieces on this machine that belong to none. For the job "sweep-unfinished". */
export async function sweepUnfinished(tx: Db = db): Promise<number> {
  const files = await listUnfinished();
  const { count } = await tx.mediaUpload.deleteMany({ where: { expiresAt: { lte: now() } } });
  const known = await tx.mediaUpload.findMany({ where: { id: { in: files }, finishedAt: null }, select: { id: true } });
  const wanted = new Set(known.map(({ id }) => id));
  for (const id of files.filter((id) => !wanted.has(id))) await removeUnfinished(id);
  return count;
}
