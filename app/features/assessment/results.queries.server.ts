import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { ScoreResult } from "#app/features/instruments/score.ts";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { type AttemptFacts, findAttempt } from "./attempt-facts.queries.server.ts";
import type { PersonalTerms } from "./attempt-rules.ts";
import { type AttemptStanding, standingOf } from "./attempt-standing.ts";
import { type ComparableAttempt, readComparableAttempts } from "./comparable-attempts.queries.server.ts";
import { withReadWork } from "./grading/read-work.queries.server.ts";
import { findLessonRules } from "./lesson-rules.queries.server.ts";
import { findPublicAssessment } from "./public-assessments.queries.server.ts";
import { loadKeyedInstrument } from "./regrading/keyed-instrument.server.ts";
import { gradedModel, profileModel, type ResultModel, resultInWords } from "./result-model.ts";
import { loadRevision } from "./revision.queries.server.ts";
import { readSiteSamples, type SiteSamples } from "./site-sample.queries.server.ts";
import { toAnswers } from "./submit-attempt.server.ts";

export interface ResultPage {
  status: "submitted";
  /** Null of a visitor without an account, whose result is no attempt yet. */
  attemptId: string | null;
  title: string;
  number: number;
  submittedAt: Date;
  courseKey: string;
  lessonKey: string;
  model: ResultModel;
  /** What the person may do next, by the rules of the release they are on. */
  standing: AttemptStanding;
  /** All attempts of this lesson, the newest first. */
  history: HistoryEntry[];
  /** When it was scored again by a corrected key. */
  regradedAt?: Date;
  /** Of a result that stands alone, outside of any lesson: the key at /assessments, where it can be taken again. */
  standalone?: { key: string; open: boolean };
  /** Other results that this one can be put beside, of this lesson and of others: the earliest first. */
  comparable: ComparableAttempt[];
}

export interface HistoryEntry {
  attemptId: string;
  number: number;
  startedAt: Date;
  /** Null while it is open. */
  submittedAt: Date | null;
  passed: boolean;
  /** "80 %, passed", where the score is shown, or the profile's title; empty while it is open. */
  result: string;
}

/** A person's place in a lesson, before any attempt too. */
interface PlaceRow extends PersonalTerms {
  courseId: string;
  /** Null for what stands alone. */
  releaseId: string | null;
}

interface HistoryRow extends PlaceRow {
  id: string;
  number: number;
  revisionId: string;
  startedAt: Date;
  submittedAt: Date | null;
  deadlineAt: Date | null;
  passed: boolean | null;
  result: ScoreResult | null;
  /** Of a score by another key than the attempt's own: the revision that it is of. */
  keyRevisionId: string | null;
  /** When it was scored so. */
  scoredAt: Date | null;
}

const ATTEMPT = `a.id, a.number, a."revisionId", a."startedAt", a."submittedAt", a."deadlineAt", s.passed, s.result,
    s."keyRevisionId", s."createdAt" as "scoredAt"`;

const LATEST_SCORE = `
  left join lateral (
    select passed, result, "keyRevisionId", "createdAt" from "Score" where "attemptId" = a.id order by sequence desc limit 1
  ) s on true`;

const HISTORY = `
  select e."courseId" as "courseId", e."releaseId", u."timeZone", coalesce(g."extraAttempts", 0) as "extraAttempts",
    coalesce(g."extraMinutes", 0) as "extraMinutes", g.closes, ${ATTEMPT}
  from "Enrolment" e
  join "User" u on u.id = e."userId"
  left join "Accommodation" g on g."enrolmentId" = e.id and g."lessonKey" = $2
  left join "Attempt" a on a."enrolmentId" = e.id and a."lessonKey" = $2 and a."userId" = e."userId" ${LATEST_SCORE}
  where e.id = $1 and e."userId" = $3
  order by a.number desc`;

/** Of what stands alone: `$1` is the course. */
const HISTORY_ALONE = `
  select a."courseId" as "courseId", null as "releaseId", u."timeZone", 0 as "extraAttempts", 0 as "extraMinutes",
    null as closes, ${ATTEMPT}
  from "Attempt" a join "User" u on u.id = a."userId" ${LATEST_SCORE}
  where a."enrolmentId" is null and a."courseId" = $1 and a."lessonKey" = $2 and a."userId" = $3
  order by a.number desc`;

/** Without attempts the one row has the place alone. */
type MaybeHistoryRow = PlaceRow & (HistoryRow | { id: null });

/** A person's place in a lesson, and their attempts with their latest scores, the newest first: one SQL statement. */
async function readHistoryRows(ask: { userId: string; enrolmentId: string; lessonKey: string }) {
  const values = [ask.enrolmentId, ask.lessonKey, ask.userId];
  const { rows } = await pool.query<MaybeHistoryRow>({ name: "attempt-history", text: HISTORY, values });
  const attempts = rows.filter((row): row is HistoryRow => row.id !== null);
  return { place: rows[0] ?? null, attempts };
}

/** `rules` is the instrument whose rules hold: that of the person's release. */
function toStanding(rules: CompiledInstrument, place: PlaceRow, rows: HistoryRow[]): AttemptStanding {
  const { timeZone, extraAttempts, extraMinutes, closes } = place;
  const former = rows.map(({ id, number, submittedAt, deadlineAt, passed, result }) => ({
    ...{ id, number, submittedAt, deadlineAt, passed, open: !submittedAt },
    percent: result?.kind === "graded" ? result.percent : null,
  }));
  return standingOf(rules, { timeZone, extraAttempts, extraMinutes, closes }, former, now());
}

