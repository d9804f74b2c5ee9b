import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, test } from "vitest";
import type { ProfileModel } from "#app/features/assessment/result-model.ts";
import { ResultView } from "#app/features/assessment/result-view.tsx";
import { readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { loadRevision } from "#app/features/assessment/revision.queries.server.ts";
import { readSiteSamples } from "#app/features/assessment/site-sample.queries.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck, aCourseWith, aLearner, aProfile, type Classroom, profileAnswers } from "#tests/support/assessment-builders.ts";
import { aRevision, manyAttempts, take } from "#tests/support/attempts.ts";
import { statementsOf } from "#tests/support/statements.ts";

afterEach(() => shiftClock(0));

const spread = (index: number) => profileAnswers(1 + (index % 7), 1 + ((index * 3) % 7));
const profile = (given: object = {}) => aProfile({ key: `styles-${Math.random().toString(36).slice(2)}`, ...given });

/** As it is read after what is kept has grown old. */
async function freshSample({ revisionId }: Classroom) {
  shiftClock(61 * 60_000);
  const samples = await readSiteSamples(await loadRevision(revisionId));
  return samples.get("anxiety") ?? null;
}

test("ninety-nine people are no norm, a hundred are", async () => {
  const classroom = await aCourseWith(profile());
  await manyAttempts(classroom, 99, spread);
  expect(await readSiteSamples(await loadRevision(classroom.revisionId))).toEqual(new Map());
  await manyAttempts(classroom, 1, spread);
  expect((await freshSample(classroom))?.scores.n).toBe(100);
});

test("a hundred people of whom one has no score on a scale are no norm for it", async () => {
  const classroom = await aCourseWith(profile());
  await manyAttempts(classroom, 100, (index) => (index === 0 ? { "avoidance-1": 1 } : spread(index)));
  const learner = await aLearner(classroom);
  await db.attempt.deleteMany({ where: { userId: learner.userId } });
  const page = await pageOf(learner, await take(learner, {}));
  // The learner's own empty attempt is the hundred and first, and has no score either.
  expect((page.model as ProfileModel).scales.map(({ figures }) => figures.percentile)).toEqual([null, null]);
  const sample = await freshSample(classroom);
  expect(sample?.scores.n).toBe(99);
});

test("everybody counts once, with the first attempt, and who looks after the site or the course does not", async () => {
  const classroom = await aCourseWith(profile());
  const { userIds } = await manyAttempts(classroom, 101, () => profileAnswers(2, 2));
  // The second attempt of one of them, with other answers.
  const again = await db.attempt.findFirstOrThrow({ where: { userId: userIds[0] } });
  const second = { ...again, id: `${again.id}-2`, number: 2, submittedAt: new Date("2026-02-01") };
  await db.attempt.create({ data: second });
  await db.answer.createMany({
    data: Object.entries(profileAnswers(7, 7)).map(([itemKey, value]) => ({
      attemptId: second.id,
      itemKey,
      value,
      sequence: 1n,
    })),
  });
  await manyAttempts(classroom, 5, () => profileAnswers(7, 7), { role: "admin" });
  await db.courseStaff.create({ data: { courseId: classroom.courseId, userId: userIds[1]!, role: "grader" } });
  const sample = await freshSample(classroom);
  expect([...(sample?.scores.sorted ?? [])]).toEqual(Array(100).fill(2));
});

test("only forms that ask the same are put together", async () => {
  const data = profile();
  const classroom = await aCourseWith(data);
  const retold = await aRevision(classroom, { ...data, limits: "Hold it more lightly." });
  const { items } = aProfile();
  const changed = await aRevision(classroom, { ...data, items: [{ ...items[0], prompt: "Another one" }, ...items.slice(1)] });
  const idOf = async ({ key, digest }: { key: string; digest: string }) =>
    (await db.instrumentRevision.findFirstOrThrow({ where: { key, digest } })).id;
  await manyAttempts(classroom, 60, spread);
  await manyAttempts(classroom, 50, spread, { revisionId: await idOf(retold) });
  await manyAttempts(classroom, 70, spread, { revisionId: await idOf(changed) });
  expect((await freshSample(classroom))?.scores.n).toBe(110);
});

test("the sample is read once an hour, and not at all where the instrument states its figures", async () => {
  const classroom = await aCourseWith(profile());
  const revision = await loadRevision(classroom.revisionId);
  expect(await statementsOf(() => readSiteSamples(revision))).toHaveLength(2);
  expect(await statementsOf(() => readSiteSamples(revision))).toHaveLength(0);
  shiftClock(61 * 60_000);
  expect(await statementsOf(() => readSiteSamples(revision))).toHaveLength(2);

  const data = profile();
  const stated = data.scales.map((scale) => ({
    ...scale,
    norms: { mean: 4, sd: 1, sample: "500 adults", source: "a book" },
    reliability: { coefficient: 0.9, method: "Cronbach's alpha", source: "the same book" },
  }));
  const other = await loadRevision((await aCourseWith({ ...data, scales: stated })).revisionId);
  expect(await statementsOf(() => readSiteSamples(other))).toHaveLength(0);
  const check = await loadRevision((await aCourseWith(aCheck())).revisionId);
  expect(await statementsOf(() => readSiteSamples(check))).toHaveLength(0);
});

async function pageOf({ userId }: { userId: string }, attemptId: string) {
  const page = await readResultPage({ userId, attemptId });
  if (page.status !== "submitted") throw new Error(page.status);
  return page;
}

test("a result says with how many people of this site it compares, and how sure each score is", async () => {
  const classroom = await aCourseWith(profile());
  // Alpha is 1 where all items of a person are alike: one answer of each differs.
  await manyAttempts(classroom, 120, (index) => ({ ...spread(index), [`anxiety-${1 + (index % 3)}`]: 4, "avoidance-1": 4 }));
  const learner = await aLearner(classroom);
  const page = await pageOf(learner, await take(learner, profileAnswers(6, 2)));
  const html = renderToStaticMarkup(createElement(ResultView, { page }));
  const text = html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
  expect(text).toContain("Compared with 121 people who took it here.");
  expect(text).toMatch(/Of 100, scored lower .*about \d+/);
  expect(text).toContain("the answers of 121 people who took it here (Cronbach&#x27;s alpha)");
  expect(text).toMatch(
    /The box around it is the likely range: [\d.]+ to [\d.]+ for Anxiety and [\d.]+ to [\d.]+ for Avoidance\./,
  );
  const { scales } = page.model as ProfileModel;
  const { lower, upper } = scales[0]!.figures.error!;
  expect(lower).toBeLessThan(6);
  // The box stands where the numbers say: from 1 to 7 on 400 units from 64 on.
  const x = 64 + ((lower - 1) / 6) * 400;
  const width = ((Math.min(7, upper) - lower) / 6) * 400;
  const [, boxX, boxWidth] = /<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="[\d.]+" rx="4"/.exec(html) ?? [];
  expect(Number(boxX)).toBeCloseTo(x, 6);
  expect(Number(boxWidth)).toBeCloseTo(width, 6);
});

test("without norms and without a hundred people a result claims nothing", async () => {
  const learner = await aLearner(await aCourseWith(profile()));
  const page = await pageOf(learner, await take(learner, profileAnswers(6, 2)));
  const text = renderToStaticMarkup(createElement(ResultView, { page }));
  expect(text).not.toMatch(/ikely range|scored lower|Compared with/);
});
