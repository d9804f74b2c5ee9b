import { pool } from "#app/platform/db.server.ts";
import { RESULTS_FOR_STAFF } from "./answer-policy.ts";
import { isHidden } from "./grading/queue.queries.server.ts";

/** One attempt at a check, as who runs the course keeps it in a list: with the result, and without answers. */
export interface CheckResultRow {
  id: string;
  /** Null while blind grading waits. */
  who: { name: string; email: string } | null;
  number: number;
  startedAt: Date;
  submittedAt: Date;
  points: number;
  max: number;
  percent: number;
  passed: boolean;
  /** Answers that a person still has to read. */
  waiting: number;
}

interface Row extends Omit<CheckResultRow, "who"> {
  name: string;
  email: string;
  drafts: number;
  blind: boolean;
}

interface Ask {
  courseId: string;
  lessonKey: string;
  /** Who counts as a learner: a condition in SQL on the enrolment `e` and its person `u`. */
  isLearner: string;
}

const BATCH = 1_000;

/** Every attempt at a check that was handed in, a thousand at a time. Of kinds that staff may read whole, and of no other. */
export async function* readCheckResults({ courseId, lessonKey, isLearner }: Ask): AsyncGenerator<CheckResultRow[]> {
  const statement = {
    name: "check-results",
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
      where a."courseId" = $1 and a."lessonKey" = $2 and a."submittedAt" is not null and ${isLearner} and a.id > $4
      order by a.id limit ${BATCH}`,
  };
  let after = "";
  for (;;) {
    const { rows } = await pool.query<Row>({ ...statement, values: [courseId, lessonKey, RESULTS_FOR_STAFF, after] });
    if (rows.length > 0) yield rows.map(withoutHiddenName);
    if (rows.length < BATCH) return;
    after = rows.at(-1)!.id;
  }
}

function withoutHiddenName({ name, email, drafts, blind, ...row }: Row): CheckResultRow {
  return { ...row, who: isHidden({ blind, drafts, waiting: row.waiting }) ? null : { name, email } };
}
