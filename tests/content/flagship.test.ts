import { readFileSync } from "node:fs";
import path from "node:path";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeAll, describe, expect, test } from "vitest";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { lessonsOf, type ManifestLesson } from "#app/features/courseware/manifest.ts";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { readFolder } from "#app/features/courseware/read-folder.server.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { drawItems } from "#app/features/instruments/order-items.ts";
import { openLessonPage } from "#app/features/learning/lesson-page.queries.server.ts";
import { PlayerFrame } from "#app/features/learning/player-frame.tsx";
import type { PublishedCourse } from "#tests/support/courses.ts";
import { anEnrolment } from "#tests/support/enrolments.ts";
import { shippedInstruments } from "#tests/support/golden-answers.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

// What The Courageous Communicator promises on its course page, read from what is published and not from its files.
const FOLDER = "content/courses/courageous-communicator";
const CARE = "when-to-get-help";
const MEASURES = ["communication-at-the-start", "your-attachment-profile", "communication-at-the-end"];
const { manifest, lessons: contents, faults } = compileCourse(readFolder(FOLDER));
if (!manifest) throw new Error(JSON.stringify(faults));

const contentOf = new Map(contents.map((content) => [content.key, content]));
const isLesson = ({ kind }: ManifestLesson) => kind !== "assessment";
const written = lessonsOf(manifest).filter(isLesson);
const modules = manifest.modules.map((module) => [module.key, module] as const);

type FrameProps = Parameters<typeof PlayerFrame>[0];

/** The headings of the dialogues of a text, in its order. */
const dialogues = (html: string) => [...html.matchAll(/class="dialogue-title">(.*?)</g)].map(([, title = ""]) => title);
const htmlOf = (key: string) => contentOf.get(key)!.html;

