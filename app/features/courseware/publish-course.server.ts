import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { type CompiledCourse, compileCourseInTurns } from "./compile-course.server.ts";
import { type CourseFolder, canonicalJson, folderDigest } from "./course-folder.server.ts";
import type { Fault } from "./fault.ts";
import type { Manifest } from "./manifest.ts";
import { keepReleaseContent, storeMedia } from "./release-content.server.ts";
import { lockCourse, writeNextRelease } from "./write-next-release.server.ts";

interface PublishAsk {
  folder: CourseFolder;
  publishedById?: string;
  /** What changed, for the list of releases. */
  notes?: string;
  /** Who becomes the owner, where the course is new. */
  ownerId?: string;
}

export type PublishCourse =
  | {
      status: "published" | "unchanged";
      courseId: string;
      courseKey: string;
      releaseId: string;
      number: number;
      warnings: Fault[];
    }
  | { status: "refused"; reason: "faults"; faults: Fault[]; warnings: Fault[] };

/**
 * Publishes a folder as the next release of its course, with its product and price, in one transaction. The folder
 * that is current already is left as it is. Who may publish is the caller's to decide.
 */
export async function publishCourse(ask: PublishAsk, tx: Db = db): Promise<PublishCourse> {
  const compiled = await compileCourseInTurns(ask.folder);
  const { manifest, faults, warnings } = compiled;
  if (!manifest) return { status: "refused", reason: "faults", faults, warnings };

  // Stored under their hashes before the release that needs them is there: bytes without a release harm nothing.
  await storeMedia(ask.folder);
  const written = await inTransaction(tx, (tx) => writeRelease({ ...ask, compiled, manifest }, tx));
  return { ...written, courseKey: manifest.key, warnings };
}

interface WriteAsk extends PublishAsk {
  compiled: CompiledCourse;
  manifest: Manifest;
}

interface Written {
  status: "published" | "unchanged";
  courseId: string;
  releaseId: string;
  number: number;
}

async function writeRelease(ask: WriteAsk, tx: Prisma.TransactionClient): Promise<Written> {
  const { folder, manifest, publishedById, notes = "", ownerId } = ask;
  const course = await lockCourse(manifest.key, tx);
  const digest = folderDigest(folder);
  const current = course.currentReleaseId ? await tx.release.findUniqueOrThrow({ where: { id: course.currentReleaseId } }) : null;
  if (current && isSame(current, digest, manifest)) {
    return { status: "unchanged", courseId: course.id, releaseId: current.id, number: current.number };
  }

  const { releaseId, number } = await writeNextRelease({ course, current, digest, manifest, notes, publishedById }, tx);
  await keepReleaseContent({ folder, courseId: course.id, releaseId, compiled: ask.compiled }, tx);
  if (ownerId && number === 1) {
    await tx.courseStaff.createMany({ data: [{ courseId: course.id, userId: ownerId, role: "owner" }], skipDuplicates: true });
  }
  return { status: "published", courseId: course.id, releaseId, number };
}

/** True where publishing the folder would write nothing. */
export async function isPublished(ask: { folder: CourseFolder; manifest: Manifest }, tx: Db = db): Promise<boolean> {
  const course = await tx.course.findUnique({ where: { key: ask.manifest.key }, include: { currentRelease: true } });
  return course?.currentRelease ? isSame(course.currentRelease, folderDigest(ask.folder), ask.manifest) : false;
}

/** The manifest is compared as well, so that a mended renderer reaches a folder that has not changed. */
function isSame(release: { folderDigest: string; manifest: unknown }, digest: string, manifest: Manifest): boolean {
  return release.folderDigest === digest && canonicalJson(release.manifest) === canonicalJson(manifest);
}
