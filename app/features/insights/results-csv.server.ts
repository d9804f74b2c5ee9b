import { isHidden } from "#app/features/assessment/grading/queue.queries.server.ts";
import { csvLine } from "#app/platform/csv.ts";
import { pool } from "#app/platform/db.server.ts";
import { RESULTS_FOR_STAFF } from "./staff-access.ts";
import { IS_LEARNER, type StaffCourse } from "./staff-course.queries.server.ts";

interface Row {
  id: string;
  name: string;
  email: string;
  number: number;
  startedAt: Date;
  submittedAt: Date;
  points: number;
  max: number;
  percent: number;
  passed: boolean;
  waiting: number;
  drafts: number;
  blind: boolean;
}

const HEADINGS = ["Name", "E-mail", "Attempt", "Begun", "Handed in", "Points", "Of", "Percent", "Passed", "Answers to be graded"];
const BATCH = 1_000;

// Answers are not in it: staff read those of nobody, but for what they grade. Results of profiles are their owners' alone.
const statement = {
  name: "results-csv",
  text: `
    select a.id, u.name, u.email, a.number, a."startedAt", a."submittedAt", s.passed,
      (s.result ->> 'points')::float8 as points, (s.result ->> 'max')::float8 as max, (s.result ->> 'percent')::float8 as percent,
      coalesce((s.result ->> 'waiting')::int, 0) as waiting, coalesce((r.definition ->> 'blind')::boolean, false) as blind,
      (select count(*)::int from "Grade" g where g."attemptId" = a.id and g."draftMarks" is not null) as drafts
    from "Attempt" a join "Enrolment" e on e.id = a."enrolmentId" join "User" u on u.id = e."userId"
    join "InstrumentRevision" r on r.id = a."revisionId"
    join lateral (
      select result, passed from "Score" where "attemptId" = a.id order by sequence desc limit 1
    ) s on s.result ->> 'kind' = any($3)
    where a."courseId" = $1 and a."lessonKey" = $2 and a."submittedAt" is not null and ${IS_LEARNER} and a.id > $4
    order by a.id limit ${BATCH}`,
};

/** The results of a graded check as a file for spreadsheets, an attempt a line, with names only where no blind grading waits. */
export async function resultsCsv(course: StaffCourse, lessonKey: string): Promise<string> {
  // The mark by which spreadsheets know UTF-8.
  const lines = [`\ufeff${csvLine(HEADINGS)}`];
  for (let after = "", rows: Row[] = []; after === "" || rows.length === BATCH; after = rows.at(-1)?.id ?? "-") {
    rows = (await pool.query<Row>({ ...statement, values: [course.id, lessonKey, RESULTS_FOR_STAFF, after] })).rows;
    lines.push(...rows.map(toLine));
  }
  return lines.join("");
}

function toLine(row: Row): string {
  const hidden = isHidden(row);
  const moment = (date: Date) => date.toISOString().slice(0, 16).replace("T", " ");
  return csvLine([
    hidden ? "hidden until the grades are released" : row.name,
    hidden ? null : row.email,
    row.number,
    moment(row.startedAt),
    moment(row.submittedAt),
    row.points,
    row.max,
    Math.round(row.percent * 100) / 100,
    row.passed ? "yes" : "no",
    row.waiting,
  ]);
}
