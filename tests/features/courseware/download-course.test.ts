import { expect, test } from "vitest";
import { fileFacts } from "#app/components/file-facts.ts";
import { toCard } from "#app/features/catalog/catalogue.queries.server.ts";
import { extentOf } from "#app/features/catalog/course-card.tsx";
import { courseStructuredData } from "#app/features/catalog/course-structured-data.ts";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { downloadsOf } from "#app/features/courseware/manifest.ts";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { aDownloadFolder } from "#tests/support/download-folder.ts";

const compiled = () => compileCourse(aDownloadFolder()).manifest!;

test("a download knows its files in reading order, and its lessons are done with once they were seen", () => {
  expect(compileCourse(aDownloadFolder()).faults).toEqual([]);
  const manifest = compiled();
  expect(manifest.kind).toBe("download");
  expect(downloadsOf(manifest).map(({ lesson, download, file }) => [lesson.key, download.title, file.size])).toEqual([
    ["cards", "The cards", 15],
    ["cards", "Notes", 1_600],
  ]);
  expect(manifest.modules[0]!.lessons.map(({ completion }) => completion)).toEqual(["viewed", "viewed"]);
  expect(compileCourse(aCourseFolder()).manifest!.modules[0]!.lessons.map(({ completion }) => completion)).toContain("manual");
});

test("a download without a file, and one with an assessment, are faults with their place and a remedy", () => {
  const empty = aDownloadFolder();
  const lesson = "modules/first/cards.md";
  const text = empty.files.get(lesson)!.toString();
  empty.files.set(lesson, Buffer.from(text.replace(/kind: download[\s\S]*?summary/, "kind: text\nsummary")));
  expect(compileCourse(empty).faults).toMatchObject([
    { file: "course.yaml", message: "This is a download, and no lesson of it has a file to download." },
  ]);
  const { files } = aCourseFolder({ lessons: [{ key: "check", assessment: aCheck() }] });
  const page = files.get("course.yaml")!.toString();
  files.set("course.yaml", Buffer.from(page.replace("kind: course", "kind: download")));
  const faults = compileCourse({ files }).faults;
  expect(faults.map(({ file, line }) => [file, line > 1])).toEqual([
    ["course.yaml", true],
    ["modules/first/check.md", true],
  ]);
  for (const { remedy } of faults) expect(remedy).toContain("kind: course");
});

test("lists and search engines are told of files, not of lessons and minutes", () => {
  const manifest = compiled();
  expect(extentOf(toCard(manifest, null))).toBe("Download · 2 files");
  expect(extentOf(toCard(compileCourse(aCourseFolder()).manifest!, null))).toMatch(/^3 lessons · \d+ minutes$/);
  const told = courseStructuredData({
    course: manifest,
    price: { amount: 1_900, currency: "usd" },
    address: "https://a.example/x",
  });
  expect(told).toMatchObject({ "@type": "Product", offers: { price: "19.00", priceCurrency: "USD" } });
  expect(JSON.stringify(told)).not.toContain("CourseInstance");
});

test("a file is named by its ending and size", () => {
  expect(fileFacts({ name: "cards.pdf", size: 999 })).toBe("PDF, 999 bytes");
  expect(fileFacts({ name: "cards.pdf", size: 12_345 })).toBe("PDF, 12 kB");
  expect(fileFacts({ name: "film.mp4", size: 3_450_000 })).toBe("MP4, 3.5 MB");
  expect(fileFacts({ name: "readme", size: 1 })).toBe("1 bytes");
});
