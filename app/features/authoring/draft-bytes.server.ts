import { buffer } from "node:stream/consumers";
import { isMedia, sha256 } from "#app/features/courseware/course-folder.server.ts";
import { compareText } from "#app/features/courseware/fault.ts";
import { anyTypeOf } from "#app/features/courseware/media-types.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { storage } from "#app/platform/storage/storage.server.ts";

/** A file of a folder: its bytes, or null where it is to go. */
export type FileBytes = ReadonlyMap<string, Buffer | null>;

/** Puts media where media lie, before anything names them: bytes that nothing names harm nothing. */
export async function storeDraftMedia(files: FileBytes): Promise<void> {
  for (const [path, bytes] of files) if (bytes && isMedia(path)) await storage().put(sha256(bytes), bytes, anyTypeOf(path));
}

/** Writes the rows of the bytes of a draft, in the order of their names: two who write the same never wait in a ring. */
export async function keepDraftBytes(ask: { draftId: string; files: FileBytes }, tx: Db): Promise<void> {
  const rows = new Map<string, { hash: string; size: number; mediaType: string; bytes: Uint8Array<ArrayBuffer> | null }>();
  for (const [path, bytes] of ask.files) {
    if (!bytes) continue;
    const hash = sha256(bytes);
    const kept = isMedia(path) ? (rows.get(hash)?.bytes ?? null) : new Uint8Array(bytes);
    rows.set(hash, { hash, size: bytes.length, mediaType: anyTypeOf(path), bytes: kept });
  }
  const data = [...rows.values()].sort((a, b) => compareText(a.hash, b.hash));
  if (data.length === 0) return;
  await tx.blob.createMany({ data, skipDuplicates: true });
  const own = data.map(({ hash }) => ({ draftId: ask.draftId, blobHash: hash }));
  await tx.draftBlob.createMany({ data: own, skipDuplicates: true });
}

/** The bytes of each hash. @throws where stored bytes are missing or damaged */
export async function readDraftBytes(hashes: Iterable<string>, tx: Db = db): Promise<Map<string, Buffer>> {
  const rows = await tx.blob.findMany({ where: { hash: { in: [...new Set(hashes)] } }, select: { hash: true, bytes: true } });
  const found = new Map<string, Buffer>();
  for (const { hash, bytes } of rows) {
    const whole = bytes ? Buffer.from(bytes) : await buffer(await storage().read(hash));
    if (sha256(whole) !== hash) throw new Error(`The stored bytes of ${hash} are damaged.`);
    found.set(hash, whole);
  }
  return found;
}
