import { type ResultForStaff, readResultForStaff } from "#app/features/assessment/answers.queries.server.ts";
import { withReadWork } from "#app/features/assessment/grading/read-work.queries.server.ts";
import { gradedModel, profileModel, type ResultModel } from "#app/features/assessment/result-model.ts";
import { WHOLE_REVIEW } from "#app/features/assessment/review-policy.ts";
import { toAnswers } from "#app/features/assessment/submit-attempt.server.ts";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { answerTo } from "#app/features/instruments/score.ts";
import { db } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import type { StaffCourse } from "./staff-course.queries.server.ts";

export interface StudentResultPage {
  student: { userId: string; name: string };
  title: string;
  number: number;
  submittedAt: Date;
  /** When the student shared it; null for a check. */
  sharedAt: Date | null;
  model: ResultModel;
  /** What the student answered to each statement of a questionnaire; null where that is not shared. */
  statements: Statement[] | null;
}

interface Statement {
  key: string;
  number: number;
  /** HTML. */
  prompt: string;
  /** HTML; empty where there is no answer. */
  given: string[];
}

/** One attempt of a student for who runs its course; null where it is none, or is not theirs to see. */
export async function readStudentResult(
  viewer: Pick<Viewer, "id" | "role">,
  course: StaffCourse,
  attemptId: string,
): Promise<StudentResultPage | null> {
  const found = await readResultForStaff({ viewer, course, attemptId });
  if (!found) return null;
  const student = await db.user.findUniqueOrThrow({ where: { id: found.userId }, select: { name: true } });
  const { instrument, number, submittedAt, sharedAt } = found;
  return {
    student: { userId: found.userId, name: student.name },
    ...{ title: instrument.title, number, submittedAt, sharedAt },
    model: await withReadWork(modelOf(found), instrument, attemptId),
    statements: statementsOf(found),
  };
}

function modelOf({ instrument, result, answers, seed, attemptId }: ResultForStaff): ResultModel {
  if (instrument.kind === "graded" && result.kind === "graded") {
    // Right answers are covered for who can still try again, and not for who runs the course.
    const uncovered = { seed, attemptsLeft: null, review: WHOLE_REVIEW };
    return gradedModel(instrument, result, toAnswers(instrument, answers ?? []), uncovered);
  }
  // Earlier attempts are not what was shared.
  if (instrument.kind === "profile" && result.kind === "profile") return profileModel(instrument, result, []);
  throw new Error(`The score of attempt ${attemptId} is of another kind than its instrument.`);
}

function statementsOf({ instrument, answers, seed }: ResultForStaff): Statement[] | null {
  if (instrument.kind !== "profile" || !answers) return null;
  const given = toAnswers(instrument, answers);
  return orderItems(instrument, seed).map((item, index) => ({
    key: item.key,
    number: index + 1,
    prompt: item.prompt.html,
    given: kindOf(item)
      .review(item, answerTo(item, given))
      .options.flatMap((option) => (option.given ? [option.text] : [])),
  }));
}
