import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { ACCEPTED, safeName, typeByEnding } from "./file-name.ts";
import { makeUnfinished } from "./unfinished.server.ts";

/** The largest file that a library takes, in bytes: 4 GB, more than an hour of film. */
export const LARGEST_UPLOAD = 4_000_000_000;
/** Unfinished uploads of one person at a time. */
const MOST_AT_ONCE = 20;
const KEEP = 24 * 60 * 60 * 1000;

export type StartUpload =
  | { status: "started"; id: string; expiresAt: Date }
  | { status: "refused"; reason: "too-large" | "wrong-type" | "too-many"; message: string };

/** Makes room for a file that will come in pieces within a day. */
export async function startUpload(
  ask: { courseId: string; userId: string; name: string; size: number },
  tx: Db = db,
): Promise<StartUpload> {
  const { courseId, userId, size } = ask;
  const name = safeName(ask.name);
  if (size > LARGEST_UPLOAD)
    return {
      status: "refused",
      reason: "too-large",
      message: "A file may have 4 GB at most. Make it smaller, and send it again.",
    };
  if (!typeByEnding(name)) {
    const message = `Files such as ${name} have no place here. Send one that ends in ${ACCEPTED.join(", ")}.`;
    return { status: "refused", reason: "wrong-type", message };
  }
  const open = await tx.mediaUpload.count({ where: { userId, finishedAt: null, expiresAt: { gt: now() } } });
  if (open >= MOST_AT_ONCE) {
    const message = "You have many unfinished uploads. Finish or stop some of them first; they end by themselves after a day.";
    return { status: "refused", reason: "too-many", message };
  }
  const expiresAt = new Date(now().getTime() + KEEP);
  const { id } = await tx.mediaUpload.create({ data: { courseId, userId, name, size, expiresAt } });
  await makeUnfinished(id);
  return { status: "started", id, expiresAt };
}
