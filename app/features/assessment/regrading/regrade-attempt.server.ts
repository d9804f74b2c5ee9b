import { recordAudit } from "#app/platform/audit.server.ts";
import { type Db, db, inStatementTransaction, inTransaction } from "#app/platform/db.server.ts";
import { type RescoreAttempt, rescoreAttemptIn } from "../rescore-attempt.server.ts";
import { outcomeOf } from "./regrade-outcome.ts";

export interface RegradeAsk {
  attemptId: string;
  courseId: string;
  lessonKey: string;
  /** The revision whose key is to count. */
  keyRevisionId: string;
  actorId: string;
  reason: string;
}

const finding = {
  name: "attempt-to-regrade",
  text: `
    select s.result from "Attempt" a
    join lateral (select result from "Score" where "attemptId" = a.id order by sequence desc limit 1) s on true
    where a.id = $1 and a."courseId" = $2 and a."lessonKey" = $3 and a."enrolmentId" is not null and a."submittedAt" is not null
    for update of a`,
};

/**
 * Scores one attempt by the key of another revision. Answers, and what was asked, are not touched; the earlier score is
 * kept. Where the result is another one, a line of the audit log says who, why, and what it was before. The caller decides
 * who may, and completes the lesson of an attempt that is passed now.
 */
export async function regradeAttempt(ask: RegradeAsk, tx: Db = db): Promise<RescoreAttempt> {
  const { attemptId, courseId, lessonKey, keyRevisionId, actorId, reason } = ask;
  // The driver refuses a NUL byte, and no id has one.
  if (attemptId.includes("\0")) return { status: "refused", reason: "no-such-attempt" };
  return inTransaction(tx, async (tx): Promise<RescoreAttempt> => {
    const scored = await inStatementTransaction(tx, async (run) => {
      const [row] = await run<{ result: Parameters<typeof outcomeOf>[0] }>(finding, [attemptId, courseId, lessonKey]);
      if (!row) return null;
      const rescored = await rescoreAttemptIn(run, { attemptId, reason: "regraded", actorId, keyRevisionId });
      return { before: row.result, rescored };
    });
    if (!scored) return { status: "refused", reason: "no-such-attempt" };
    const { before, rescored } = scored;
    if (rescored.status !== "scored" || !rescored.changed) return rescored;
    const detail = { keyRevisionId, before: outcomeOf(before), after: outcomeOf(rescored.result) };
    await recordAudit({ actorId, action: "attempt.regrade", subjectKind: "attempt", subjectId: attemptId, reason, detail }, tx);
    return rescored;
  });
}
