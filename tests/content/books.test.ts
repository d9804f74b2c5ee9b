import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { bookTexts, textMark } from "#app/features/courseware/course-book.server.ts";
import { readFolder } from "#app/features/courseware/read-folder.server.ts";

// Courses that ship with their own PDF among the files of a lesson.
test.each([["content/courses/thirty-scripts", "thirty-scripts.pdf"]])(
  "%s: its PDF holds the words of its lessons",
  (folder, file) => {
    const { manifest, lessons, faults } = compileCourse(readFolder(folder));
    if (!manifest) throw new Error(JSON.stringify(faults));
    const bytes = readFileSync(path.join(folder, "media", file)).toString("latin1");
    const command = `npm run course -- pdf ${folder} ${path.join(folder, "media", file)}`;
    expect(bytes.includes(textMark({ manifest, html: bookTexts({ manifest, lessons }) })), `it is out of date: ${command}`).toBe(
      true,
    );
  },
);
