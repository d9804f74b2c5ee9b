import { randomUUID } from "node:crypto";
import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { type Answers, SCORER_VERSION, type ScoreResult, score } from "#app/features/instruments/score.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { loadRevision } from "./revision.queries.server.ts";

export type SubmitAttempt =
  | {
      status: "submitted";
      /** True for the one call that closed the attempt. */
      first: boolean;
      /** Whether the lesson is done: the pass mark is reached, or a profile was handed in. */
      passed: boolean;
      result: ScoreResult;
      attempt: { id: string; userId: string; enrolmentId: string; courseId: string; lessonKey: string; number: number };
    }
  | { status: "refused"; reason: "no-such-attempt" };

interface Row {
  id: string;
  userId: string;
  enrolmentId: string;
  courseId: string;
  lessonKey: string;
  revisionId: string;
  number: number;
  submittedAt: Date | null;
}

/**
 * Hands an attempt in with the answers that are saved, scores it and stores the score. A second call, also one at the
 * same moment, gives the same result and changes nothing.
 */
export async function submitAttempt(ask: { userId: string; attemptId: string }, tx: Db = db): Promise<SubmitAttempt> {
  if (ask.attemptId.includes("\0")) return { status: "refused", reason: "no-such-attempt" };
  return inTransaction(tx, async (tx) => {
    // Waits for answers that are being saved, and keeps later ones out.
    const [row] = await tx.$queryRaw<Row[]>`
      select id, "userId", "enrolmentId", "courseId", "lessonKey", "revisionId", number, "submittedAt"
      from "Attempt" where id = ${ask.attemptId} and "userId" = ${ask.userId} for update`;
    if (!row) return { status: "refused", reason: "no-such-attempt" };
    const { revisionId, submittedAt, ...attempt } = row;
    if (submittedAt) {
      const stored = await tx.score.findFirst({ where: { attemptId: row.id }, orderBy: { scorerVersion: "desc" } });
      if (stored) {
        return {
          status: "submitted",
          first: false,
          passed: stored.passed,
          result: stored.result as unknown as ScoreResult,
          attempt,
        };
      }
    }
    const { instrument } = await loadRevision(revisionId, tx);
    const result = score(instrument, await readAnswers(row.id, instrument, tx));
    const at = now();
    await tx.$executeRaw`
      with closed as (
        update "Attempt" set "submittedAt" = coalesce("submittedAt", ${at}), "openSlot" = null where id = ${row.id} returning id
      )
      insert into "Score" (id, "attemptId", "scorerVersion", result, passed, "createdAt")
      select ${randomUUID()}, id, ${SCORER_VERSION}, ${JSON.stringify(result)}::jsonb, ${result.passed}, ${at} from closed`;
    return { status: "submitted", first: submittedAt === null, passed: result.passed, result, attempt };
  });
}

/** The stored answers as the scorer takes them; items that were taken back are left out. */
export async function readAnswers(attemptId: string, instrument: CompiledInstrument, tx: Db): Promise<Answers> {
  const rows = await tx.$queryRaw<{ itemKey: string; value: unknown }[]>`
    select "itemKey", value from "Answer" where "attemptId" = ${attemptId}`;
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
