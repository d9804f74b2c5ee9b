import { type CheckResultRow, readCheckResults } from "#app/features/assessment/check-results.queries.server.ts";
import { csvLine } from "#app/platform/csv.ts";
import { IS_LEARNER, type StaffCourse } from "./staff-course.queries.server.ts";

const HEADINGS = ["Name", "E-mail", "Attempt", "Begun", "Handed in", "Points", "Of", "Percent", "Passed", "Answers to be graded"];

/**
 * The results of a graded check as a file for spreadsheets, an attempt a line, with names only where no blind grading
 * waits. Answers are not in it, and results of profiles are their owners' alone.
 */
export async function resultsCsv(course: StaffCourse, lessonKey: string): Promise<string> {
  // The mark by which spreadsheets know UTF-8.
  const lines = [`\ufeff${csvLine(HEADINGS)}`];
  for await (const rows of readCheckResults({ courseId: course.id, lessonKey, isLearner: IS_LEARNER })) {
    lines.push(...rows.map(toLine));
  }
  return lines.join("");
}

function toLine({ who, number, startedAt, submittedAt, points, max, percent, passed, waiting }: CheckResultRow): string {
  const moment = (date: Date) => date.toISOString().slice(0, 16).replace("T", " ");
  return csvLine([
    ...[who?.name ?? "hidden until the grades are released", who?.email ?? null, number, moment(startedAt), moment(submittedAt)],
    ...[points, max, Math.round(percent * 100) / 100, passed ? "yes" : "no", waiting],
  ]);
}