/** The instrument whose rules hold; where the release has no such assessment any more, that of the newest attempt. */
async function rulesFor({ courseId, releaseId }: PlaceRow, lessonKey: string, newest: HistoryRow): Promise<CompiledInstrument> {
  const rules = releaseId === null ? null : await findLessonRules({ courseId, releaseId, lessonKey });
  return rules ?? (await loadRevision(newest.revisionId)).instrument;
}

async function toEntries(rows: HistoryRow[], review: { score: boolean }): Promise<HistoryEntry[]> {
  return Promise.all(
    rows.map(async ({ id, number, revisionId, startedAt, submittedAt, passed, result }) => {
      const { instrument } = await loadRevision(revisionId);
      const words = result ? resultInWords(instrument, result, review) : "";
      return { attemptId: id, number, startedAt, submittedAt, passed: passed ?? false, result: words };
    }),
  );
}

/** The attempts of one person in one lesson. */
export async function readAttemptHistory(ask: {
  userId: string;
  enrolmentId: string;
  lessonKey: string;
}): Promise<HistoryEntry[]> {
  const { place, attempts } = await readHistoryRows(ask);
  const [newest] = attempts;
  if (!place || !newest) return [];
  const { review } = toStanding(await rulesFor(place, ask.lessonKey, newest), place, attempts);
  return toEntries(attempts, review);
}

/** The same with where the person stands by the rules of `rules`, for the lesson's page; null where they are not enrolled. */
export async function readAttemptStanding(ask: {
  userId: string;
  enrolmentId: string;
  lessonKey: string;
  rules: CompiledInstrument;
}): Promise<{ standing: AttemptStanding; history: HistoryEntry[] } | null> {
  const { place, attempts } = await readHistoryRows(ask);
  if (!place) return null;
  const standing = toStanding(ask.rules, place, attempts);
  return { standing, history: await toEntries(attempts, standing.review) };
}

/**
 * The result of a person's own attempt. It stays readable when access to the course has ended: what somebody found out
 * about themselves is theirs.
 */
export async function readResultPage(ask: {
  userId: string;
  attemptId: string;
}): Promise<ResultPage | { status: "open" } | { status: "no-such-attempt" }> {
  const attempt = await findAttempt(ask);
  if (!attempt) return { status: "no-such-attempt" };
  const rows = await readResultRows(attempt);
  const row = rows.find(({ id }) => id === attempt.id);
  if (!row?.submittedAt || !row.result) return { status: "open" };
  const keyed = { revisionId: attempt.revisionId, keyRevisionId: row.keyRevisionId };
  const revision = { id: row.keyRevisionId ?? attempt.revisionId, instrument: await loadKeyedInstrument(keyed) };
  const { instrument } = revision;
  const standing = toStanding(await rulesFor(row, attempt.lessonKey, rows[0] ?? row), row, rows);
  const [samples, comparable] = await Promise.all([
    readSiteSamples(revision),
    instrument.kind === "profile" ? readComparableAttempts({ ...ask, instrument }) : [],
  ]);
  return {
    status: "submitted",
    attemptId: attempt.id,
    title: instrument.title,
    number: row.number,
    submittedAt: row.submittedAt,
    courseKey: row.courseKey,
    lessonKey: attempt.lessonKey,
    model: await withReadWork(
      toModel(instrument, row.result, attempt, row.answers ?? [], rows, { standing, samples }),
      instrument,
      attempt.id,
    ),
    standing,
    history: await toEntries(rows, standing.review),
    ...(row.keyRevisionId && row.scoredAt && { regradedAt: row.scoredAt }),
    ...(attempt.enrolmentId === null && {
      standalone: { key: instrument.key, open: (await findPublicAssessment(instrument.key)) !== null },
    }),
    comparable,
  };
}

function toModel(
  instrument: CompiledInstrument,
  result: ScoreResult,
  attempt: AttemptFacts,
  stored: [string, unknown][],
  rows: HistoryRow[],
  { standing: { left, review }, samples }: { standing: AttemptStanding; samples: SiteSamples },
): ResultModel {
  if (instrument.kind === "graded" && result.kind === "graded") {
    return gradedModel(instrument, result, toAnswers(instrument, stored), { seed: attempt.seed, attemptsLeft: left, review });
  }
  if (instrument.kind === "profile" && result.kind === "profile") {
    const earlier = rows
      .filter(({ number }) => number < attempt.number)
      .flatMap(({ result, submittedAt }) => (result && submittedAt ? [{ result, at: submittedAt }] : []));
    return profileModel(instrument, result, earlier, samples);
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
  const alone = enrolmentId === null;
  const { rows } = await pool.query<ResultRow>({
    name: alone ? "standalone-result" : "attempt-result",
    text: `
      select h.*, c.key as "courseKey",
        (select json_agg(json_build_array(n."itemKey", n.value)) from "Answer" n where n."attemptId" = h.id and h.id = $5) as answers
      from (${alone ? HISTORY_ALONE : HISTORY}) h cross join "Course" c where c.id = $4 order by h.number desc`,
    values: [enrolmentId ?? courseId, lessonKey, userId, courseId, id],
  });
  return rows;
}
