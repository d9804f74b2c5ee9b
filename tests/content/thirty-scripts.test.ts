import { describe, expect, test } from "vitest";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { lessonsOf } from "#app/features/courseware/manifest.ts";
import { readFolder } from "#app/features/courseware/read-folder.server.ts";

// The course page promises that every lesson has the same parts, so that a reader in a bad hour knows where to look.
const { manifest, lessons: contents, faults } = compileCourse(readFolder("content/courses/thirty-scripts"));
if (!manifest) throw new Error(JSON.stringify(faults));

const AROUND = ["how-to-use-a-script", "when-to-get-help", "your-own-script"];
const scripts = lessonsOf(manifest).filter(({ key }) => !AROUND.includes(key));
const contentOf = new Map(contents.map((content) => [content.key, content]));
const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found]) => found);

test("there are thirty, in six groups of five, and the page about help is open to all", () => {
  expect(scripts).toHaveLength(30);
  const groups = manifest.modules.map(({ lessons }) => lessons.filter((lesson) => scripts.includes(lesson)).length);
  expect(groups.filter((size) => size > 0)).toEqual([5, 5, 5, 5, 5, 5]);
  expect(manifest.careLesson).toBe("when-to-get-help");
  expect(lessonsOf(manifest).find(({ key }) => key === "when-to-get-help")).toMatchObject({ preview: true });
});

describe.each(scripts.map(({ key, title }) => [key, title] as const))("%s", (key) => {
  const { html, words } = contentOf.get(key)!;
  const part = (heading: string) => html.split(new RegExp(`<h2[^>]*>${heading}</h2>`))[1]?.split("<h2")[0] ?? "";

  test("has the same parts as every other, in the same order", () => {
    expect(all(html, /<h2[^>]*>(.*?)<\/h2>/g)).toEqual([
      "The situation",
      "What each style tends to feel",
      "An opening",
      "Two ways it may go",
      "A repair",
    ]);
    expect(all(part("What each style tends to feel"), /<li>\s*<strong>(.*?)<\/strong>/g)).toEqual([
      "Secure.",
      "Anxious-preoccupied.",
      "Dismissive-avoidant.",
      "Fearful-avoidant.",
    ]);
    expect(part("An opening")).toContain("<blockquote>");
    expect(all(part("Two ways it may go"), /class="dialogue-title">(.*?)</g)).toEqual(["The easy way", "The hard way"]);
    expect(part("A repair")).toContain("Try it today");
    expect(words).toBeGreaterThanOrEqual(400);
    expect(words).toBeLessThanOrEqual(650);
  });
});
