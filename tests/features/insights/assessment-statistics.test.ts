import { expect, test } from "vitest";
import { FEWEST_PEOPLE } from "#app/features/assessment/answer-policy.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { readAssessmentStatistics } from "#app/features/insights/assessment-statistics.queries.server.ts";
import { summariseAttempts } from "#app/features/insights/assessment-statistics.ts";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { drawItems } from "#app/features/instruments/order-items.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { aCheck, aProfile, compiled, profileAnswers } from "#tests/support/assessment-builders.ts";
import { aCourse, type PublishedCourse } from "#tests/support/courses.ts";
import { onStaff } from "#tests/support/enrolments.ts";
import { anAdmin } from "#tests/support/people.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

type Given = Record<string, unknown>;

const checkCourse = (given: Given = {}, key?: string) =>
  aCourse({ key, lessons: [{ key: "the-check", assessment: aCheck(given) }, "last"] });

/** Somebody who hands in these answers, as one attempt each. */
async function aTaker(course: PublishedCourse, ...attempts: Given[]) {
  const viewer = await aViewer();
  await aGrant({ userId: viewer.id, courseId: course.courseId });
  for (const answers of attempts) await takeOnce(viewer, course, answers);
  return viewer;
}

async function takeOnce(viewer: Awaited<ReturnType<typeof aViewer>>, course: PublishedCourse, answers: Given) {
  const started = await startAssessment({ viewer, courseKey: course.key, lessonKey: "the-check" });
  if (started.status !== "opened") throw new Error(`Not opened: ${JSON.stringify(started)}`);
  for (const [itemKey, value] of Object.entries(answers)) {
    const ask = { userId: viewer.id, attemptId: started.attemptId, itemKey, value, sequence: now().getTime() };
    expect(await saveAnswer(ask)).toMatchObject({ status: "saved" });
  }
  await finishAssessment({ userId: viewer.id, attemptId: started.attemptId });
}

async function statisticsOf(course: PublishedCourse) {
  const seen = await readStaffCourse(await anAdmin(), course.key);
  return readAssessmentStatistics(seen!, "the-check");
}

const right = { colour: "blue", primes: ["two", "three"], round: "false" };
const wrong = { colour: "red", primes: ["four"], round: "true" };

test("figures appear once enough people have handed it in, and not before", async () => {
  const course = await checkCourse();
  expect(await statisticsOf(course)).toMatchObject({ people: 0, statistics: null });
  for (let count = 1; count < FEWEST_PEOPLE; count += 1) await aTaker(course, right);
  expect(await statisticsOf(course)).toMatchObject({ people: FEWEST_PEOPLE - 1, statistics: null });
  await aTaker(course, wrong);
  const page = await statisticsOf(course);
  expect(page).toMatchObject({ people: FEWEST_PEOPLE, kind: "graded", revisions: { used: 1, compared: 1 } });
  const [set] = page!.statistics!.sets;
  expect(set!.items.map(({ figures }) => figures.facility.value)).toEqual([0.9, 0.9, 0.9]);
  expect(set!.items[0]!.choices).toMatchObject([
    { key: "red", label: "Red", right: false, count: 1 },
    { key: "blue", label: "Blue", right: true, count: FEWEST_PEOPLE - 1 },
  ]);
});

test("everybody counts once, with the first attempt they handed in, and staff do not count", async () => {
  const course = await checkCourse({ passMark: 90 });
  for (let count = 0; count < FEWEST_PEOPLE; count += 1) await aTaker(course, wrong, right);
  const viewer = await aViewer({ role: "instructor" });
  await onStaff(viewer, course, "grader");
  await takeOnce(viewer, course, right);
  const page = await statisticsOf(course);
  expect(page!.people).toBe(FEWEST_PEOPLE);
  expect(page!.statistics!.sets[0]!.scores.score.mean.value).toBe(0);
});

