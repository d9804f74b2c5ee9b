import { csvLine } from "#app/platform/csv.ts";
import type { StaffCourse } from "./staff-course.queries.server.ts";
import { everyStudent } from "./student-progress.queries.server.ts";
import { textStream } from "./text-stream.ts";

const HEADINGS = ["Name", "E-mail", "Lessons done", "Lessons", "Percent", "Last active", "Finished", "Release"];

/** The students of a course as a file for spreadsheets, written while it is read: the size of the course does not matter. */
export function studentsCsv(course: StaffCourse, search: string): ReadableStream<Uint8Array> {
  return textStream(csvChunks(course, search));
}

async function* csvChunks(course: StaffCourse, search: string): AsyncGenerator<string> {
  // The mark by which spreadsheets know UTF-8.
  yield `\ufeff${csvLine(HEADINGS)}`;
  for await (const students of everyStudent(course, search)) {
    yield students
      .map(({ name, email, done, total, percent, lastSeenAt, finishedAt, release }) =>
        csvLine([name, email, done, total, percent, written(lastSeenAt), written(finishedAt), release]),
      )
      .join("");
  }
}

/** In UTC, as spreadsheets read a moment. */
function written(date: Date | null): string | null {
  return date ? date.toISOString().slice(0, 16).replace("T", " ") : null;
}
