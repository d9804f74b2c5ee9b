import { isMedia, MEDIA_LIMIT, sha256, TEXT_LIMIT } from "#app/features/courseware/course-folder.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { type FileBytes, keepDraftBytes, storeDraftMedia } from "./draft-bytes.server.ts";
import { readDraftPaths } from "./draft-files.queries.server.ts";
import { faultOfPath, fileThatIsFolder, MOST_FILES, shownPath } from "./draft-path.ts";
import { type MergeOffer, offerMerges } from "./offer-merges.server.ts";

export interface ChangeAsk {
  draftId: string;
  authorId: string | null;
  way: "studio" | "import" | "push" | "release";
  /** What is done, in words, for the history. */
  what: string;
  /** The revision that the author had before them. */
  basedOn: number;
  changes: FileBytes;
}

export type ChangeDraft =
  | { status: "changed" | "unchanged"; revision: number }
  | { status: "refused"; reason: "bad-files"; messages: string[] }
  | { status: "refused"; reason: "no-such-draft" | "no-such-revision" }
  /** Somebody else has changed the same files since. `revision` is the one to merge onto. */
  | { status: "refused"; reason: "moved-on"; revision: number; offers: MergeOffer[] };

/**
 * Changes files of a draft as its next revision, whole or not at all. Where the draft has moved on since `basedOn` and
 * the same files were changed otherwise, nothing is written, and a merge is offered for each of them.
 */
export async function changeDraft(ask: ChangeAsk, tx: Db = db): Promise<ChangeDraft> {
  const messages = faultsOf(ask.changes);
  if (messages.length > 0) return { status: "refused", reason: "bad-files", messages };
  await storeDraftMedia(ask.changes);
  return inTransaction(tx, async (tx): Promise<ChangeDraft> => {
    const [draft] = await tx.$queryRaw<{ revision: number }[]>`
      select revision from "Draft" where id = ${ask.draftId} for update`;
    if (!draft) return { status: "refused", reason: "no-such-draft" };
    const { revision } = draft;
    if (ask.basedOn < 0 || ask.basedOn > revision) return { status: "refused", reason: "no-such-revision" };

    const wanted = new Map([...ask.changes].map(([path, bytes]) => [path, bytes ? sha256(bytes) : null]));
    const rows = await tx.draftFile.findMany({ where: { draftId: ask.draftId, path: { in: [...wanted.keys()] } } });
    const present = new Map(rows.map(({ path, blobHash }) => [path, blobHash]));
    const real = [...wanted].filter(([path, hash]) => (present.get(path) ?? null) !== hash);
    if (real.length === 0) return { status: "unchanged", revision };

    const moved = await changedSince({ ...ask, paths: real.map(([path]) => path), present }, tx);
    if (moved.length > 0) {
      const offers = await offerMerges({ ...ask, paths: moved, present }, tx);
      return { status: "refused", reason: "moved-on", revision, offers };
    }
    const added = real.filter(([path, hash]) => hash !== null && !present.has(path)).map(([path]) => path);
    const fault = added.length === 0 ? null : await faultOfWhole({ draftId: ask.draftId, added, real }, tx);
    if (fault) return { status: "refused", reason: "bad-files", messages: [fault] };
    await write({ ...ask, number: revision + 1, present, real }, tx);
    return { status: "changed", revision: revision + 1 };
  });
}

/** Those of the paths that are not as they were at the revision. */
async function changedSince(
  ask: { draftId: string; basedOn: number; paths: string[]; present: ReadonlyMap<string, string> },
  tx: Db,
): Promise<string[]> {
  // The first change after the revision says what was there at it.
  const rows = await tx.draftChange.findMany({
    where: { draftId: ask.draftId, number: { gt: ask.basedOn }, path: { in: ask.paths } },
    distinct: ["path"],
    select: { path: true, before: true },
    orderBy: [{ path: "asc" }, { number: "asc" }],
  });
  return rows.filter(({ path, before }) => (ask.present.get(path) ?? null) !== before).map(({ path }) => path);
}

interface Write extends ChangeAsk {
  number: number;
  present: Map<string, string>;
  real: [path: string, hash: string | null][];
}

async function write(ask: Write, tx: Db): Promise<void> {
  const { draftId, number, present, real } = ask;
  await keepDraftBytes({ draftId, files: new Map(real.map(([path]) => [path, ask.changes.get(path) ?? null])) }, tx);
  const gone = real.filter(([path]) => present.has(path)).map(([path]) => path);
  if (gone.length > 0) await tx.draftFile.deleteMany({ where: { draftId, path: { in: gone } } });
  const files = real.flatMap(([path, blobHash]) => (blobHash === null ? [] : [{ draftId, path, blobHash }]));
  if (files.length > 0) await tx.draftFile.createMany({ data: files });
  const { authorId, way, basedOn } = ask;
  const what = ask.what.slice(0, 300);
  await tx.draftRevision.create({ data: { draftId, number, basedOn, authorId, way, what, createdAt: now() } });
  await tx.draftChange.createMany({
    data: real.map(([path, after]) => ({ draftId, number, path, before: present.get(path) ?? null, after })),
  });
  await tx.draft.update({ where: { id: draftId }, data: { revision: number } });
}

/** What is wrong with single files, in sentences. */
export function faultsOf(files: FileBytes): string[] {
  const messages: string[] = [];
  for (const [path, bytes] of files) {
    const fault = faultOfPath(path);
    if (fault) messages.push(fault);
    const limit = isMedia(path) ? MEDIA_LIMIT : TEXT_LIMIT;
    if (bytes && bytes.length > limit) messages.push(`The file ${shownPath(path)} is larger than ${limit / 1024 / 1024} MiB.`);
  }
  return messages.slice(0, 20);
}

/** What is wrong with the folder that the changes lead to. */
async function faultOfWhole(
  ask: { draftId: string; added: string[]; real: [string, string | null][] },
  tx: Db,
): Promise<string | null> {
  const paths = new Set((await readDraftPaths(ask.draftId, tx)).keys());
  for (const [path, hash] of ask.real) if (hash === null) paths.delete(path);
  for (const path of ask.added) paths.add(path);
  return faultOfPaths(paths);
}

/** What is wrong with the paths of a whole folder, as a sentence; null where nothing is. */
export function faultOfPaths(paths: ReadonlySet<string>): string | null {
  if (paths.size > MOST_FILES) return `The course would have more than ${MOST_FILES} files.`;
  const both = fileThatIsFolder(paths);
  return both && `${shownPath(both.file)} cannot be a file and hold ${shownPath(both.below)} as well.`;
}
