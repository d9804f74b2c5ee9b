import { describe, expect, test } from "vitest";
import { type AccessAnswer, accessQuestionQuery, askAccess } from "#app/features/insights/access-question.queries.server.ts";
import { visitLesson } from "#app/features/learning/visit.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { aCourse } from "#tests/support/courses.ts";
import { anEnrolment } from "#tests/support/enrolments.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

const day = (count: number) => new Date(Date.now() + count * 86_400_000);

async function answerFor(person: Viewer, courseKey: string, lessonKey: string): Promise<AccessAnswer> {
  const asked = await askAccess({ person, courseKey, lessonKey });
  if (asked.status !== "asked" || !asked.answer) throw new Error(`Not answered: ${JSON.stringify(asked)}`);
  return asked.answer;
}

/** What the person meets who goes there now. Called after the question, for a visit writes. */
async function whatHappens(person: Viewer, courseKey: string, lessonKey: string): Promise<string> {
  const visit = await visitLesson(person, courseKey, lessonKey);
  if (visit.status === "locked") return `waits for ${visit.waitsFor.key}`;
  return visit.status === "open" ? "open" : visit.reason;
}

function inAWord({ decision, waitsFor }: AccessAnswer): string {
  if (!decision.allowed) return decision.reason;
  return waitsFor ? `waits for ${waitsFor.key}` : "open";
}

describe("the answer is what the person meets", () => {
  const cases: {
    name: string;
    lesson?: string;
    grants?: { startsAt?: Date; endsAt?: Date }[];
    completed?: string[];
    role?: "admin";
    expected: string;
  }[] = [
    { name: "without any grant", expected: "no-entitlement" },
    { name: "with a live grant", grants: [{}], expected: "open" },
    { name: "before the grant begins", grants: [{ startsAt: day(2) }], expected: "not-started" },
    { name: "after it has ended", grants: [{ startsAt: day(-3), endsAt: day(-1) }], expected: "ended" },
    { name: "with one ended and one live", grants: [{ startsAt: day(-3), endsAt: day(-1) }, {}], expected: "open" },
    { name: "where the order asks for the first lesson", grants: [{}], lesson: "three", expected: "waits for one" },
    { name: "where the order asks for the second", grants: [{}], lesson: "three", completed: ["one"], expected: "waits for two" },
    { name: "where the order is fulfilled", grants: [{}], lesson: "three", completed: ["one", "two"], expected: "open" },
    { name: "for a lesson that is not there", grants: [{}], lesson: "gone", expected: "no-such-lesson" },
    { name: "for an admin without a grant", role: "admin", expected: "open" },
  ];
  test.each(cases)("$name", async ({ lesson = "one", grants = [], completed, role, expected }) => {
    const course = await aCourse({ order: "required" });
    const person = await aViewer({ role });
    for (const grant of grants) await aGrant({ userId: person.id, courseId: course.courseId, ...grant });
    if (completed) await anEnrolment({ user: person, course, completed });
    const answer = await answerFor(person, course.key, lesson);
    expect(inAWord(answer)).toBe(expected);
    expect(await whatHappens(person, course.key, lesson)).toBe(expected);
    expect(answer.explanation).toMatch(/^May .+\.$/);
    expect(answer.decision.evidence.considered).toHaveLength(grants.length);
  });
});

test("the release counts that the person is on at the next visit", async () => {
  for (const releases of ["next-visit", "finish"] as const) {
    const first = await aCourse({ releases, lessons: ["old"] });
    const person = await aViewer();
    await aGrant({ userId: person.id, courseId: first.courseId });
    await anEnrolment({ user: person, course: first });
    await aCourse({ key: first.key, releases, lessons: ["new"] });
    const [old, fresh] = releases === "finish" ? ["open", "no-such-lesson"] : ["no-such-lesson", "open"];
    const answers = [await answerFor(person, first.key, "old"), await answerFor(person, first.key, "new")];
    expect(answers.map(inAWord)).toEqual([old, fresh]);
    expect(answers[0]).toMatchObject({ release: releases === "finish" ? 1 : 2, enrolled: true });
    expect(await whatHappens(person, first.key, "new")).toBe(fresh);
  }
});

test("a free preview is open to who has nothing, and the answer says why", async () => {
  const course = await aCourse({ order: "required", lessons: ["one", { key: "taste", preview: true }] });
  const answer = await answerFor(await aViewer(), course.key, "taste");
  expect(answer.decision).toMatchObject({ allowed: true, because: "preview" });
  expect(answer.waitsFor).toBeNull();
});

test("asking changes nothing, and lists the lessons before one is chosen", async () => {
  const course = await aCourse();
  const person = await aViewer();
  await aGrant({ userId: person.id, courseId: course.courseId });
  const asked = await askAccess({ person, courseKey: course.key, lessonKey: "" });
  expect(asked).toMatchObject({ status: "asked", lessons: [{ key: "one" }, { key: "two" }, { key: "three" }], answer: null });
  await answerFor(person, course.key, "one");
  expect(await db.enrolment.count({ where: { userId: person.id } })).toBe(0);
  expect(await askAccess({ person, courseKey: "no-such-course", lessonKey: "one" })).toEqual({ status: "no-such-course" });
});

test("a lesson chosen for another course is asked anew", () => {
  const read = (query: object) => accessQuestionQuery.parse(query);
  expect(read({ course: "a", for: "a", lesson: "one" })).toEqual({ course: "a", lesson: "one" });
  expect(read({ course: "b", for: "a", lesson: "one" })).toEqual({ course: "b", lesson: "" });
  expect(read({})).toEqual({ course: "", lesson: "" });
  expect(accessQuestionQuery.safeParse({ course: "../x" }).success).toBe(false);
});
