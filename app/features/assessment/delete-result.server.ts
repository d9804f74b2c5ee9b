import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { lockOwnAttempt } from "./lock-own-attempt.server.ts";

type DeleteResult =
  | { status: "deleted" }
  /** `grade-record`: what was reached in a check is the school's record too. */
  | { status: "refused"; reason: "no-such-attempt" | "grade-record" };

/**
 * Deletes what a person answered in one attempt at a questionnaire, and what came of it, for good. The row stays with its
 * dates and counts as an attempt; the lesson stays completed. One that is open ends by it. A second call changes nothing.
 */
export async function deleteResult(ask: { userId: string; attemptId: string }, tx: Db = db): Promise<DeleteResult> {
  const { userId, attemptId } = ask;
  return inTransaction<DeleteResult>(tx, async (tx) => {
    const attempt = await lockOwnAttempt({ userId, attemptId }, tx);
    if (!attempt) return { status: "refused", reason: "no-such-attempt" };
    if (attempt.kind === "graded") return { status: "refused", reason: "grade-record" };
    if (attempt.deletedAt) return { status: "deleted" };
    const at = now();
    await tx.answer.deleteMany({ where: { attemptId } });
    await tx.score.deleteMany({ where: { attemptId } });
    await tx.grade.deleteMany({ where: { attemptId } });
    // Their bytes go with the next sweep, where no other answer has the same.
    await tx.answerFile.deleteMany({ where: { attemptId } });
    await tx.statisticsMember.deleteMany({ where: { attemptId } });
    await tx.resultShare.updateMany({ where: { liveSlot: attemptId }, data: { liveSlot: null, revokedAt: at } });
    await tx.attempt.update({
      where: { id: attemptId },
      data: { deletedAt: at, submittedAt: attempt.submittedAt ?? at, openSlot: null },
    });
    await recordAudit({ actorId: userId, action: "result.delete", subjectKind: "attempt", subjectId: attemptId }, tx);
    return { status: "deleted" };
  });
}