test("attempts at a revision that asked something else are left out, and the page knows", async () => {
  const first = await checkCourse();
  for (let count = 0; count < FEWEST_PEOPLE; count += 1) await aTaker(first, right);
  const reworded = await checkCourse({ intro: "Three questions, told anew." }, first.key);
  expect(await statisticsOf(reworded)).toMatchObject({ people: FEWEST_PEOPLE, revisions: { used: 1, compared: 1 } });
  const items = aCheck().items.map((item) => (item.key === "round" ? { ...item, prompt: "The moon is flat." } : item));
  const changed = await checkCourse({ items }, first.key);
  await aTaker(changed, wrong);
  expect(await statisticsOf(changed)).toMatchObject({ people: 1, revisions: { used: 2, compared: 1 }, statistics: null });
});

test("however many have answered, it is two statements", async () => {
  const course = await checkCourse();
  for (let count = 0; count < 3; count += 1) await aTaker(course, right);
  const seen = await readStaffCourse(await anAdmin(), course.key);
  await readAssessmentStatistics(seen!, "the-check");
  expect(await statementsOf(() => readAssessmentStatistics(seen!, "the-check"))).toHaveLength(2);
  expect(await readAssessmentStatistics(seen!, "last")).toBeNull();
  expect(await readAssessmentStatistics(seen!, "no-such-lesson")).toBeNull();
});

test("a profile is one set of items a scale, with reversed items turned", () => {
  const instrument = compiled(aProfile());
  const people = [1, 2, 3, 4, 5, 6, 7].map((value) => ({
    seconds: 60 * value,
    seed: 1,
    answers: profileAnswers(value, 8 - value),
  }));
  const { sets, time } = summariseAttempts(instrument, people);
  expect(sets.map(({ key, title, items }) => [key, title, items.length])).toEqual([
    ["anxiety", "Anxiety", 4],
    ["avoidance", "Avoidance", 4],
  ]);
  for (const { scores, items } of sets) {
    expect(scores.score.mean.value).toBe(4);
    // Everybody answered alike on all items of a scale, once the reversed one is turned.
    expect(scores.reliability.total.raw.value).toBeCloseTo(1, 9);
    expect(items.map(({ figures }) => figures.rest.value)).toEqual(items.map(() => expect.closeTo(1, 9)));
  }
  expect(time.median.value).toBe(240);
});

test("an unanswered question of a check has earned nothing; of a profile it is missing", () => {
  const check = summariseAttempts(compiled(aCheck()), [
    { seconds: 10, seed: 1, answers: { colour: "blue" } },
    { seconds: 20, seed: 1, answers: {} },
  ]);
  expect(check.sets[0]!.scores.score).toMatchObject({ n: 2, mean: { value: 0.5 } });
  expect(check.sets[0]!.items[0]).toMatchObject({ omitted: 1, figures: { facility: { value: 0.5 } } });
  const profile = summariseAttempts(compiled(aProfile()), [{ seconds: 10, seed: 1, answers: { "anxiety-1": 7 } }]);
  expect(profile.sets[0]!.items.map(({ figures }) => figures.description.n)).toEqual([1, 0, 0, 0]);
});

test("an answer that was sent to an item which was not drawn is in no figure", () => {
  const bank = [1, 2, 3, 4].map((number) => ({
    key: `tf-${number}`,
    kind: "true-false",
    prompt: "?",
    answer: true,
    bank: "all",
  }));
  const instrument = compiled(aCheck({ items: bank, draws: { all: 2 } }));
  const people = Array.from({ length: 20 }, (_, seed) => {
    const drawn = new Set(drawItems(instrument, seed).map(({ key }) => key));
    const own = Object.fromEntries(bank.flatMap(({ key }) => (drawn.has(key) ? [[key, true]] : [])));
    const forged = Object.fromEntries(bank.map(({ key }) => [key, drawn.has(key)]));
    return { own: { seed, seconds: 60, answers: own }, forged: { seed, seconds: 60, answers: forged } };
  });
  const honest = summariseAttempts(
    instrument,
    people.map(({ own }) => own),
  );
  expect(
    summariseAttempts(
      instrument,
      people.map(({ forged }) => forged),
    ),
  ).toEqual(honest);
});
