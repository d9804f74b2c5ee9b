import { z } from "zod";
import { type Db, db } from "#app/platform/db.server.ts";
import { type ChangeDraft, changeDraft } from "../change-draft.server.ts";
import { readDraftBytes } from "../draft-bytes.server.ts";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
/** A push: the revision that the author had, and each file that is other now, by the hash of its bytes. */
export const pushSchema = z.object({
  basedOn: z.number().int().min(1).max(1e9),
  what: z.string().trim().min(1).max(300),
  changes: z.array(z.object({ path: z.string().min(1).max(1_000), hash: hash.nullable() })).max(10_000),
});
export type Push = z.output<typeof pushSchema>;

export type ReceivePush = ChangeDraft | { status: "refused"; reason: "missing-bytes"; hashes: string[] };

/** Changes a draft as a push says. Bytes it names were sent before, to this draft: those of other courses are not found. */
export async function receivePush(ask: { draftId: string; authorId: string; push: Push }, tx: Db = db): Promise<ReceivePush> {
  const { draftId, authorId, push } = ask;
  const wanted = [...new Set(push.changes.flatMap(({ hash }) => (hash === null ? [] : [hash])))];
  const rows = await tx.draftBlob.findMany({ where: { draftId, blobHash: { in: wanted } }, select: { blobHash: true } });
  const own = new Set(rows.map(({ blobHash }) => blobHash));
  const hashes = wanted.filter((one) => !own.has(one));
  if (hashes.length > 0) return { status: "refused", reason: "missing-bytes", hashes };
  const bytes = await readDraftBytes(wanted, tx);
  const changes = new Map(push.changes.map(({ path, hash }) => [path, hash === null ? null : (bytes.get(hash) ?? null)]));
  const { basedOn, what } = push;
  return changeDraft({ draftId, authorId, way: "push", what, basedOn, changes }, tx);
}
