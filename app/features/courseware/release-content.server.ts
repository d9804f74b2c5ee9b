import { storage } from "#app/platform/storage/storage.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { CompiledCourse } from "./compile-course.server.ts";
import { type CourseFolder, isMedia, sha256 } from "./course-folder.server.ts";
import { compareText } from "./fault.ts";
import { anyTypeOf } from "./media-types.ts";

/** Puts what pages fetch by address where media lie. */
export async function storeMedia(folder: CourseFolder): Promise<void> {
  for (const [path, bytes] of folder.files) {
    if (isMedia(path)) await storage().put(sha256(bytes), bytes, anyTypeOf(path));
  }
}

interface KeepAsk {
  folder: CourseFolder;
  courseId: string;
  releaseId: string;
  compiled: CompiledCourse;
}

/**
 * Writes what a release refers to. Rows are named by what they hold, so those that are there already are left; they
 * are written in the order of their names, so that two courses published at once never wait for each other in a ring.
 */
export async function keepReleaseContent(
  { folder, courseId, releaseId, compiled }: KeepAsk,
  tx: Prisma.TransactionClient,
): Promise<void> {
  const files = [...folder.files].map(([path, bytes]) => ({ path, bytes, hash: sha256(bytes) }));
  const blobs = new Map<string, Prisma.BlobCreateManyInput>();
  for (const { path, bytes, hash } of files) {
    const known = blobs.get(hash);
    // Bytes that are both text and media are kept in both places.
    const stored = isMedia(path) ? (known?.bytes ?? null) : new Uint8Array(bytes);
    blobs.set(hash, { hash, size: bytes.length, mediaType: known?.mediaType ?? anyTypeOf(path), bytes: stored });
  }
  await tx.blob.createMany({ data: inOrder([...blobs.values()], ({ hash }) => hash), skipDuplicates: true });
  await tx.releaseFile.createMany({ data: files.map(({ path, hash }) => ({ releaseId, path, blobHash: hash })) });

  const contents = new Map(compiled.lessons.map(({ hash, html, text, words }) => [hash, { hash, html, text, words }]));
  await tx.lessonContent.createMany({ data: inOrder([...contents.values()], ({ hash }) => hash), skipDuplicates: true });
  const revisions = compiled.instruments.map(({ key, digest, definition }) => ({
    courseId,
    key,
    digest,
    definition: definition as unknown as Prisma.InputJsonObject,
  }));
  await tx.instrumentRevision.createMany({ data: inOrder(revisions, ({ key }) => key), skipDuplicates: true });
}

function inOrder<Row>(rows: Row[], name: (row: Row) => string): Row[] {
  return rows.sort((a, b) => compareText(name(a), name(b)));
}
