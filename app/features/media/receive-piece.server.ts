import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { keepFile } from "./keep-file.server.ts";
import { removeUnfinished, sizeOfUnfinished, unfinishedFile } from "./unfinished.server.ts";

interface Whose {
  id: string;
  courseId: string;
  userId: string;
}

export type UploadState =
  | { status: "coming" | "finished"; offset: number; size: number; expiresAt: Date }
  | { status: "refused"; reason: "no-such-upload" }
  /** Somebody else is sending to it, or the piece does not follow the last one: ask how far it is. */
  | { status: "refused"; reason: "busy" | "wrong-place" | "too-large" }
  /** It came whole and was not taken; nothing of it is left. */
  | { status: "refused"; reason: "bad-file"; message: string };

/** Uploads that a piece is being written to, in this process. */
const writing = new Set<string>();

/** How far an upload of one's own is. */
export async function readUploadState({ id, courseId, userId }: Whose, tx: Db = db): Promise<UploadState> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return { status: "refused", reason: "no-such-upload" };
  const upload = await tx.mediaUpload.findFirst({ where: { id, courseId, userId, expiresAt: { gt: now() } } });
  if (!upload) return { status: "refused", reason: "no-such-upload" };
  const { expiresAt } = upload;
  const size = Number(upload.size);
  if (upload.finishedAt) return { status: "finished", offset: size, size, expiresAt };
  const offset = await sizeOfUnfinished(id);
  return offset === null ? { status: "refused", reason: "no-such-upload" } : { status: "coming", offset, size, expiresAt };
}

/**
 * Writes a piece behind what has come. A connection that breaks leaves what came. With the last byte the file is looked
 * at and becomes a file of the course, or is refused and gone.
 */
export async function receivePiece(
  ask: Whose & { offset: number; body: ReadableStream<Uint8Array> | null },
  tx: Db = db,
): Promise<UploadState> {
  const before = await readUploadState(ask, tx);
  if (before.status !== "coming") return before;
  if (writing.has(ask.id)) return { status: "refused", reason: "busy" };
  writing.add(ask.id);
  try {
    // Asked again, now that nobody else writes.
    const state = await readUploadState(ask, tx);
    if (state.status !== "coming") return state;
    if (ask.offset !== state.offset) return { status: "refused", reason: "wrong-place" };
    if ((await append(ask, state.size - state.offset)) === "too-large") return { status: "refused", reason: "too-large" };
    return await finish(ask, tx);
  } finally {
    writing.delete(ask.id);
  }
}

async function append({ id, offset, body }: { id: string; offset: number; body: ReadableStream | null }, room: number) {
  if (!body) return "came";
  let came = 0;
  const counting = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      came += chunk.byteLength;
      done(came > room ? new Error("too large") : null, chunk);
    },
  });
  try {
    await pipeline(
      Readable.fromWeb(body as WebStream),
      counting,
      createWriteStream(unfinishedFile(id), { flags: "r+", start: offset }),
    );
  } catch (error) {
    // A cut connection says so in many ways; a disk that is full must not pass for one.
    if (came > room) return "too-large";
    if (["ENOSPC", "EIO", "EDQUOT", "ENOENT"].includes(String((error as NodeJS.ErrnoException).code))) throw error;
  }
  return "came";
}

/** Where all has come, takes the file into the library. Doing it twice changes nothing. */
async function finish(whose: Whose, tx: Db): Promise<UploadState> {
  const state = await readUploadState(whose, tx);
  if (state.status !== "coming" || state.offset < state.size) return state;
  const { id, courseId, userId } = whose;
  const { name } = await tx.mediaUpload.findFirstOrThrow({ where: { id, courseId, userId }, select: { name: true } });
  const kept = await keepFile({ courseId, file: unfinishedFile(id), name }, tx);
  if (kept.status === "refused") {
    await stopUpload(whose, tx);
    return { status: "refused", reason: "bad-file", message: kept.message };
  }
  await tx.mediaUpload.updateMany({ where: { id, courseId, userId }, data: { finishedAt: now() } });
  await removeUnfinished(id);
  return { ...state, status: "finished" };
}

/** Forgets an upload of one's own with all that has come. */
export async function stopUpload({ id, courseId, userId }: Whose, tx: Db = db): Promise<void> {
  const { count } = await tx.mediaUpload.deleteMany({ where: { id, courseId, userId } });
  if (count > 0) await removeUnfinished(id);
}
