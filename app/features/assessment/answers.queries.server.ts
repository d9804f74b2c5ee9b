import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { ScoreResult } from "#app/features/instruments/score.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { type AnswerFacts, decideAnswers, RESULTS_FOR_STAFF, type ShareScope } from "./answer-policy.ts";
import type { GradedAttempt } from "./grade-policy.ts";
import { loadRevision } from "./revision.queries.server.ts";

/**
 * What anybody but the owner reads of answers and results, and what other areas read of them at all. Each of these rests
 * on `decideAnswers`; no other file outside a short list in tests/architecture.test.ts names the tables.
 */

/**
 * The latest profile of a person, as a column: the key of what their last questionnaire with a profile came to. For a
 * statement whose `$1` is the viewer's own id.
 */
export const OWN_PROFILE_COLUMN = `
  (select s.result -> 'profile' ->> 'key'
   from "Attempt" a join "Score" s on s."attemptId" = a.id
   where a."userId" = $1::text and a."submittedAt" is not null and s.result -> 'profile' ->> 'key' is not null
   order by a."submittedAt" desc, s.sequence desc limit 1) as profile`;

/** What was handed in of one check, for the grade that its policy makes of it. */
export interface CheckForStaff {
  lessonKey: string;
  attempts: GradedAttempt[];
  lastAt: string;
}

/**
 * A condition on the attempt `a` of the revision `r`: nobody else reads whose it is, as its grading is blind and not at
 * its end (`grading/queue.queries.server.ts`, `isHidden`). Its grader would know the name by its id or its time.
 */
const IS_HIDDEN = `(coalesce((r.definition ->> 'blind')::boolean, false) and (
  coalesce((select (w.result ->> 'waiting')::int from "Score" w where w."attemptId" = a.id order by w.sequence desc limit 1), 0) > 0
  or exists (select from "Grade" d where d."attemptId" = a.id and d."draftMarks" is not null)))`;

/**
 * The attempts of each check of an enrolment, as a column of `CheckForStaff[]`. For statements of pages that only staff
 * come to, which know the enrolment as `e`: of the kinds that staff may read whole, and of no other.
 */
export const CHECKS_FOR_STAFF_COLUMN = `
  (select coalesce(json_agg(c), '[]'::json) from (
     select a."lessonKey", max(a."submittedAt") as "lastAt", json_agg(json_build_object(
       'id', a.id, 'number', a.number, 'passed', s.passed, 'percent', (s.result ->> 'percent')::float8)) as attempts
     from "Attempt" a join "InstrumentRevision" r on r.id = a."revisionId" and not ${IS_HIDDEN}
     join lateral (
       select result, passed from "Score" where "attemptId" = a.id order by sequence desc limit 1
     ) s on s.result ->> 'kind' in (${RESULTS_FOR_STAFF.map((kind) => `'${kind}'`)})
     where a."enrolmentId" = e.id and a."submittedAt" is not null group by a."lessonKey") c) as checks`;

/** What one person handed in, without the person. */
export interface AnswersForFigures {
  seconds: number;
  seed: number;
  answers: Record<string, unknown>;
}

/**
 * The answers of the attempts that a statement names, with nothing that says whose they are. Which attempts may come into figures, and that
 * they are enough, is decided before: `figures.queries.server.ts`.
 */
export async function readAnswersForFigures(attemptIds: Prisma.Sql): Promise<AnswersForFigures[]> {
  const { text, values } = Prisma.sql`
    select extract(epoch from a."submittedAt" - a."startedAt")::float8 as seconds, a.seed,
      (select json_object_agg(n."itemKey", n.value) from "Answer" n where n."attemptId" = a.id) as answers
    from "Attempt" a where a.id in (${attemptIds})`;
  const { rows } = await pool.query<{ seconds: number; seed: number; answers: Record<string, unknown> | null }>(text, values);
  return rows.map(({ answers, ...facts }) => ({ ...facts, answers: answers ?? {} }));
}

/** Where a member of the staff stands: the course they look at, and their place in it. */
interface StaffAsk {
  viewer: Pick<Viewer, "id" | "role">;
  course: { id: string; staffRole: AnswerFacts["staffRole"] };
}

interface FactsRow {
  id: string;
  userId: string;
  lessonKey: string;
  revisionId: string;
  number: number;
  seed: number;
  submittedAt: Date;
  kind: "graded" | "profile";
  shareId: string | null;
  scope: ShareScope | null;
  sharedAt: Date | null;
}

const FACTS = `
  select a.id, a."userId", a."lessonKey", a."revisionId", a.number, a.seed, a."submittedAt", r.definition ->> 'kind' as kind,
    s.id as "shareId", s.scope::text as scope, s."createdAt" as "sharedAt"
  from "Attempt" a join "InstrumentRevision" r on r.id = a."revisionId"
  left join "ResultShare" s on s."liveSlot" = a.id
  where a."courseId" = $1 and a."submittedAt" is not null and a."deletedAt" is null and not ${IS_HIDDEN}`;

