import type { CourseFolder } from "#app/features/courseware/course-folder.server.ts";
import { compareText } from "#app/features/courseware/fault.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { readDraftBytes } from "./draft-bytes.server.ts";

/** The paths of a draft with the hashes of their bytes, in the order of the paths, which is not left to the database's collation. */
export async function readDraftPaths(draftId: string, tx: Db = db): Promise<Map<string, string>> {
  const rows = await tx.draftFile.findMany({ where: { draftId } });
  rows.sort((a, b) => compareText(a.path, b.path));
  return new Map(rows.map(({ path, blobHash }) => [path, blobHash]));
}

/** The files of a draft with their bytes: all of them, or those that are `wanted`. */
export async function readDraftFiles(
  ask: { draftId: string; wanted?: (path: string) => boolean },
  tx: Db = db,
): Promise<CourseFolder & { files: Map<string, Buffer> }> {
  const { draftId, wanted = () => true } = ask;
  const paths = [...(await readDraftPaths(draftId, tx))].filter(([path]) => wanted(path));
  const bytes = await readDraftBytes(
    paths.map(([, hash]) => hash),
    tx,
  );
  return { files: new Map(paths.map(([path, hash]) => [path, bytes.get(hash)!])) };
}

/** The hash that a file had at a revision; null where it was not there. */
export async function findHashAt(ask: { draftId: string; path: string; revision: number }, tx: Db = db): Promise<string | null> {
  const { draftId, path, revision } = ask;
  const last = await tx.draftChange.findFirst({
    where: { draftId, path, number: { lte: revision } },
    orderBy: { number: "desc" },
    select: { after: true },
  });
  return last?.after ?? null;
}

/** The paths of a draft at a revision, with their hashes. */
export async function readPathsAt(ask: { draftId: string; revision: number }, tx: Db = db): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ path: string; after: string | null }[]>`
    select distinct on (path) path, after from "DraftChange"
    where "draftId" = ${ask.draftId} and number <= ${ask.revision} order by path, number desc`;
  return new Map(rows.flatMap(({ path, after }) => (after === null ? [] : [[path, after] as const])));
}
