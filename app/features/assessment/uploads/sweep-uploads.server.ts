import { now } from "#app/platform/clock.server.ts";
import { db, inStatementTransaction } from "#app/platform/db.server.ts";
import { uploadStorage } from "#app/platform/storage/storage.server.ts";

/** Bytes that no answer names are kept so long: an upload may still be on its way to naming them. */
const KEEP = 2 * 60 * 60 * 1000;
const MOST = 1_000;

// An upload of the same bytes waits for this row, and then stores them again.
const taking = {
  name: "take-orphan-upload",
  text: `
    delete from "UploadBlob" where hash = (
      select b.hash from "UploadBlob" b
      where b."createdAt" < $1::timestamptz and not exists (select from "AnswerFile" f where f."blobHash" = b.hash)
      order by b."createdAt" limit 1 for update skip locked)
    returning hash`,
};

/** Removes the bytes that no answer names any more. For the job "sweep-uploads"; returns how many there were. */
export async function sweepUploads(): Promise<number> {
  const before = new Date(now().getTime() - KEEP);
  for (let swept = 0; swept < MOST; swept += 1) {
    const found = await inStatementTransaction(db, async (run) => {
      const [orphan] = await run<{ hash: string }>(taking, [before]);
      if (orphan) await uploadStorage().remove(orphan.hash);
      return orphan !== undefined;
    });
    if (!found) return swept;
  }
  return MOST;
}
