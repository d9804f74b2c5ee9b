import fc from "fast-check";
import { expect, test } from "vitest";
import type { Manifest } from "#app/features/courseware/manifest.ts";
import { readStaffCourse, type StaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { STUDENT_ORDERS, type StudentOrder } from "#app/features/insights/student-list.ts";
import { readStudentPage, type StudentProgress } from "#app/features/insights/student-progress.queries.server.ts";
import { evaluateProgress, type LessonRecord } from "#app/features/learning/evaluate-progress.ts";
import { db } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { aCourse, type PublishedCourse } from "#tests/support/courses.ts";
import { anEnrolment, onStaff } from "#tests/support/enrolments.ts";
import { anAdmin, anInstructor, aStudent } from "#tests/support/people.ts";
import { statementsOf } from "#tests/support/statements.ts";

async function asAdmin(courseKey: string): Promise<StaffCourse> {
  return (await readStaffCourse({ id: "nobody", role: "admin" }, courseKey))!;
}

const everyone = { sort: "joined", q: "", page: 1 } as const;

const KEYS = ["aa", "bb", "cc", "dd", "ee", "ff"];
const outline = fc.uniqueArray(fc.record({ key: fc.constantFrom(...KEYS), required: fc.boolean() }), {
  selector: (lesson) => lesson.key,
});
const learner = fc.record({
  release: fc.nat(1),
  completed: fc.subarray([...KEYS, "gone"]),
  viewed: fc.subarray(KEYS),
});

/** A release of any lessons, also of such as the checker of folders would not let through. */
async function aReleaseOf(course: PublishedCourse, number: number, outline: { key: string; required: boolean }[]) {
  const [module] = course.manifest.modules;
  const lessons = outline.map((lesson) => ({ ...module!.lessons[0]!, ...lesson }));
  const manifest: Manifest = { ...course.manifest, modules: [{ ...module!, lessons }] };
  const stored = manifest as unknown as Prisma.InputJsonObject;
  const { courseId } = course;
  const { id } = await db.release.create({
    data: { courseId, number, folderDigest: `${number}`, schemaVersion: 1, manifest: stored },
  });
  return { number, manifest, courseId, releaseId: id };
}

test("the table says of every learner what evaluateProgress says, on whatever release they are", async () => {
  const course = await aCourse();
  const students = await Promise.all(Array.from({ length: 6 }, () => aStudent()));
  let number = course.number;
  await fc.assert(
    fc.asyncProperty(outline, outline, fc.array(learner, { minLength: 1, maxLength: 6 }), async (first, second, learners) => {
      await db.enrolment.deleteMany({ where: { courseId: course.courseId } });
      const releases = [await aReleaseOf(course, ++number, first), await aReleaseOf(course, ++number, second)];
      const expected = new Map<string, unknown>();
      for (const [at, { release, completed, viewed }] of learners.entries()) {
        const { manifest, number, ...on } = releases[release]!;
        const opened = viewed.filter((key) => !completed.includes(key));
        const { userId } = await anEnrolment({ user: students[at], course: on, completed, viewed: opened });
        const records = new Map<string, LessonRecord>();
        for (const key of opened) records.set(key, { viewed: true, completed: false });
        for (const key of completed) records.set(key, { viewed: true, completed: true });
        const { done, total, percent } = evaluateProgress(manifest, records);
        expected.set(userId, { done, total, percent, release: number });
      }
      const table = await readStudentPage(await asAdmin(course.key), everyone);
      const said = table.students.map(
        ({ userId, done, total, percent, release }) => [userId, { done, total, percent, release }] as const,
      );
      expect(new Map<string, unknown>(said)).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

test("a release that requires no lesson is complete from the start", async () => {
  const course = await aCourse();
  await anEnrolment({ course: await aReleaseOf(course, 2, [{ key: "extra", required: false }]) });
  const { students } = await readStudentPage(await asAdmin(course.key), everyone);
  expect(students).toMatchObject([{ done: 0, total: 0, percent: 100 }]);
});

test("whoever looks after the course is no student of it", async () => {
  const course = await aCourse();
  const [owner, admin, student, instructor] = [await anInstructor(), await anAdmin(), await aStudent(), await anInstructor()];
  await onStaff(owner, course, "viewer");
  for (const user of [owner, admin, student, instructor]) await anEnrolment({ user, course });
  const { students } = await readStudentPage(await asAdmin(course.key), everyone);
  // An instructor of other courses learns here like anybody else.
  expect(students.map(({ userId }) => userId)).toEqual([instructor.id, student.id]);
});

test("learners of other courses are not in it", async () => {
  const [course, other] = [await aCourse(), await aCourse()];
  await anEnrolment({ course: other, completed: ["one"] });
  const { userId } = await anEnrolment({ course });
  const { students } = await readStudentPage(await asAdmin(course.key), everyone);
  expect(students.map((student) => student.userId)).toEqual([userId]);
});

test("the whole table is one SQL statement, however many releases there are", async () => {
  const course = await aCourse();
  const next = await aCourse({ key: course.key, lessons: ["one", "two", "three", "four"] });
  await anEnrolment({ course });
  await anEnrolment({ course: next });
  const asked = await asAdmin(course.key);
  await readStudentPage(asked, everyone);
  for (const sort of Object.keys(STUDENT_ORDERS) as StudentOrder[]) {
    expect(await statementsOf(() => readStudentPage(asked, { ...everyone, sort, q: "robin" }))).toHaveLength(1);
  }
});

test("a release that appears between two statements is noticed", async () => {
  const course = await aCourse({ lessons: ["one", "two"] });
  const { id } = await anEnrolment({ course, completed: ["one"] });
  const asked = await asAdmin(course.key);
  const next = await aCourse({ key: course.key, lessons: ["one", "two", "three", "four"] });
  await db.enrolment.update({ where: { id }, data: { releaseId: next.releaseId } });
  const { students } = await readStudentPage(asked, everyone);
  expect(students).toMatchObject([{ done: 1, total: 4, percent: 25, release: 2 }]);
});

test("a name or an address is found by a part of it, in any case and script, and signs mean themselves", async () => {
  const course = await aCourse();
  const names = ["Émile Zola", "Ada 100% Real", "Ada 1000 Real", "under_score", "Ωmega Team"];
  for (const name of names) await anEnrolment({ course, user: await aStudent({ name }) });
  await anEnrolment({ course, user: await aStudent({ name: "By address", email: "only-here@example.org" }) });
  const asked = await asAdmin(course.key);
  const found = async (q: string) =>
    (await readStudentPage(asked, { ...everyone, sort: "name", q })).students.map(({ name }) => name);
  expect(await found("émile")).toEqual(["Émile Zola"]);
  expect(await found("ÉMILE z")).toEqual(["Émile Zola"]);
  expect(await found("ωMEGA")).toEqual(["Ωmega Team"]);
  expect(await found("100%")).toEqual(["Ada 100% Real"]);
  expect(await found("r_s")).toEqual(["under_score"]);
  expect(await found("\\")).toEqual([]);
  expect(await found("ONLY-here@")).toEqual(["By address"]);
  expect(await found("' or 1=1 --")).toEqual([]);
});

test("every order is whole and stable over its pages", async () => {
  const lessons = Array.from({ length: 7 }, (_, at) => `lesson-${at}`);
  const course = await aCourse({ lessons });
  const users = Array.from({ length: 450 }, (_, at) => ({ name: `Name ${at % 90}`, email: `many-${at}@example.org` }));
  const made = await db.user.createManyAndReturn({ data: users, select: { id: true } });
  const enrolments = await db.enrolment.createManyAndReturn({
    data: made.map(({ id }, at) => ({
      userId: id,
      courseId: course.courseId,
      releaseId: course.releaseId,
      lastSeenAt: at % 5 === 0 ? null : new Date(Date.UTC(2026, 0, 1 + (at % 30))),
    })),
  });
  const at = new Date();
  const progress = enrolments.flatMap(({ id }, place) =>
    lessons
      .slice(0, place % 8)
      .map((lessonKey) => ({ enrolmentId: id, lessonKey, firstViewedAt: at, lastViewedAt: at, completedAt: at })),
  );
  await db.lessonProgress.createMany({ data: progress });
  const asked = await asAdmin(course.key);

  const inOrder: Record<StudentOrder, (a: StudentProgress, b: StudentProgress) => boolean> = {
    joined: (a, b) => a.enrolmentId > b.enrolmentId,
    name: (a, b) => a.name.localeCompare(b.name, "en") <= 0,
    seen: (a, b) => (a.lastSeenAt?.getTime() ?? 0) >= (b.lastSeenAt?.getTime() ?? 0),
    "seen-low": (a, b) => (a.lastSeenAt?.getTime() ?? 0) <= (b.lastSeenAt?.getTime() ?? 0),
    "progress-high": (a, b) => a.percent >= b.percent,
    "progress-low": (a, b) => a.percent <= b.percent,
  };
  for (const [sort, isInOrder] of Object.entries(inOrder) as [StudentOrder, (typeof inOrder)["joined"]][]) {
    const pages = await Promise.all([1, 2, 3, 4].map((page) => readStudentPage(asked, { sort, q: "", page })));
    expect(pages.map(({ students, hasMore }) => [students.length, hasMore])).toEqual([
      [200, true],
      [200, true],
      [50, false],
      [0, false],
    ]);
    const all = pages.flatMap(({ students }) => students);
    expect(new Set(all.map(({ userId }) => userId)).size).toBe(450);
    expect(
      all.every((student, place) => place === 0 || isInOrder(all[place - 1]!, student)),
      sort,
    ).toBe(true);
  }
});
