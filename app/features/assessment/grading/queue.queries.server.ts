import { findLesson, lessonsOf } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { KINDS_GRADED_BY_PEOPLE } from "#app/features/instruments/items/registry.ts";
import { pool } from "#app/platform/db.server.ts";

/** The work of a course's students that people grade, lesson by lesson in the order of the course. */
export interface GradingQueue {
  lessons: QueueLesson[];
  /** The work to begin with; null where nothing is ungraded. */
  first: string | null;
}

export interface QueueLesson {
  lessonKey: string;
  title: string;
  counts: { waiting: number; drafts: number; released: number };
  /** Work with something to give or to release, the oldest first; then what is released, the newest first. */
  open: QueuedWork[];
  released: QueuedWork[];
}

export interface QueuedWork {
  attemptId: string;
  /** A name that tells nothing where grading is blind and not all is released. */
  who: string;
  hidden: boolean;
  number: number;
  submittedAt: Date;
  /** Answers that nobody has given anything released to. */
  waiting: number;
  /** Answers with a draft. */
  drafts: number;
  released: number;
}

interface Row extends Omit<QueuedWork, "who" | "hidden"> {
  lessonKey: string;
  name: string;
  blind: boolean;
  lessonReleased: number;
}

/**
 * What graders see of attempts: `$1` is the course, `$2` the grader, whose own work is left out, `$3` the kinds of items.
 * Waiting is what the score that counts says is still to be graded.
 */
const WORK = `
  select a.id as "attemptId", a."lessonKey", a.number, a."submittedAt", u.name,
    coalesce((r.definition ->> 'blind')::boolean, false) as blind,
    coalesce((s.result ->> 'waiting')::int, 0) as waiting, coalesce(g.drafts, 0) as drafts, coalesce(g.fresh, 0) as fresh,
    coalesce(g.released, 0) as released
  from "Attempt" a
  join "User" u on u.id = a."userId"
  join "InstrumentRevision" r on r.id = a."revisionId"
  left join lateral (
    select result from "Score" where "attemptId" = a.id order by sequence desc limit 1
  ) s on true
  left join lateral (
    select count("draftMarks")::int as drafts, (count(*) filter (where "draftMarks" is not null and marks is null))::int as fresh,
      count(marks)::int as released
    from "Grade" where "attemptId" = a.id
  ) g on true
  where a."courseId" = $1 and a."userId" <> $2 and a."submittedAt" is not null
    and exists (select from jsonb_array_elements(r.definition -> 'items') i where i ->> 'kind' = any ($3::text[]))`;

const MOST_RELEASED = 50;

/** One SQL statement beside the cached manifest. */
export async function listGradingQueue(ask: {
  courseId: string;
  currentReleaseId: string;
  graderId: string;
}): Promise<GradingQueue> {
  const { rows } = await pool.query<Row & { fresh: number }>({
    name: "grading-queue",
    text: `
      select * from (
        select w.*, (count(*) filter (where waiting = 0 and drafts = 0) over by_lesson)::int as "lessonReleased",
          row_number() over (partition by "lessonKey", waiting + drafts = 0 order by "submittedAt" desc, "attemptId") as place
        from (${WORK}) w where waiting + drafts + released > 0 window by_lesson as (partition by "lessonKey")
      ) q where waiting + drafts > 0 or place <= ${MOST_RELEASED}
      order by "submittedAt", "attemptId"`,
    values: [ask.courseId, ask.graderId, KINDS_GRADED_BY_PEOPLE],
  });
  const manifest = await loadManifest(ask.currentReleaseId);
  const order = lessonsOf(manifest).map(({ key }) => key);
  const keys = [...new Set(rows.map(({ lessonKey }) => lessonKey))];
  const placeOf = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  keys.sort((a, b) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1));
  const lessons = keys.map((lessonKey): QueueLesson => {
    const own = rows.filter((row) => row.lessonKey === lessonKey);
    const open = own.filter(({ waiting, drafts }) => waiting + drafts > 0);
    const sum = (count: (row: Row) => number) => open.reduce((total, row) => total + count(row), 0);
    return {
      lessonKey,
      title: findLesson(manifest, lessonKey)?.title ?? lessonKey,
      counts: {
        waiting: sum(({ waiting }) => waiting),
        drafts: sum(({ drafts }) => drafts),
        released: own[0]?.lessonReleased ?? 0,
      },
      open: open.map(toWork),
      released: own
        .filter((row) => !open.includes(row))
        .map(toWork)
        .reverse(),
    };
  });
  const ungraded = rows.filter(({ waiting, fresh }) => waiting > fresh);
  const firstLesson = keys.find((key) => ungraded.some(({ lessonKey }) => lessonKey === key));
  return { lessons, first: ungraded.find(({ lessonKey }) => lessonKey === firstLesson)?.attemptId ?? null };
}

function toWork({ attemptId, name, blind, number, submittedAt, waiting, drafts, released }: Row): QueuedWork {
  const hidden = isHidden({ blind, waiting, drafts });
  return { attemptId, who: hidden ? hiddenWho(attemptId) : name, hidden, number, submittedAt, waiting, drafts, released };
}

/** Blind grading ends when everything of the attempt is released. */
export function isHidden({ blind, waiting, drafts }: { blind: boolean; waiting: number; drafts: number }): boolean {
  return blind && waiting + drafts > 0;
}

/** Stands where a name is hidden, so that two people can talk about a piece of work. */
export function hiddenWho(attemptId: string): string {
  return `Work ${attemptId.slice(-6).toUpperCase()}`;
}

/**
 * The next attempt with an answer that nobody has given anything to: first of the same lesson, from where one is on and
 * around, then of the others. Null where there is none but this one.
 */
export async function findNextUngraded(ask: {
  courseId: string;
  graderId: string;
  after: { attemptId: string; lessonKey: string; submittedAt: Date };
}): Promise<string | null> {
  const { attemptId, lessonKey, submittedAt } = ask.after;
  const { rows } = await pool.query<{ attemptId: string }>({
    name: "next-ungraded",
    text: `
      select "attemptId" from (${WORK}) w where waiting > fresh and "attemptId" <> $4
      order by "lessonKey" <> $5, "lessonKey", ("submittedAt", "attemptId") < ($6::timestamptz, $4::text), "submittedAt", "attemptId"
      limit 1`,
    values: [ask.courseId, ask.graderId, KINDS_GRADED_BY_PEOPLE, attemptId, lessonKey, submittedAt],
  });
  return rows[0]?.attemptId ?? null;
}
