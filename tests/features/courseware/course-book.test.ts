import { describe, expect, test } from "vitest";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { bookTexts, courseBook, textMark } from "#app/features/courseware/course-book.server.ts";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { readPdf } from "#tests/support/pdf-text.ts";

const FACTS = { origin: "", siteName: "The site", made: new Date("2026-11-23T12:00:00Z") };

const DIALOGUE = `:::dialogue{title="The easy way" caption="Ada and Ben, at the gate"}
**Ada:** There was a badger.

**Ben:** Was there.
:::`;

function aBook(text = "The first text.") {
  const { manifest, lessons, faults } = compileCourse(
    aCourseFolder({
      key: "small-book",
      lessons: [
        { key: "first", text: `${text} See [the second](lesson:second), and [all courses](/courses).` },
        { key: "check", assessment: aCheck({ key: "check" }) },
        { key: "second", text: DIALOGUE },
      ],
    }),
  );
  if (!manifest) throw new Error(JSON.stringify(faults));
  return { manifest, html: bookTexts({ manifest, lessons }) };
}

const read = async (facts = FACTS) => readPdf(await courseBook(aBook(), facts));

describe("a course as a PDF", () => {
  test("has a title page, contents with the right pages, and each lesson on a page of its own; a check is left out", async () => {
    const { pages } = await read();
    expect(pages).toHaveLength(5);
    const words = pages.map((page) => page.replace(/\s+/g, " "));
    expect(words[0]).toContain("Course small-book");
    expect(words[1]).toContain("First module, 3");
    expect(words[1]).toContain("Lesson first, 4");
    expect(words[1]).toContain("Lesson second, 5");
    expect(words.join(" ")).not.toContain("Lesson check");
    expect(words[3]).toContain("The first text.");
    expect(words[4]).toMatch(/The easy way.*Ada and Ben, at the gate.*Ada:.*There was a badger\./);
  });

  test("is tagged, says its title and language, and has an outline", async () => {
    const { tags, dictionaries } = await read();
    expect(tags).toEqual(expect.arrayContaining(["Document", "H1", "H2", "P", "TOCI", "Div"]));
    expect(dictionaries).toContain("/Marked true");
    expect(dictionaries).toContain("/Lang (en)");
    expect(dictionaries).toContain("/Outlines");
  });

  test("a link to another lesson leads there within the file, and one to the site only where the site is known", async () => {
    const known = await read({ ...FACTS, origin: "https://example.org" });
    expect(known.dictionaries).toMatch(/\/S \/GoTo\s+\/D \(second\)/);
    expect(known.dictionaries).toContain("https://example.org/courses");
    expect((await read()).dictionaries).not.toContain("/URI");
  });

  test("the same text and moment give the same bytes, and another word another mark", async () => {
    const once = await courseBook(aBook(), FACTS);
    expect((await courseBook(aBook(), FACTS)).equals(once)).toBe(true);
    expect(once.toString("latin1")).toContain(textMark(aBook()));
    expect(textMark(aBook("Another text."))).not.toBe(textMark(aBook()));
  });
});
