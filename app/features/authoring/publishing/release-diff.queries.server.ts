import { type Db, db } from "#app/platform/db.server.ts";
import { readDraftBytes } from "../draft-bytes.server.ts";
import { readDraftPaths } from "../draft-files.queries.server.ts";
import { decode } from "../offer-merges.server.ts";
import { compareFolders, type FileChange } from "./compare-folders.ts";

/** How a draft differs from what is published; everything is new where nothing is. */
export async function compareWithRelease(draft: {
  draftId: string;
  courseId: string;
  release: number | null;
}): Promise<FileChange[]> {
  const { draftId, courseId, release } = draft;
  const [earlier, later] = await Promise.all([
    release === null ? new Map<string, string>() : readReleasePaths({ courseId, number: release }),
    readDraftPaths(draftId),
  ]);
  return compareFolders(earlier ?? new Map(), later, readTexts);
}

/** How a release differs from an earlier one; null where there is no such release. */
export async function compareReleases(ask: { courseId: string; number: number; earlier: number }): Promise<FileChange[] | null> {
  const { courseId } = ask;
  const [earlier, later] = await Promise.all([
    readReleasePaths({ courseId, number: ask.earlier }),
    readReleasePaths({ courseId, number: ask.number }),
  ]);
  return earlier && later && compareFolders(earlier, later, readTexts);
}

async function readReleasePaths(ask: { courseId: string; number: number }, tx: Db = db): Promise<Map<string, string> | null> {
  const release = await tx.release.findUnique({
    where: { courseId_number: ask },
    select: { files: { select: { path: true, blobHash: true }, orderBy: { path: "asc" } } },
  });
  return release && new Map(release.files.map(({ path, blobHash }) => [path, blobHash]));
}

async function readTexts(hashes: string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const [hash, bytes] of await readDraftBytes(hashes)) {
    const text = decode(bytes);
    if (text !== null) texts.set(hash, text);
  }
  return texts;
}
