import { writeFileSync } from "node:fs";
import { compileCourse } from "../../features/courseware/compile-course.server.ts";
import { bookTexts, courseBook } from "../../features/courseware/course-book.server.ts";
import { readFolder } from "../../features/courseware/read-folder.server.ts";
import { now } from "../../platform/clock.server.ts";
import { SITE_NAME } from "../../platform/http/page-meta.ts";
import { faultLines } from "./report.ts";

/** Writes a course folder as a PDF. True where it has no fault. */
export async function writeCoursePdf({ folder, file }: { folder: string; file: string }): Promise<boolean> {
  const { manifest, lessons, faults } = compileCourse(readFolder(folder));
  if (!manifest) {
    console.log(faultLines(folder, faults).join("\n"));
    return false;
  }
  // Where the file will be read is not known here, so paths of the site lead nowhere.
  const facts = { origin: "", siteName: SITE_NAME, made: now() };
  const bytes = await courseBook({ manifest, html: bookTexts({ manifest, lessons }) }, facts);
  writeFileSync(file, bytes);
  console.log(`${file}: ${manifest.title}, ${Math.ceil(bytes.length / 1024)} KB`);
  return true;
}
