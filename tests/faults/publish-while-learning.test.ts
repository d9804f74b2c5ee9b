import { afterAll, beforeAll, expect, test } from "vitest";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { aCookieOf, aStudent } from "#tests/support/people.ts";
import { aShopSite } from "#tests/support/shop-site.ts";
import { aGrant } from "#tests/support/viewers.ts";
import { seededRandom } from "./seeded-random.ts";
import { type Answered, ask } from "./site-client.ts";

const STUDENTS = 50;
const LESSONS = 12;
const SEED = Number(process.env.FAULT_SEED ?? 20_261_124);
const KEY = "a-course-that-changes";

let shop: Awaited<ReturnType<typeof aShopSite>>;
beforeAll(async () => {
  shop = await aShopSite();
}, 300_000);
afterAll(() => shop.close());

/** The course as its authors have it at the moment: lessons come, go, move and say something else. */
function anotherRelease(random: () => number, number: number) {
  const lessons = Array.from({ length: LESSONS }, (_, at) => ({
    key: `lesson-${at}`,
    text: `What release ${number} says.`,
    required: random() < 0.7,
  }));
  // The first stays, so that there is always a place to begin.
  const kept = lessons.filter((_, at) => at === 0 || random() < 0.75);
  const moved = [kept[0]!, ...kept.slice(1).sort(() => random() - 0.5)];
  if (random() < 0.5) moved.push({ key: `extra-${number}`, text: "New.", required: false });
  return aCourseFolder({ key: KEY, lessons: moved, order: random() < 0.5 ? "required" : "free", releases: "next-visit" });
}

test(`${STUDENTS} students learn while the course is published again and again: no page fails, and no completion is lost (seed ${SEED})`, {
  timeout: 180_000,
}, async () => {
  const { url, port } = shop.sites[0]!;
  const random = seededRandom(SEED);
  const first = await publishCourse({ folder: aCourseFolder({ key: KEY, lessons: lessonKeys() }) });
  if (first.status === "refused") throw new Error(JSON.stringify(first.faults));

  let learning = STUDENTS;
  const students = Array.from({ length: STUDENTS }, async () => {
    const student = await aStudent();
    await aGrant({ userId: student.id, courseId: first.courseId });
    // The site names its cookie after its own port.
    const cookie = (await aCookieOf(student)).replace(/^[^=]+/, `session-${port}`);
    const trace = await learn(url, cookie).finally(() => {
      learning -= 1;
    });
    return { student, ...trace };
  });
  let releases = 0;
  while (learning > 0) {
    const published = await publishCourse({ folder: anotherRelease(random, releases + 2) });
    if (published.status === "refused") throw new Error(JSON.stringify(published.faults));
    if (published.status === "published") releases += 1;
  }

  const traces = await Promise.all(students);
  expect(traces.flatMap(({ failures }) => failures)).toEqual([]);
  for (const { student, completed } of traces) {
    const rows = await db.lessonProgress.findMany({ where: { enrolment: { userId: student.id }, completedAt: { not: null } } });
    expect(rows.map(({ lessonKey }) => lessonKey).sort()).toEqual([...completed].sort());
  }
  // It is told that something happened: releases during the learning, and learners who came from one to another.
  expect(releases).toBeGreaterThan(5);
  expect(traces.reduce((sum, { completed }) => sum + completed.size, 0)).toBeGreaterThan(STUDENTS * 3);
  const on = await db.lessonProgress.groupBy({ by: ["completedOn"], where: { enrolment: { courseId: first.courseId } } });
  expect(on.length).toBeGreaterThan(3);
});

const lessonKeys = () => Array.from({ length: LESSONS }, (_, at) => `lesson-${at}`);

/** Reads and completes lesson after lesson as the site leads, and looks at the course's page now and then. */
async function learn(url: string, cookie: string) {
  const completed = new Set<string>();
  const failures: string[] = [];
  const note = (what: string, { status, location }: Answered) => failures.push(`${what}: ${status} ${location}`);
  let path = `/learn/${KEY}/lesson-0`;
  for (let step = 0; step < 4 * LESSONS && path.startsWith(`/learn/${KEY}/`) && !path.includes("?finished"); step += 1) {
    const page = await ask(url, path, { cookie });
    // An order that has become strict since leads to the lesson that comes first.
    if (page.status === 302 && page.location.includes("?waited-for=")) {
      path = page.location;
      continue;
    }
    if (page.status !== 200) note(`GET ${path}`, page);
    const [place] = path.split("?");
    const lessonKey = place!.split("/").at(-1)!;
    const done = await ask(url, place!, { cookie, form: {} });
    if (done.status !== 303) {
      note(`POST ${place}`, done);
      break;
    }
    if (!done.location.includes("?waited-for=")) completed.add(lessonKey);
    path = done.location;
    if (step % 4 === 3) {
      const overview = await ask(url, `/learn/${KEY}`, { cookie });
      if (overview.status !== 200) note("GET the course", overview);
      // From here they are on the newest release: what its page links to is what is there.
      const lessons = [...overview.body.matchAll(/href="(\/learn\/[^"?]+\/[^"?]+)"/g)].map(([, href]) => href!);
      path = lessons.find((href) => !completed.has(href.split("/").at(-1)!)) ?? `/learn/${KEY}`;
    }
  }
  return { completed, failures };
}
