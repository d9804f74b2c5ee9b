import { randomUUID } from "node:crypto";
import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { type Answers, SCORER_VERSION, type ScoreResult, score } from "#app/features/instruments/score.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inStatementTransaction, type RunStatement } from "#app/platform/db.server.ts";
import { loadRevision } from "./revision.queries.server.ts";

export type SubmitAttempt =
  | {
      status: "submitted";
      /** True for the one call that closed the attempt. */
      first: boolean;
      /** Whether the lesson is done: the pass mark is reached, or a profile was handed in. */
      passed: boolean;
      result: ScoreResult;
      attempt: SubmittedAttempt;
    }
  | { status: "refused"; reason: "no-such-attempt" };

interface SubmittedAttempt {
  id: string;
  userId: string;
  enrolmentId: string;
  courseId: string;
  lessonKey: string;
  number: number;
  /** The release that the learner is on. */
  releaseId: string;
}

interface Row extends SubmittedAttempt {
  revisionId: string;
  seed: number;
  submittedAt: Date | null;
}

/**
 * Hands an attempt in with the answers that are saved, scores it and stores the score. A second call, also one at the
 * same moment, gives the same result and changes nothing.
 */
export async function submitAttempt(ask: { userId: string; attemptId: string }, tx: Db = db): Promise<SubmitAttempt> {
  return inStatementTransaction(tx, (run) => submitAttemptIn(run, ask));
}

// Waits for answers that are being saved, and keeps later ones out. Only a statement after it sees all of them.
const locking = {
  name: "lock-attempt",
  text: `
    select a.id, a."userId", a."enrolmentId", a."courseId", a."lessonKey", a."revisionId", a.number, a.seed, a."submittedAt", e."releaseId"
    from "Attempt" a join "Enrolment" e on e.id = a."enrolmentId"
    where a.id = $1 and a."userId" = $2 for update of a`,
};

const closing = {
  name: "submit-attempt",
  text: `
    with closed as (
      update "Attempt" set "submittedAt" = coalesce("submittedAt", $2::timestamptz), "openSlot" = null where id = $1 returning id
    )
    insert into "Score" (id, "attemptId", sequence, "scorerVersion", result, passed, reason, "createdAt")
    select $3, id, 1, $4::int, $5::jsonb, $6::boolean, 'submitted', $2::timestamptz from closed`,
};

const scored = {
  name: "latest-score",
  text: `select result, passed from "Score" where "attemptId" = $1 order by sequence desc limit 1`,
};

/** The same as a part of a transaction. */
export async function submitAttemptIn(
  run: RunStatement,
  { userId, attemptId }: { userId: string; attemptId: string },
): Promise<SubmitAttempt> {
  // The driver refuses a NUL byte, and no id has one.
  if (attemptId.includes("\0")) return { status: "refused", reason: "no-such-attempt" };
  const [row] = await run<Row>(locking, [attemptId, userId]);
  if (!row) return { status: "refused", reason: "no-such-attempt" };
  const { revisionId, seed, submittedAt, ...attempt } = row;
  if (submittedAt) {
    const [stored] = await run<{ result: ScoreResult; passed: boolean }>(scored, [attemptId]);
    if (stored) return { status: "submitted", first: false, ...stored, attempt };
  }
  const { instrument } = await loadRevision(revisionId, run);
  const result = score(instrument, await readAnswers(attemptId, instrument, run), { seed });
  await run(closing, [attemptId, now(), randomUUID(), SCORER_VERSION, JSON.stringify(result), result.passed]);
  return { status: "submitted", first: submittedAt === null, passed: result.passed, result, attempt };
}

const answering = { name: "answers", text: `select "itemKey", value from "Answer" where "attemptId" = $1` };

/** The stored answers as the scorer takes them; items that were taken back are left out. */
export async function readAnswers(attemptId: string, instrument: CompiledInstrument, run: RunStatement): Promise<Answers> {
  const rows = await run<{ itemKey: string; value: unknown }>(answering, [attemptId]);
  return toAnswers(
    instrument,
    rows.map(({ itemKey, value }) => [itemKey, value]),
  );
}

export function toAnswers(instrument: CompiledInstrument, stored: [itemKey: string, value: unknown][]): Answers {
  const values = new Map(stored);
  const answers: Answers = {};
  for (const item of instrument.items) {
    const parsed = kindOf(item).parse(item, values.get(item.key));
    if (parsed.status === "answer" && parsed.answer !== null) answers[item.key] = parsed.answer;
  }
  return answers;
}
