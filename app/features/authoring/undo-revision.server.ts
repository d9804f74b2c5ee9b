import { isMedia } from "#app/features/courseware/course-folder.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { type ChangeDraft, changeDraft } from "./change-draft.server.ts";
import { readDraftBytes } from "./draft-bytes.server.ts";
import { mergeTexts } from "./merge-texts.ts";
import { decode } from "./offer-merges.server.ts";

export type UndoRevision =
  | { status: "undone" | "unchanged"; revision: number }
  | { status: "refused"; reason: "no-such-revision" | "first-revision" | "changed-since" };

/**
 * Takes back what one revision did, as a new revision. What was done to the same files since is kept; where both touch
 * the same lines nothing is done.
 */
export async function undoRevision(
  ask: { draftId: string; authorId: string; number: number },
  tx: Db = db,
): Promise<UndoRevision> {
  const { draftId, authorId, number } = ask;
  if (number === 1) return { status: "refused", reason: "first-revision" };
  const revision = await tx.draftRevision.findUnique({
    where: { draftId_number: { draftId, number } },
    include: { changes: true, draft: { select: { revision: true } } },
  });
  if (!revision) return { status: "refused", reason: "no-such-revision" };
  const paths = revision.changes.map(({ path }) => path);
  const files = await tx.draftFile.findMany({ where: { draftId, path: { in: paths } } });
  const present = new Map(files.map(({ path, blobHash }) => [path, blobHash]));
  const hashes = revision.changes.flatMap(({ path, before, after }) => [before, after, present.get(path) ?? null]);
  const bytes = await readDraftBytes(
    hashes.filter((hash): hash is string => hash !== null),
    tx,
  );

  const changes = new Map<string, Buffer | null>();
  for (const { path, before, after } of revision.changes) {
    const now = present.get(path) ?? null;
    if (now === before) continue;
    if (now === after) changes.set(path, before === null ? null : bytes.get(before)!);
    else {
      const [was, did, is] = [before, after, now].map((hash) => (hash === null ? null : decode(bytes.get(hash)!)));
      if (was == null || did == null || is == null || isMedia(path)) return { status: "refused", reason: "changed-since" };
      const merged = mergeTexts({ base: did, ours: was, theirs: is });
      if (merged.conflicts > 0) return { status: "refused", reason: "changed-since" };
      changes.set(path, Buffer.from(merged.text));
    }
  }
  const what = `Took back: ${revision.what}`;
  const basedOn = revision.draft.revision;
  return asUndone(await changeDraft({ draftId, authorId, way: "studio", what, basedOn, changes }, tx));
}

function asUndone(outcome: ChangeDraft): UndoRevision {
  if (outcome.status === "refused") return { status: "refused", reason: "changed-since" };
  return { status: outcome.status === "changed" ? "undone" : "unchanged", revision: outcome.revision };
}
