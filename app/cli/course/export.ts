import { exportRelease } from "../../features/courseware/export-release.server.ts";

const REASONS = {
  "no-such-course": "There is no course with this key.",
  "no-such-release": "The course has no such release.",
  "target-is-a-file": "The target is a file. Give a folder that is new or empty.",
  "target-not-empty": "The target folder is not empty. Give one that is new or empty: nothing is overwritten.",
};

/** Writes a release back as a folder. True where it is there now. */
export async function exportCourse(courseKey: string, to: string, number?: number): Promise<boolean> {
  const outcome = await exportRelease({ courseKey, number, to });
  if (outcome.status === "refused") console.log(REASONS[outcome.reason]);
  else console.log(`Wrote release ${outcome.number} of ${courseKey} to ${to}: ${outcome.files} files.`);
  return outcome.status === "exported";
}