const factsFor = ({ viewer, course }: StaffAsk, { userId, kind, scope }: FactsRow): AnswerFacts => ({
  viewer,
  staffRole: course.staffRole,
  ownerId: userId,
  kind,
  share: scope,
});

export interface AttemptForStaff {
  attemptId: string;
  lessonKey: string;
  number: number;
  submittedAt: Date;
  kind: "graded" | "profile";
  title: string;
  /** When its owner shared it; null for a check, which needs no sharing. */
  sharedAt: Date | null;
}

/** The attempts of a student whose results the viewer may read: checks, and what the student shares at this moment. */
export async function listAttemptsForStaff(ask: StaffAsk & { userId: string }): Promise<AttemptForStaff[]> {
  const text = `${FACTS} and a."userId" = $2 order by a."submittedAt" desc, a.id`;
  const { rows } = await pool.query<FactsRow>({ name: "attempts-for-staff", text, values: [ask.course.id, ask.userId] });
  const open = rows.filter((row) => decideAnswers("result", factsFor(ask, row)).allowed);
  return Promise.all(
    open.map(async ({ id, lessonKey, number, submittedAt, kind, sharedAt, revisionId }) => {
      const { title } = (await loadRevision(revisionId)).instrument;
      return { attemptId: id, lessonKey, number, submittedAt, kind, title, sharedAt };
    }),
  );
}

export interface ResultForStaff extends Omit<AttemptForStaff, "title"> {
  userId: string;
  instrument: CompiledInstrument;
  seed: number;
  result: ScoreResult;
  /** Null where only the result is shared. */
  answers: [itemKey: string, value: unknown][] | null;
}

/**
 * The result of one attempt for who runs the course, as far as they may see it; null where they may not, as where there
 * is none. It is decided first, and then read only where the share that it was decided on is still there: what the owner
 * takes back while this runs is not read.
 */
export async function readResultForStaff(ask: StaffAsk & { attemptId: string }): Promise<ResultForStaff | null> {
  if (ask.attemptId.includes("\0")) return null;
  const known = [ask.course.id, ask.attemptId];
  const { rows } = await pool.query<FactsRow>({ name: "attempt-for-staff", text: `${FACTS} and a.id = $2`, values: known });
  const [row] = rows;
  if (!row || !decideAnswers("result", factsFor(ask, row)).allowed) return null;
  const withAnswers = decideAnswers("answers", factsFor(ask, row)).allowed;
  const read = await pool.query<{ result: ScoreResult; answers: [string, unknown][] | null }>({
    name: "result-for-staff",
    text: `
      select s.result, case when $3::boolean then
          (select coalesce(json_agg(json_build_array(n."itemKey", n.value)), '[]'::json) from "Answer" n where n."attemptId" = a.id)
        end as answers
      from "Attempt" a
      join lateral (select result from "Score" where "attemptId" = a.id order by sequence desc limit 1) s on true
      where a."courseId" = $1 and a.id = $2 and a."deletedAt" is null
        and ($4::text is null or exists (select from "ResultShare" h where h.id = $4 and h."liveSlot" = a.id))`,
    values: [...known, withAnswers, row.kind === "graded" ? null : row.shareId],
  });
  const [found] = read.rows;
  if (!found) return null;
  const { instrument } = await loadRevision(row.revisionId);
  const { id: attemptId, userId, lessonKey, number, seed, submittedAt, kind, sharedAt } = row;
  return { attemptId, userId, lessonKey, number, seed, submittedAt, kind, sharedAt, instrument, ...found };
}

export interface OwnAnswers {
  attemptId: string;
  answers: { item: string; value: unknown; savedAt: string }[];
  results: { scorerVersion: number; passed: boolean; result: ScoreResult; createdAt: string }[];
}

/** Everything that is stored of some of a person's own attempts, for their export. */
export async function readOwnAnswers(ask: { userId: string; attemptIds: string[] }): Promise<Map<string, OwnAnswers>> {
  const { rows } = await pool.query<OwnAnswers>({
    name: "own-answers",
    text: `
      select a.id as "attemptId",
        (select coalesce(json_agg(json_build_object('item', n."itemKey", 'value', n.value, 'savedAt', n."savedAt")
           order by n."savedAt", n."itemKey"), '[]'::json) from "Answer" n where n."attemptId" = a.id) as answers,
        (select coalesce(json_agg(json_build_object('scorerVersion', s."scorerVersion", 'passed', s.passed, 'result', s.result,
           'createdAt', s."createdAt") order by s.sequence), '[]'::json) from "Score" s where s."attemptId" = a.id) as results
      from "Attempt" a where a."userId" = $1 and a.id = any ($2::text[])`,
    values: [ask.userId, ask.attemptIds],
  });
  return new Map(rows.map((row) => [row.attemptId, row]));
}
