import { pool } from "#app/platform/db.server.ts";
import { changeFiles } from "./change-files.server.ts";

export type RemoveFile =
  | { status: "removed"; itemKey: string | null }
  | { status: "refused"; reason: "closed" | "out-of-time" | "no-such-attempt" };

/** Takes a file out of an answer, as long as the attempt is open. One that is not there is gone already. */
export async function removeFile(ask: { userId: string; attemptId: string; fileId: string }): Promise<RemoveFile> {
  const { userId, attemptId, fileId } = ask;
  // The driver refuses a NUL byte, and no id has one.
  if (`${attemptId}${fileId}`.includes("\0")) return { status: "removed", itemKey: null };
  const { rows } = await pool.query<{ itemKey: string }>(
    `select f."itemKey" from "AnswerFile" f join "Attempt" a on a.id = f."attemptId"
     where f.id = $1 and a.id = $2 and a."userId" = $3`,
    [fileId, attemptId, userId],
  );
  const itemKey = rows[0]?.itemKey;
  if (itemKey === undefined) return { status: "removed", itemKey: null };
  const changed = await changeFiles({ userId, attemptId, itemKey, most: Number.POSITIVE_INFINITY, remove: [fileId] });
  return changed.status === "refused" ? changed : { status: "removed", itemKey };
}
