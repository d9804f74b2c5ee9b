import { db } from "#app/platform/db.server.ts";
import { readDraftBytes } from "../draft-bytes.server.ts";

/** Bytes of a draft by their hash; null for those that it never held, whoever else does. */
export async function readOwnBytes({ draftId, hash }: { draftId: string; hash: string }): Promise<Buffer | null> {
  if (!/^[0-9a-f]{64}$/.test(hash)) return null;
  const own = await db.draftBlob.findUnique({ where: { draftId_blobHash: { draftId, blobHash: hash } } });
  return own ? ((await readDraftBytes([hash])).get(hash) ?? null) : null;
}
