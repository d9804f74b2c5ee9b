import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { storage } from "#app/platform/storage/storage.server.ts";
import { freeName, safeName } from "./file-name.ts";
import { inspectFile } from "./inspect-file.server.ts";

export type KeepFile = { status: "kept"; fileId: string; name: string; again: boolean } | { status: "refused"; message: string };

/**
 * Puts a whole file on this machine into the media library of a course, after a look at its content. The same content
 * twice is one file. What is refused leaves nothing behind; the file itself is the caller's to remove.
 */
export async function keepFile(ask: { courseId: string; file: string; name: string }, tx: Db = db): Promise<KeepFile> {
  const wanted = safeName(ask.name);
  const inspected = await inspectFile(ask.file, wanted);
  if (inspected.status === "refused") return inspected;
  const { mediaType, picture, seconds } = inspected;
  const hash = picture ? sha256(picture.bytes) : await sha256OfFile(ask.file);
  const size = picture ? picture.bytes.length : (await stat(ask.file)).size;
  // Bytes first: a row never names what is not there.
  if (picture) await storage().put(hash, picture.bytes, mediaType);
  else await storage().putFile(hash, ask.file, mediaType);
  const variants = (picture?.variants ?? []).map(({ bytes, ...rest }) => ({ ...rest, hash: sha256(bytes), size: bytes.length }));
  for (const [at, variant] of variants.entries())
    await storage().put(variant.hash, picture!.variants[at]!.bytes, variant.mediaType);

  return inTransaction(tx, async (tx) => {
    // Two at once wait here for each other.
    await tx.$queryRaw`select id from "Course" where id = ${ask.courseId} for update`;
    const files = await tx.courseMediaFile.findMany({
      where: { courseId: ask.courseId },
      select: { id: true, name: true, hash: true },
    });
    const known = files.find((file) => file.hash === hash);
    if (known) {
      await tx.courseMediaFile.update({ where: { id: known.id, courseId: ask.courseId }, data: { removedAt: null } });
      return { status: "kept", fileId: known.id, name: known.name, again: true };
    }
    const name = freeName(wanted, new Set(files.map((file) => file.name)));
    const { width, height } = picture ?? {};
    const data = { courseId: ask.courseId, name, hash, size, mediaType, width, height, seconds, variants };
    const { id } = await tx.courseMediaFile.create({ data });
    return { status: "kept", fileId: id, name, again: false };
  });
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Piece by piece: a film of gigabytes takes no memory. */
async function sha256OfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
