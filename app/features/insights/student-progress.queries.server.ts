import { pool } from "#app/platform/db.server.ts";
import { requiredLessons } from "./required-lessons.server.ts";
import { containing, nameOrAddressLike } from "./search.ts";
import { findReleasesInUse, IS_LEARNER, type StaffCourse } from "./staff-course.queries.server.ts";
import type { StudentListQuery, StudentOrder } from "./student-list.ts";

/** One learner's line in the table of a course. */
export interface StudentProgress {
  enrolmentId: string;
  userId: string;
  name: string;
  email: string;
  /** Required lessons completed, of the release that the learner is on. */
  done: number;
  total: number;
  /** As `evaluateProgress` says it. */
  percent: number;
  /** The number of that release. */
  release: number;
  lastSeenAt: Date | null;
  /** When they had completed all that was required, on whatever release. */
  finishedAt: Date | null;
}

const STUDENTS_A_PAGE = 200;
/** How often the releases are read anew while learners move between them. */
const ROUNDS = 5;

/** Names are sorted as people sort them, whatever the database does by itself. */
const ORDERS: Record<StudentOrder, string> = {
  joined: `"enrolmentId" desc`,
  name: `name collate "und-x-icu", "enrolmentId"`,
  seen: `"lastSeenAt" desc nulls last, "enrolmentId" desc`,
  "seen-low": `"lastSeenAt" nulls first, "enrolmentId"`,
  "progress-high": `percent desc, done desc, "enrolmentId" desc`,
  "progress-low": `percent, done, "enrolmentId" desc`,
};
/** The orders that need everybody's lessons counted; in the others only those of one page are. */
const BY_PROGRESS: StudentOrder[] = ["progress-high", "progress-low"];

interface Ask {
  course: StaffCourse;
  order: StudentOrder;
  /** Part of a name or an address; empty: everybody. */
  search: string;
  limit: number;
  offset: number;
  /** With the order `joined`: only those who joined before this enrolment. */
  after?: string;
}

/**
 * One SQL statement, whose parameter `$2` is { release id: { number, total, required: lesson keys } }. The
 * lessons of a learner are counted by one scan of the primary key, however large the table of progress is.
 */
function statementFor({ order, search, after }: Ask): { name: string; text: string } {
  const searched = after ? "$6" : "$5";
  const page = `order by ${ORDERS[order]} limit $3 offset $4`;
  const counted = BY_PROGRESS.includes(order);
  const text = `
    with release as materialized (
      select key as id, (value ->> 'number')::int as number, (value ->> 'total')::int as total,
        array(select jsonb_array_elements_text(value -> 'required')) as required
      from jsonb_each($2::jsonb)
    ),
    learner as materialized (
      select e.id as "enrolmentId", e."userId", u.name, u.email, e."releaseId", e."lastSeenAt", e."completedAt" as "finishedAt"
      from "Enrolment" e join "User" u on u.id = e."userId"
      where e."courseId" = $1 and ${IS_LEARNER}
        ${after ? "and e.id < $5" : ""} ${search ? `and ${nameOrAddressLike(searched)}` : ""}
      ${counted ? "" : page}
    ),
    progress as materialized (
      select l.*, r.number as release, r.total,
        (select count(*)::int from "LessonProgress" p
         where p."enrolmentId" = l."enrolmentId" and p."lessonKey" = any(r.required) and p."completedAt" is not null) as done
      from learner l left join release r on r.id = l."releaseId"
    ),
    line as (select *, case when total = 0 then 100 else 100 * done / total end as percent from progress)
    select "enrolmentId", "userId", name, email, done, total, percent, release, "lastSeenAt", "finishedAt"
    from line ${counted ? page : `order by ${ORDERS[order]}`}`;
  return { name: `students ${order}${search ? " search" : ""}${after ? " after" : ""}`, text };
}

async function readStudents(ask: Ask): Promise<StudentProgress[]> {
  let releases = ask.course.releasesInUse;
  for (let round = 0; round < ROUNDS; round += 1) {
    const known = await Promise.all(
      releases.map(async ({ id, number }) => [id, { number, ...(await requiredLessons(id)) }] as const),
    );
    const values = [ask.course.id, JSON.stringify(Object.fromEntries(known)), ask.limit, ask.offset];
    if (ask.after) values.push(ask.after);
    if (ask.search) values.push(containing(ask.search));
    const { rows } = await pool.query<StudentProgress & { total: number | null }>({ ...statementFor(ask), values });
    if (rows.every(({ total }) => total !== null)) return rows;
    // Somebody has moved to a release that was published a moment ago.
    releases = await findReleasesInUse(ask.course.id);
  }
  throw new Error(`Somebody learns in ${ask.course.key} on a release that is not one of its own.`);
}

/** One page of the table. `hasMore` tells whether there is a next one. */
export async function readStudentPage(
  course: StaffCourse,
  { sort, q, page }: StudentListQuery,
): Promise<{ students: StudentProgress[]; hasMore: boolean }> {
  const offset = (page - 1) * STUDENTS_A_PAGE;
  const rows = await readStudents({ course, order: sort, search: q, limit: STUDENTS_A_PAGE + 1, offset });
  return { students: rows.slice(0, STUDENTS_A_PAGE), hasMore: rows.length > STUDENTS_A_PAGE };
}

/** Every learner of the course, the newest first, a thousand at a time. */
export async function* everyStudent(course: StaffCourse, search: string): AsyncGenerator<StudentProgress[]> {
  let after: string | undefined;
  for (;;) {
    const rows = await readStudents({ course, order: "joined", search, limit: 1_000, offset: 0, after });
    if (rows.length > 0) yield rows;
    if (rows.length < 1_000) return;
    after = rows.at(-1)?.enrolmentId;
  }
}
