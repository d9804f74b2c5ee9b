import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { type Db, db } from "#app/platform/db.server.ts";
import { storage } from "#app/platform/storage/storage.server.ts";
import { sha256 } from "./course-folder.server.ts";

export type ExportRelease =
  | { status: "exported"; number: number; files: number }
  | { status: "refused"; reason: "no-such-course" | "no-such-release" | "target-is-a-file" | "target-not-empty" };

/**
 * Writes a release back as the folder that it was published from, byte for byte: the current one where no number is
 * given. The folder appears whole or not at all. @throws where stored bytes are missing or damaged.
 */
export async function exportRelease(
  ask: { courseKey: string; number?: number; to: string },
  tx: Db = db,
): Promise<ExportRelease> {
  const course = await tx.course.findUnique({ where: { key: ask.courseKey } });
  if (!course) return { status: "refused", reason: "no-such-course" };
  const release = await tx.release.findFirst({
    where: ask.number === undefined ? { id: course.currentReleaseId ?? "" } : { courseId: course.id, number: ask.number },
    include: { files: { orderBy: { path: "asc" } } },
  });
  if (!release) return { status: "refused", reason: "no-such-release" };
  const obstacle = await findObstacle(ask.to);
  if (obstacle) return { status: "refused", reason: obstacle };

  const target = path.resolve(ask.to);
  const aside = `${target}.${randomUUID()}`;
  try {
    await mkdir(aside, { recursive: true });
    for (const file of release.files) {
      const whole = path.join(aside, file.path);
      if (!whole.startsWith(aside + path.sep))
        throw new Error(`The release holds a path that leads out of the folder: ${file.path}.`);
      await mkdir(path.dirname(whole), { recursive: true });
      // "wx": two names that this disk takes for one must not become one file without a word.
      await writeFile(whole, await readBlob(file.blobHash, tx), { flag: "wx" });
    }
    if (existsSync(target)) await rmdir(target);
    await rename(aside, target);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return { status: "exported", number: release.number, files: release.files.length };
}

async function findObstacle(to: string): Promise<"target-is-a-file" | "target-not-empty" | null> {
  if (!existsSync(to)) return null;
  if (!(await stat(to)).isDirectory()) return "target-is-a-file";
  return (await readdir(to)).length > 0 ? "target-not-empty" : null;
}

async function readBlob(hash: string, tx: Db): Promise<Buffer> {
  const { bytes } = await tx.blob.findUniqueOrThrow({ where: { hash } });
  const whole = bytes ? Buffer.from(bytes) : await buffer(await storage().read(hash));
  if (sha256(whole) !== hash) throw new Error(`The stored bytes of ${hash} are damaged.`);
  return whole;
}
