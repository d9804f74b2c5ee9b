import { expect, test } from "vitest";
import { FEWEST_AT_ONCE, FEWEST_PEOPLE } from "#app/features/assessment/answer-policy.ts";
import { deleteResult } from "#app/features/assessment/delete-result.server.ts";
import { readAttemptsForFigures } from "#app/features/assessment/figures.queries.server.ts";
import { withdrawConsent } from "#app/features/assessment/record-consent.server.ts";
import { readAssessmentStatistics } from "#app/features/insights/assessment-statistics.queries.server.ts";
import { IS_LEARNER, readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { aCourseWith, aLearner, aProfile, type Classroom } from "#tests/support/assessment-builders.ts";
import { doneOrWaiting, whileHeld } from "#tests/support/held-table.ts";
import { anAdmin } from "#tests/support/people.ts";
import { aProfileCourse, aTaker, takeProfile } from "#tests/support/profile-takers.ts";

/** What an instructor sees at one look: whose answers the figures are made of, by a mark that stands for the person. */
async function look(classroom: Classroom): Promise<{ people: number; marks: Set<number> | null }> {
  const { courseId, lessonKey, revisionId } = classroom;
  const ask = { courseId, lessonKey, kind: "profile" as const, revisionIds: [revisionId], isLearner: IS_LEARNER };
  const { people, attempts } = await readAttemptsForFigures(ask);
  return { people, marks: attempts && new Set(attempts.map(({ seed }) => seed)) };
}

let marks = 0;
interface Taker {
  userId: string;
  enrolmentId: string;
  attemptId: string;
  mark: number;
}

/** Somebody with an attempt that is handed in; its seed is the mark. Written by hand: there are hundreds. */
async function aQuickTaker(classroom: Classroom): Promise<Taker> {
  const { userId, enrolmentId } = await aLearner(classroom);
  marks += 1;
  return { userId, enrolmentId, mark: marks, attemptId: await handIn(classroom, { userId, enrolmentId }, marks, 1) };
}

async function handIn(classroom: Classroom, taker: { userId: string; enrolmentId: string }, seed: number, number: number) {
  const { courseId, lessonKey, revisionId } = classroom;
  const { userId, enrolmentId } = taker;
  const attempt = await db.attempt.create({
    data: {
      ...{ userId, enrolmentId, courseId, lessonKey, revisionId, number, seed },
      submittedAt: new Date(),
      answers: { create: { itemKey: "anxiety-1", value: 4, sequence: 1 } },
      scores: { create: { sequence: 1, scorerVersion: 1, result: { kind: "profile", scales: [] }, passed: true } },
    },
  });
  return attempt.id;
}

const difference = (a: Set<number>, b: Set<number>) => [...a].filter((mark) => !b.has(mark));

test("whoever comes, deletes, takes consent back or is erased: no two looks differ by fewer than five people", async () => {
  const classroom = await aCourseWith(aProfile());
  // Not the random of the machine: a run that fails is run again.
  let state = 20_261_123;
  const random = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  const here: Taker[] = [];
  const gone = new Set<number>();
  const looks: Set<number>[] = [];
  for (let step = 0; step < 110; step += 1) {
    const dice = random();
    if (dice < 0.72 || here.length === 0) here.push(await aQuickTaker(classroom));
    else {
      const [taker] = here.splice(Math.floor(random() * here.length), 1);
      gone.add(taker!.mark);
      await leave(taker!, random());
      // Taken again after deleting: that attempt is not the first.
      if (dice > 0.97 && (await db.enrolment.count({ where: { id: taker!.enrolmentId } }))) {
        await handIn(classroom, taker!, taker!.mark + 1_000_000, 2);
      }
    }
    if (random() < 0.5) continue;
    const { marks } = await look(classroom);
    if (!marks) continue;
    expect(marks.size).toBeGreaterThanOrEqual(FEWEST_PEOPLE);
    for (const mark of marks) expect(gone.has(mark) || mark > 1_000_000, `step ${step}`).toBe(false);
    for (const earlier of looks) {
      const [came, went] = [difference(marks, earlier), difference(earlier, marks)];
      for (const changed of [came, went]) expect(changed.length === 0 || changed.length >= FEWEST_AT_ONCE).toBe(true);
    }
    looks.push(marks);
  }
  // The schedule was worth something: figures came, grew and shrank.
  const sizes = looks.map(({ size }) => size);
  expect(sizes.some((size, at) => at > 0 && size > sizes[at - 1]!)).toBe(true);
  expect(sizes.some((size, at) => at > 0 && size < sizes[at - 1]!)).toBe(true);
}, 120_000);

async function leave({ userId, attemptId }: Taker, how: number): Promise<void> {
  if (how < 0.5) await deleteResult({ userId, attemptId });
  else if (how < 0.75) {
    const consent = await db.consent.findFirstOrThrow({ where: { userId } });
    await withdrawConsent({ userId, consentId: consent.id });
  } else {
    // As when the account is erased.
    await db.attempt.deleteMany({ where: { userId } });
    await db.enrolment.deleteMany({ where: { userId } });
  }
}

test("readers at once let the same people in once, and two roles of one person change nothing", async () => {
  const classroom = await aCourseWith(aProfile());
  const takers = [];
  for (let count = 0; count < FEWEST_PEOPLE; count += 1) takers.push(await aQuickTaker(classroom));
  // All of them have counted who waits before the first lets anybody in.
  const held = { table: "StatisticsGroup", mode: "share", waiting: 6 } as const;
  const seen = await whileHeld(held, () => Promise.all(Array.from({ length: 6 }, () => look(classroom))));
  expect(new Set(seen.map(({ marks }) => marks?.size))).toEqual(new Set([FEWEST_PEOPLE]));
  expect(await db.statisticsGroup.count({ where: { courseId: classroom.courseId } })).toBe(1);
  // Who is made an instructor is still one of those who answered as a learner.
  await db.courseStaff.create({ data: { courseId: classroom.courseId, userId: takers[0]!.userId, role: "grader" } });
  expect((await look(classroom)).marks?.size).toBe(FEWEST_PEOPLE);
});

test("who takes consent back while people are let in is not among them", async () => {
  for (const first of ["the withdrawal", "the look"]) {
    const classroom = await aCourseWith(aProfile());
    const takers = [];
    for (let count = 0; count < FEWEST_PEOPLE; count += 1) takers.push(await aQuickTaker(classroom));
    const { userId } = takers[0]!;
    const { id: consentId } = await db.consent.findFirstOrThrow({ where: { userId } });
    const own = { userId, consentId };
    if (first === "the look") {
      let withdrawn: Promise<unknown> = Promise.resolve();
      await whileHeld(
        { table: "StatisticsGroup", mode: "share", waiting: 1 },
        () => look(classroom),
        () => {
          withdrawn = withdrawConsent(own);
          return doneOrWaiting(withdrawn, 2);
        },
      );
      await withdrawn;
    } else {
      let looked: Promise<unknown> = Promise.resolve();
      await inTransaction(db, async (tx) => {
        await withdrawConsent(own, tx);
        looked = look(classroom);
        await doneOrWaiting(looked, 1);
      });
      await looked;
    }
    expect((await look(classroom)).marks, first).toBeNull();
    expect(await db.statisticsMember.count({ where: { attempt: { userId } } }), first).toBe(0);
  }
});

test("staff do not come in, and who has not agreed does not", async () => {
  const classroom = await aCourseWith(aProfile());
  for (let count = 0; count < FEWEST_PEOPLE - 1; count += 1) await aQuickTaker(classroom);
  const [staff, silent] = [await aQuickTaker(classroom), await aQuickTaker(classroom)];
  await db.courseStaff.create({ data: { courseId: classroom.courseId, userId: staff.userId, role: "owner" } });
  await db.consent.deleteMany({ where: { userId: silent.userId } });
  expect(await look(classroom)).toEqual({ people: FEWEST_PEOPLE - 1, marks: null });
  // Who has deleted is not counted either, and not with a later attempt.
  const gone = await aQuickTaker(classroom);
  await deleteResult(gone);
  await handIn(classroom, gone, gone.mark + 1_000_000, 2);
  expect(await look(classroom)).toEqual({ people: FEWEST_PEOPLE - 1, marks: null });
  await aQuickTaker(classroom);
  const { marks: shown } = await look(classroom);
  expect(shown?.size).toBe(FEWEST_PEOPLE);
  expect(shown?.has(staff.mark) || shown?.has(silent.mark)).toBe(false);
});

test("the page of a questionnaire has figures of whole groups, and says how many people they are about", async () => {
  const course = await aProfileCourse();
  const page = async () => readAssessmentStatistics((await readStaffCourse(await anAdmin(), course.key))!, "styles");
  const takers = [];
  for (let count = 0; count < FEWEST_PEOPLE; count += 1) {
    const viewer = await aTaker(course);
    takers.push({ userId: viewer.id, attemptId: await takeProfile(viewer, course) });
  }
  expect(await page()).toMatchObject({ people: FEWEST_PEOPLE, kind: "profile", statistics: { sets: [{}, {}] } });
  await takeProfile(await aTaker(course), course);
  expect(await page()).toMatchObject({ people: FEWEST_PEOPLE });
  await deleteResult(takers[0]!);
  expect(await page()).toMatchObject({ statistics: null });
});