describe.each(written.map((lesson) => [lesson.key, lesson] as const))("the lesson %s", (key) => {
  test("has 700 to 1,500 words", () => {
    expect(contentOf.get(key)!.words).toBeGreaterThanOrEqual(700);
    expect(contentOf.get(key)!.words).toBeLessThanOrEqual(1_500);
  });

  test("says what its reader takes from it, and has something to do today and something to think about", () => {
    const html = htmlOf(key);
    if (key !== CARE) expect(html).toContain("What you will take from this lesson");
    expect(html.match(/<section class="exercise"/g) ?? []).toHaveLength(1);
    expect(html).toMatch(/class="exercise-minutes"/);
    expect(html.match(/data-reflection="/g) ?? []).toHaveLength(1);
  });

  // A page about danger shows no talk that goes better the second time: nobody's tone has brought the danger about.
  // Whoever needs help now is not shown a quarrel.
  if (key !== CARE) {
    test("has a talk as it went before, and after that as it goes then", () => {
      const titles = dialogues(htmlOf(key));
      const [before, after] = [titles.indexOf("Before"), titles.findIndex((title) => /^After(:|$)/.test(title))];
      expect(before).toBeGreaterThanOrEqual(0);
      expect(after).toBeGreaterThan(before);
    });
  }
});

describe.each(modules)("the module %s", (_, module) => {
  const lessons = module.lessons.filter(isLesson);
  const measures = module.lessons.filter(({ key }) => MEASURES.includes(key));
  const checks = module.lessons.filter(({ kind, key }) => kind === "assessment" && !MEASURES.includes(key));

  test("has 4 to 6 lessons, a measure where there is one among them", () => {
    expect(lessons.length + measures.length).toBeGreaterThanOrEqual(4);
    expect(lessons.length + measures.length).toBeLessThanOrEqual(6);
  });

  test("ends in its one knowledge check, which draws 8 to 12 questions from a larger bank and has to be passed", () => {
    expect(checks.map(({ key }) => key)).toEqual([module.lessons.at(-1)!.key]);
    const [check] = checks;
    expect(check).toMatchObject({ completion: "passed", required: true });
    const instrument = shippedInstruments().get(check!.assessment!.key)!;
    expect(instrument.kind).toBe("graded");
    for (let seed = 1; seed <= 50; seed++) {
      const drawn = drawItems(instrument, seed);
      expect(drawn.length).toBeGreaterThanOrEqual(8);
      expect(drawn.length).toBeLessThanOrEqual(12);
      expect(new Set(drawn.map(({ key }) => key)).size).toBe(drawn.length);
      expect(instrument.items.length).toBeGreaterThan(drawn.length);
    }
  });
});

test("at least two modules have a practice assignment, with a rubric of three marks in three grades", () => {
  const withAssignment = manifest.modules.filter(({ lessons }) =>
    lessons.filter(isLesson).some(({ key }) => {
      const [, part = ""] = htmlOf(key).split(/<h2[^>]*>Your practice assignment<\/h2>/);
      const table = /<th[^>]*>Not yet<\/th>.*?<th[^>]*>Nearly<\/th>.*?<th[^>]*>There<\/th>.*?<\/table>/s.exec(part)?.[0] ?? "";
      return /<(ol|section)/.test(part) && (table.match(/<tr>/g) ?? []).length >= 3;
    }),
  );
  expect(withAssignment.length).toBeGreaterThanOrEqual(2);
});

test.each([
  ["Sarah", "Mike"],
  ["Alex", "Jenna"],
  ["John", "Emily"],
  ["Maya", "Andrew"],
])("the case of %s and %s goes through several lessons, and they talk in at least two of them", (one, other) => {
  const named = written.filter(({ key }) => {
    const { text } = contentOf.get(key)!;
    return new RegExp(`\\b${one}\\b`).test(text) && new RegExp(`\\b${other}\\b`).test(text);
  });
  const speaking = named.filter(({ key }) => new RegExp(`class="dialogue-name">(${one}|${other})\\b`).test(htmlOf(key)));
  expect(named.length).toBeGreaterThanOrEqual(3);
  expect(speaking.length).toBeGreaterThanOrEqual(2);
});

test("the communication assessment stands first and last, and the attachment assessment in the first step", () => {
  const measures = manifest.modules.flatMap(({ key, lessons }) =>
    lessons.filter((lesson) => MEASURES.includes(lesson.key)).map(({ assessment }) => [key, assessment?.key]),
  );
  expect(measures).toEqual([
    ["opening", "communication"],
    ["attachment-and-you", "attachment-styles"],
    ["closing", "communication"],
  ]);
});

test("the 90-day plan has a row for each of its thirteen weeks, and can be taken away", () => {
  const plan = lessonsOf(manifest).find(({ key }) => key === "ninety-day-plan");
  expect(plan?.downloads.map(({ file }) => file)).toEqual(["ninety-day-plan.svg", "ninety-day-plan.txt"]);
  const form = readFileSync(path.join(FOLDER, "media/ninety-day-plan.txt"), "utf8");
  const weeks = [...form.matchAll(/^ {1,2}(\d+) {2,}_+/gm)].map(([, week]) => Number(week));
  expect(weeks).toEqual(Array.from({ length: 13 }, (_, at) => at + 1));
});

describe(`${CARE} is one click away`, () => {
  let course: PublishedCourse;
  beforeAll(async () => {
    const published = await publishCourse({ folder: readFolder(FOLDER) });
    if (published.status === "refused") throw new Error(JSON.stringify(published.faults));
    const { courseId, courseKey: key, releaseId, number } = published;
    course = { courseId, key, releaseId, number, manifest: await loadManifest(releaseId) };
  });

  /** The addresses that a lesson's page links to, its text and its frame together. */
  async function linksOf(viewer: Awaited<ReturnType<typeof aViewer>>, lessonKey: string) {
    const page = await openLessonPage({ viewer, courseKey: course.key, lessonKey });
    if (page.status !== "open") throw new Error(`${lessonKey} is ${page.status}`);
    const frame = createElement(PlayerFrame, { outline: page.outline, current: lessonKey, care: page.care } as FrameProps, null);
    const main = /<main.*<\/main>/s.exec(renderToStaticMarkup(frame))![0];
    return [...main.matchAll(/href="([^"]+)"/g)].map(([, href]) => href);
  }

  test("from every lesson and check of the course", async () => {
    const viewer = await aViewer();
    await aGrant({ userId: viewer.id, courseId: course.courseId });
    const keys = lessonsOf(course.manifest).map(({ key }) => key);
    await anEnrolment({ user: viewer, course, viewed: keys });
    expect(keys.length).toBeGreaterThan(30);
    for (const key of keys.filter((key) => key !== CARE)) {
      expect(await linksOf(viewer, key), key).toContain(`/learn/${course.key}/${CARE}`);
    }
  });

  test("on the first day, when everything after the first lesson is still locked", async () => {
    const viewer = await aViewer();
    await aGrant({ userId: viewer.id, courseId: course.courseId });
    const [first, second] = lessonsOf(course.manifest);
    expect(await linksOf(viewer, first!.key)).toContain(`/learn/${course.key}/${CARE}`);
    expect(await openLessonPage({ viewer, courseKey: course.key, lessonKey: second!.key })).toMatchObject({ status: "locked" });
    expect(await openLessonPage({ viewer, courseKey: course.key, lessonKey: CARE })).toMatchObject({ status: "open" });
  });

  test("without buying", () => {
    expect(course.manifest.careLesson).toBe(CARE);
    expect(lessonsOf(course.manifest).find(({ key }) => key === CARE)).toMatchObject({ preview: true });
  });
});
