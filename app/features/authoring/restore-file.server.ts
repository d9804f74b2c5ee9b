import { type Db, db } from "#app/platform/db.server.ts";
import { type ChangeDraft, changeDraft } from "./change-draft.server.ts";
import { readDraftBytes } from "./draft-bytes.server.ts";
import { findHashAt } from "./draft-files.queries.server.ts";

/** Makes one file what it was after a revision, as a new revision: it may come back, or go. */
export async function restoreFile(
  ask: { draftId: string; authorId: string; path: string; number: number },
  tx: Db = db,
): Promise<ChangeDraft> {
  const { draftId, authorId, path, number } = ask;
  const draft = await tx.draft.findUniqueOrThrow({ where: { id: draftId }, select: { revision: true } });
  const known = await tx.draftChange.findFirst({ where: { draftId, path, number }, select: { path: true } });
  if (!known) return { status: "refused", reason: "no-such-revision" };
  const hash = await findHashAt({ draftId, path, revision: number }, tx);
  const bytes = hash === null ? null : ((await readDraftBytes([hash], tx)).get(hash) ?? null);
  const what = `Restored ${path} as it was in revision ${number}`;
  const changes = new Map([[path, bytes]]);
  return changeDraft({ draftId, authorId, way: "studio", what, basedOn: draft.revision, changes }, tx);
}
