import { type Db, db } from "#app/platform/db.server.ts";

export interface LibraryFile {
  id: string;
  name: string;
  hash: string;
  size: number;
  mediaType: string;
  width: number | null;
  height: number | null;
  seconds: number | null;
  alt: string;
  removed: boolean;
  variants: Variant[];
}

interface Variant {
  width: number;
  mediaType: string;
  hash: string;
  size: number;
}

/** The files of a course's library, the newest first, with those that were put away. */
export async function readLibrary(courseId: string, tx: Db = db): Promise<LibraryFile[]> {
  const files = await tx.courseMediaFile.findMany({ where: { courseId }, orderBy: { id: "desc" }, take: 1_000 });
  return files.map(({ id, name, hash, size, mediaType, width, height, seconds, alt, removedAt, variants }) => ({
    ...{ id, name, hash, size: Number(size), mediaType, width, height, seconds, alt, removed: removedAt !== null },
    variants: variants as unknown as Variant[],
  }));
}

/** A file of the library, or a smaller picture of one, by its hash. */
export async function findLibraryFile(courseId: string, hash: string, tx: Db = db) {
  for (const file of await readLibrary(courseId, tx)) {
    const { name } = file;
    for (const { hash: held, size, mediaType } of [file, ...file.variants]) {
      if (held === hash) return { name, hash, size, mediaType };
    }
  }
  return null;
}
