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
 * Writes what a release refers to. Rows are named by what they hold, so those that are there already are left, and are not
 * even sent: a release that changes one lesson of five hundred writes one. They are written in the order of their names, so
 * that two courses published at once never wait for each other in a ring.
 */
export async function keepReleaseContent(
  { folder, courseId, releaseId, compiled }: KeepAsk,
  tx: Prisma.TransactionClient,
): Promise<void> {
  const files = [...folder.files].map(([path, bytes]) => ({ path, bytes, hash: sha256(bytes) }));
  const hashes = [...new Set(files.map(({ hash }) => hash))];
  const kept = await namesOf(tx.$queryRaw`select hash as name from "Blob" where hash = any(${hashes})`);
  const blobs = new Map<string, Prisma.BlobCreateManyInput>();
  for (const { path, bytes, hash } of files) {
    const known = blobs.get(hash);
    // Bytes that are both text and media are kept in both places.
    const stored = isMedia(path) ? (known?.bytes ?? null) : new Uint8Array(bytes);
    blobs.set(hash, { hash, size: bytes.length, mediaType: known?.mediaType ?? anyTypeOf(path), bytes: stored });
  }
  const fresh = [...blobs.values()].filter(({ hash }) => !kept.has(hash));
  await tx.blob.createMany({ data: inOrder(fresh, ({ hash }) => hash), skipDuplicates: true });
  await tx.$executeRaw`
    insert into "ReleaseFile" ("releaseId", path, "blobHash")
    select ${releaseId}, * from unnest(${files.map(({ path }) => path)}::text[], ${files.map(({ hash }) => hash)}::text[])`;

  const contents = new Map(compiled.lessons.map(({ hash, html, text, words }) => [hash, { hash, html, text, words }]));
  const known = await namesOf(tx.$queryRaw`select hash as name from "LessonContent" where hash = any(${[...contents.keys()]})`);
  const unknown = [...contents.values()].filter(({ hash }) => !known.has(hash));
  await tx.lessonContent.createMany({ data: inOrder(unknown, ({ hash }) => hash), skipDuplicates: true });
  const revisions = compiled.instruments.map(({ key, digest, definition }) => ({
    courseId,
    key,
    digest,
    definition: definition as unknown as Prisma.InputJsonObject,
  }));
  await tx.instrumentRevision.createMany({ data: inOrder(revisions, ({ key }) => key), skipDuplicates: true });
}

async function namesOf(rows: Promise<{ name: string }[]>): Promise<Set<string>> {
  return new Set((await rows).map(({ name }) => name));
}

function inOrder<Row>(rows: Row[], name: (row: Row) => string): Row[] {
  return rows.sort((a, b) => compareText(name(a), name(b)));
}
