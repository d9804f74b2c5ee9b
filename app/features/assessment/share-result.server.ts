import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import type { ShareScope } from "./answer-policy.ts";
import { lockOwnAttempt } from "./lock-own-attempt.server.ts";

type ShareResult =
  | { status: "shared" }
  | { status: "refused"; reason: "no-such-attempt" | "not-a-questionnaire" | "nothing-to-share" };

/**
 * Shows a result of a questionnaire to the people who run the course, from this moment on. Sharing it as something else
 * replaces what was shared before; the same once more changes nothing.
 */
export async function shareResult(
  ask: { userId: string; attemptId: string; scope: ShareScope },
  tx: Db = db,
): Promise<ShareResult> {
  const { userId, attemptId, scope } = ask;
  return inTransaction<ShareResult>(tx, async (tx) => {
    const attempt = await lockOwnAttempt({ userId, attemptId }, tx);
    if (!attempt) return { status: "refused", reason: "no-such-attempt" };
    if (attempt.kind !== "profile") return { status: "refused", reason: "not-a-questionnaire" };
    if (!attempt.submittedAt || attempt.deletedAt) return { status: "refused", reason: "nothing-to-share" };
    const live = await tx.resultShare.findUnique({ where: { liveSlot: attemptId } });
    if (live?.scope === scope) return { status: "shared" };
    const at = now();
    if (live) await tx.resultShare.update({ where: { id: live.id }, data: { liveSlot: null, revokedAt: at } });
    await tx.resultShare.create({ data: { attemptId, scope, liveSlot: attemptId, createdAt: at } });
    await recordAudit({ actorId: userId, action: "result.share", ...subjectOf(attemptId), detail: { scope } }, tx);
    return { status: "shared" };
  });
}

type UnshareResult = { status: "private" } | { status: "refused"; reason: "no-such-attempt" };

/** Takes a shared result back: once this has ended, nobody but the owner reads it. */
export async function unshareResult(ask: { userId: string; attemptId: string }, tx: Db = db): Promise<UnshareResult> {
  const { userId, attemptId } = ask;
  return inTransaction<UnshareResult>(tx, async (tx) => {
    const attempt = await lockOwnAttempt({ userId, attemptId }, tx);
    if (!attempt) return { status: "refused", reason: "no-such-attempt" };
    const { count } = await tx.resultShare.updateMany({
      where: { liveSlot: attemptId },
      data: { liveSlot: null, revokedAt: now() },
    });
    if (count > 0) await recordAudit({ actorId: userId, action: "result.unshare", ...subjectOf(attemptId) }, tx);
    return { status: "private" };
  });
}

const subjectOf = (attemptId: string) => ({ subjectKind: "attempt", subjectId: attemptId });
