import { MEDIA_LIMIT, sha256, TEXT_LIMIT } from "#app/features/courseware/course-folder.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { keepDraftBytes, storeDraftMedia } from "../draft-bytes.server.ts";

export const MOST_BYTES = MEDIA_LIMIT;

/** Keeps bytes that a push will name; false where they are not those of the hash. Small ones lie in the database as texts do, large ones where media lie. */
export async function receiveBytes(ask: { draftId: string; bytes: Buffer; hash: string }): Promise<boolean> {
  const { draftId, bytes, hash } = ask;
  if (sha256(bytes) !== hash) return false;
  const files = new Map([[bytes.length > TEXT_LIMIT ? "media/pushed" : "pushed", bytes]]);
  await storeDraftMedia(files);
  await inTransaction(db, (tx) => keepDraftBytes({ draftId, files }, tx));
  return true;
}
