import { findDraftedWork } from "#app/features/assessment/grading/drafted-work.queries.server.ts";
import { type ReleaseAsk, type ReleaseDrafts, releaseDrafts } from "#app/features/assessment/grading/release-drafts.server.ts";
import { type Db, db, inStatementTransaction, inTransaction } from "#app/platform/db.server.ts";
import { completeByPassing } from "./finish-assessment.server.ts";

/**
 * Releases what a person gave to the answers of an attempt and, where it is passed by that, completes its lesson as
 * handing in does, in one transaction. A second call changes nothing. Who may grade in the course is the caller's to ask.
 */
export async function releaseGrades(ask: ReleaseAsk, tx: Db = db): Promise<ReleaseDrafts> {
  return inTransaction(tx, async (tx) => {
    const released = await releaseDrafts(ask, tx);
    if (released.status === "released" && released.result.passed) {
      await inStatementTransaction(tx, (run) => completeByPassing(run, released.attempt));
    }
    return released;
  });
}

/** All whole drafts of a lesson in one transaction, of 200 attempts at most: what is left is for the next time. */
export async function releaseLesson(ask: {
  graderId: string;
  courseId: string;
  lessonKey: string;
}): Promise<{ attempts: number; answers: number; incomplete: number }> {
  const { graderId, courseId } = ask;
  return inTransaction(db, async (tx) => {
    const sum = { attempts: 0, answers: 0, incomplete: 0 };
    // In one order, so that two who release the same lesson cannot wait for each other.
    for (const attemptId of await findDraftedWork(ask, tx)) {
      const released = await releaseGrades({ graderId, courseId, attemptId }, tx);
      if (released.status === "refused") continue;
      sum.incomplete += released.incomplete.length;
      if (released.status === "nothing") continue;
      sum.attempts += 1;
      sum.answers += released.released.length;
    }
    return sum;
  });
}
