import type { Marks } from "#app/features/instruments/items/item-kind.ts";
import { type ScoreResult, score } from "#app/features/instruments/score.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inStatementTransaction, type RunStatement } from "#app/platform/db.server.ts";
import type { ScoreReason } from "#prisma/generated/client.ts";
import { addScore } from "./add-score.server.ts";
import { loadKeyedInstrument } from "./regrading/keyed-instrument.server.ts";
import { readAnswers } from "./submit-attempt.server.ts";

export type RescoreAttempt =
  | {
      status: "scored";
      /** False where the result is the one that counted before: then nothing is written. */
      changed: boolean;
      result: ScoreResult;
      attempt: ScoredAttempt;
    }
  | { status: "refused"; reason: "no-such-attempt" | "not-submitted" };

/** What completing the lesson, and writing to the student, need of an attempt. */
export interface ScoredAttempt {
  id: string;
  userId: string;
  /** Null, as the release, of an attempt that stands alone. */
  enrolmentId: string | null;
  courseId: string;
  lessonKey: string;
  revisionId: string;
  /** The release that the learner is on. */
  releaseId: string | null;
}

interface Ask {
  attemptId: string;
  reason?: Exclude<ScoreReason, "submitted">;
  /** Who has it scored again; the system by itself where it is left out. */
  actorId?: string | null;
  /** By the key of this revision from now on; left out, by the one that counted before. */
  keyRevisionId?: string;
}

interface Row extends ScoredAttempt {
  /** Of the score that counts. */
  keyRevisionId: string | null;
  seed: number;
  submittedAt: Date | null;
}

const locking = {
  name: "attempt-to-score",
  text: `
    select a.id, a."userId", a."enrolmentId", a."courseId", a."lessonKey", a."revisionId", a.seed, a."submittedAt", e."releaseId",
      (select s."keyRevisionId" from "Score" s where s."attemptId" = a.id order by s.sequence desc limit 1) as "keyRevisionId"
    from "Attempt" a left join "Enrolment" e on e.id = a."enrolmentId" where a.id = $1 for update of a`,
};

const marking = {
  name: "released-marks",
  text: `select "itemKey", marks from "Grade" where "attemptId" = $1 and marks is not null`,
};

/**
 * Scores a submitted attempt again, with the scorer of today and the marks that are released, and adds the score where it
 * is another one. Answers are not touched. The caller decides who may, and completes the lesson of a passed attempt.
 */
export async function rescoreAttempt(ask: Ask, tx: Db = db): Promise<RescoreAttempt> {
  return inStatementTransaction(tx, (run) => rescoreAttemptIn(run, ask));
}

/** The same as a part of a transaction. */
export async function rescoreAttemptIn(run: RunStatement, ask: Ask): Promise<RescoreAttempt> {
  const { attemptId, reason = "rescored", actorId = null } = ask;
  const [row] = await run<Row>(locking, [attemptId]);
  if (!row) return { status: "refused", reason: "no-such-attempt" };
  const { seed, submittedAt, keyRevisionId: before, ...attempt } = row;
  if (!submittedAt) return { status: "refused", reason: "not-submitted" };
  const given = ask.keyRevisionId ?? before;
  const keyRevisionId = given === attempt.revisionId ? null : given;
  const instrument = await loadKeyedInstrument({ revisionId: attempt.revisionId, keyRevisionId }, run);
  const marks = await readReleasedMarks(run, attemptId);
  const result = score(instrument, await readAnswers(attemptId, instrument, run), { seed, marks });
  const { changed } = await addScore(run, { attemptId, result, reason, actorId, keyRevisionId, at: now() });
  return { status: "scored", changed, result, attempt };
}

/** What people gave, by item, where it is released. Whoever scores an attempt anew has to count it. */
export async function readReleasedMarks(run: RunStatement, attemptId: string): Promise<Record<string, Marks>> {
  const rows = await run<{ itemKey: string; marks: Marks }>(marking, [attemptId]);
  return Object.fromEntries(rows.map(({ itemKey, marks }) => [itemKey, marks]));
}
