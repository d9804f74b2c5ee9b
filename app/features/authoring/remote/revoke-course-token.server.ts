import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";

/** Ends a token of a draft. Whoever may edit the draft may end every token of it. */
export async function revokeCourseToken(
  ask: { draftId: string; courseId: string; actorId: string; tokenId: string },
  tx: Db = db,
): Promise<{ status: "revoked" } | { status: "refused"; reason: "no-such-token" }> {
  if (!/^[0-9a-f-]{36}$/.test(ask.tokenId)) return { status: "refused", reason: "no-such-token" };
  return inTransaction(tx, async (tx) => {
    const where = { id: ask.tokenId, draftId: ask.draftId, revokedAt: null };
    const { count } = await tx.courseToken.updateMany({ where, data: { revokedAt: now() } });
    if (count === 0) return { status: "refused", reason: "no-such-token" };
    const subject = { subjectKind: "course", subjectId: ask.courseId };
    const detail = { token: ask.tokenId };
    await recordAudit({ actorId: ask.actorId, action: "course.revoke-token", ...subject, detail }, tx);
    return { status: "revoked" };
  });
}
