import type { RunStatement } from "#app/platform/db.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { type Grade, type GradedAttempt, gradeOf } from "./grade-policy.ts";
import { findLessonRules } from "./lesson-rules.queries.server.ts";
import type { SubmitAttempt } from "./submit-attempt.server.ts";

type Submitted = Extract<SubmitAttempt, { status: "submitted" }>;

/**
 * Whether a lesson is passed, now that this attempt at it is handed in: by the grade policy and the pass mark of the
 * learner's release. One more SQL statement, where the attempt cannot tell by itself.
 */
export async function passesLesson({ attempt, result, passed }: Submitted, run: RunStatement): Promise<boolean> {
  if (result.kind === "profile") return passed;
  const rules = await findLessonRules(attempt, run);
  if (rules?.kind !== "graded") return passed;
  const { grade: policy = "highest", passMark } = rules;
  if (policy === "highest") return passed || result.percent >= passMark;
  const grade = gradeOf(policy, passMark, await run<GradedAttempt>(scored, [attempt.enrolmentId, attempt.lessonKey]));
  return grade?.passed ?? false;
}

const scored = {
  name: "scored-attempts",
  text: `
    select a.id, a.number, s.passed, (s.result ->> 'percent')::float8 as percent
    from "Attempt" a
    join lateral (
      select passed, result from "Score" where "attemptId" = a.id order by "scorerVersion" desc limit 1
    ) s on s.result ->> 'kind' = 'graded'
    where a."enrolmentId" = $1 and a."lessonKey" = $2 and a."submittedAt" is not null`,
};

/** The attempt by which a lesson is graded; null where none was handed in. */
export async function findCountedAttempt(ask: {
  enrolmentId: string;
  courseId: string;
  releaseId: string;
  lessonKey: string;
}): Promise<Grade["attemptId"] | null> {
  const rules = await findLessonRules(ask);
  if (rules?.kind !== "graded") return null;
  const { rows } = await pool.query<GradedAttempt>({ ...scored, values: [ask.enrolmentId, ask.lessonKey] });
  return gradeOf(rules.grade ?? "highest", rules.passMark, rows)?.attemptId ?? null;
}
