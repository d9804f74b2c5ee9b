import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { ScoreResult } from "#app/features/instruments/score.ts";
import { pool } from "#app/platform/db.server.ts";
import { type AttemptFacts, findAttempt } from "./attempt-facts.queries.server.ts";
import { gradedModel, profileModel, type ResultModel, resultInWords } from "./result-model.ts";
import { loadRevision } from "./revision.queries.server.ts";
import { toAnswers } from "./submit-attempt.server.ts";

export interface ResultPage {
  status: "submitted";
  title: string;
  number: number;
  submittedAt: Date;
  courseKey: string;
  lessonKey: string;
  model: ResultModel;
  /** All attempts of this lesson, the newest first. */
  history: HistoryEntry[];
}

export interface HistoryEntry {
  attemptId: string;
  number: number;
  startedAt: Date;
  /** Null while it is open. */
  submittedAt: Date | null;
  passed: boolean;
  /** "80 %, passed" or the profile's title, or that it is deleted; empty while it is open. */
  result: string;
}

interface HistoryRow {
  id: string;
  number: number;
  revisionId: string;
  startedAt: Date;
  submittedAt: Date | null;
  passed: boolean | null;
  result: ScoreResult | null;
}

const DELETED = "deleted by you";

const HISTORY = `
  select a.id, a.number, a."revisionId", a."startedAt", a."submittedAt", s.passed, s.result
  from "Attempt" a
  left join lateral (
    select passed, result from "Score" where "attemptId" = a.id order by "scorerVersion" desc limit 1
  ) s on true
  where a."enrolmentId" = $1 and a."lessonKey" = $2 and a."userId" = $3
  order by a.number desc`;

/** A person's attempts of one lesson with their latest scores, the newest first: one SQL statement. */
async function readHistoryRows(ask: { userId: string; enrolmentId: string; lessonKey: string }): Promise<HistoryRow[]> {
  const values = [ask.enrolmentId, ask.lessonKey, ask.userId];
  const { rows } = await pool.query<HistoryRow>({ name: "attempt-history", text: HISTORY, values });
  return rows;
}

async function toEntries(rows: HistoryRow[]): Promise<HistoryEntry[]> {
  return Promise.all(
    rows.map(async ({ id, number, revisionId, startedAt, submittedAt, passed, result }) => {
      const { instrument } = await loadRevision(revisionId);
      const words = result ? resultInWords(instrument, result) : submittedAt ? DELETED : "";
      return { attemptId: id, number, startedAt, submittedAt, passed: passed ?? false, result: words };
    }),
  );
}

/** The attempts of one person in one lesson, for the lesson's page. */
export async function readAttemptHistory(ask: {
  userId: string;
  enrolmentId: string;
  lessonKey: string;
}): Promise<HistoryEntry[]> {
  return toEntries(await readHistoryRows(ask));
}

/**
 * The result of a person's own attempt. It stays readable when access to the course has ended: what somebody found out
 * about themselves is theirs.
 */
export async function readResultPage(ask: {
  userId: string;
  attemptId: string;
}): Promise<ResultPage | { status: "open" } | { status: "deleted" } | { status: "no-such-attempt" }> {
  const attempt = await findAttempt(ask);
  if (!attempt) return { status: "no-such-attempt" };
  const rows = await readResultRows(attempt);
  const row = rows.find(({ id }) => id === attempt.id);
  if (!row?.submittedAt) return { status: "open" };
  // Handing in stores the result with it: one that is not there was deleted.
  if (!row.result) return { status: "deleted" };
  const { instrument } = await loadRevision(attempt.revisionId);
  return {
    status: "submitted",
    title: instrument.title,
    number: row.number,
    submittedAt: row.submittedAt,
    courseKey: row.courseKey,
    lessonKey: attempt.lessonKey,
    model: toModel(instrument, row.result, attempt, row.answers ?? [], rows),
    history: await toEntries(rows),
  };
}

function toModel(
  instrument: CompiledInstrument,
  result: ScoreResult,
  attempt: AttemptFacts,
  stored: [string, unknown][],
  rows: HistoryRow[],
): ResultModel {
  if (instrument.kind === "graded" && result.kind === "graded") {
    const everPassed = rows.some(({ passed }) => passed === true);
    const facts = {
      seed: attempt.seed,
      made: rows.length,
      everPassed,
      anotherOpen: rows.some(({ submittedAt }) => !submittedAt),
    };
    return gradedModel(instrument, result, toAnswers(instrument, stored), facts);
  }
  if (instrument.kind === "profile" && result.kind === "profile") {
    const earlier = rows
      .filter(({ number }) => number < attempt.number)
      .flatMap(({ result, submittedAt }) => (result && submittedAt ? [{ result, at: submittedAt }] : []));
    return profileModel(instrument, result, earlier);
  }
  throw new Error(`The score of attempt ${attempt.id} is of another kind than its instrument.`);
}

interface ResultRow extends HistoryRow {
  courseKey: string;
  /** Of the one attempt whose result is read. */
  answers: [itemKey: string, value: unknown][] | null;
}

/** The history again, with what was answered in one of the attempts: one SQL statement. */
async function readResultRows({ id, userId, enrolmentId, courseId, lessonKey }: AttemptFacts): Promise<ResultRow[]> {
  const { rows } = await pool.query<ResultRow>({
    name: "attempt-result",
    text: `
      select h.*, c.key as "courseKey",
        (select json_agg(json_build_array(n."itemKey", n.value)) from "Answer" n where n."attemptId" = h.id and h.id = $5) as answers
      from (${HISTORY}) h cross join "Course" c where c.id = $4 order by h.number desc`,
    values: [enrolmentId, lessonKey, userId, courseId, id],
  });
  return rows;
}
