import { missingMarks } from "#app/features/instruments/marks.ts";
import type { ScoreResult } from "#app/features/instruments/score.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { inStatementTransaction } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { rescoreAttemptIn, type ScoredAttempt } from "../rescore-attempt.server.ts";
import { lockWork } from "./lock-work.server.ts";
import { workReadMail } from "./work-read-mail.ts";

export type ReleaseDrafts =
  | {
      status: "released";
      /** Answers whose drafts are released now. */
      released: string[];
      /** Drafts that something is still missing of: they stay drafts. */
      incomplete: string[];
      /** Drafts that have changed since the grader saw them: they stay drafts. */
      changed: string[];
      result: ScoreResult;
      attempt: ScoredAttempt;
    }
  | { status: "nothing"; incomplete: string[]; changed: string[] }
  | { status: "refused"; reason: "no-such-work" };

export interface ReleaseAsk {
  graderId: string;
  courseId: string;
  attemptId: string;
  /** The drafts to release, each as the grader saw it; all that there are where it is left out. */
  drafts?: Map<string, number>;
}

const releasing = {
  name: "release-draft",
  text: `
    update "Grade" set marks = "draftMarks", feedback = "draftFeedback", "draftMarks" = null, "draftFeedback" = '',
      "releasedAt" = $3::timestamptz, "releasedById" = $4, revision = revision + 1, "updatedAt" = $3::timestamptz
    where "attemptId" = $1 and "itemKey" = any($2::text[])`,
};

const addressing = {
  name: "owner-address",
  text: `select email, (select result from "Score" where "attemptId" = $2 order by sequence desc limit 1) as before from "User" where id = $1`,
};

/**
 * Releases drafts of one attempt: the student sees them, and they count. With it go, in the caller's transaction, a new
 * score, a line of the audit log, and once an attempt, when nothing of it waits any more, a mail. A second call, also one
 * at the same moment, finds nothing to release. The lesson is the caller's to complete.
 */
export async function releaseDrafts(ask: ReleaseAsk, tx: Prisma.TransactionClient): Promise<ReleaseDrafts> {
  return inStatementTransaction(tx, async (run): Promise<ReleaseDrafts> => {
    const work = await lockWork(run, ask);
    if (!work) return { status: "refused", reason: "no-such-work" };
    const { attemptId, graderId, drafts } = ask;
    const released: string[] = [];
    const incomplete: string[] = [];
    const changed: string[] = [];
    for (const [itemKey, { draftMarks, revision }] of work.grades) {
      const item = work.items.get(itemKey);
      if (!draftMarks || !item || (drafts && !drafts.has(itemKey))) continue;
      if (drafts && drafts.get(itemKey) !== revision) changed.push(itemKey);
      else if (missingMarks(item, draftMarks).length > 0) incomplete.push(itemKey);
      else released.push(itemKey);
    }
    if (released.length === 0) return { status: "nothing", incomplete, changed };

    const [owner] = await run<{ email: string; before: ScoreResult }>(addressing, [work.userId, attemptId]);
    await run(releasing, [attemptId, released, now(), graderId]);
    const scored = await rescoreAttemptIn(run, { attemptId, reason: "graded", actorId: graderId });
    if (scored.status === "refused" || !owner)
      throw new Error(`Attempt ${attemptId} could not be scored: it is locked, and gone.`);
    const { result, attempt } = scored;
    const detail = { items: released, before: pointsOf(owner.before), after: pointsOf(result) };
    await recordAudit({ actorId: graderId, action: "grade.release", subjectKind: "attempt", subjectId: attemptId, detail }, tx);
    if (result.kind === "graded" && !result.waiting) {
      const mail = workReadMail({ title: work.title, address: `${env().appUrl}/attempts/${attemptId}/result` });
      await queueMail({ to: owner.email, ...mail, dedupeKey: `work-read:${attemptId}` }, tx);
    }
    return { status: "released", released, incomplete, changed, result, attempt };
  });
}

function pointsOf(result: ScoreResult | null): number | null {
  return result?.kind === "graded" ? result.points : null;
}
