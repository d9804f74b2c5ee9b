import type { Findings } from "./fault.ts";
import type { Place } from "./markdown/page.ts";
import type { LessonSource } from "./read-outline.server.ts";

/** A download is its files: it has some, and nothing in it has to be passed. */
export function checkDownload({ lessons, kindAt }: { lessons: LessonSource[]; kindAt: Place }, findings: Findings): void {
  if (lessons.length > 0 && lessons.every(({ fields }) => fields === undefined || downloadsIn(fields) === 0)) {
    findings.fault({
      ...kindAt,
      message: "This is a download, and no lesson of it has a file to download.",
      remedy: "Give a lesson `downloads`, or write `kind: course`.",
    });
  }
  for (const { file, yaml, fields } of lessons) {
    if (fields?.kind !== "assessment") continue;
    findings.fault({
      ...{ file, line: yaml.lineOf(["kind"]) },
      message: "A download has no assessments: there is nothing in it to complete.",
      remedy: "Take the lesson out, or write `kind: course` in course.yaml.",
    });
  }
}

function downloadsIn(fields: NonNullable<LessonSource["fields"]>): number {
  return fields.downloads?.length ?? 0;
}
