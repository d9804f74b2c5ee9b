import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { readComparison } from "#app/features/assessment/comparison.queries.server.ts";
import { ComparisonView } from "#app/features/assessment/comparison-view.tsx";
import { ResultView } from "#app/features/assessment/result-view.tsx";
import { readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck, aCourseWith, aLearner, aProfile, profileAnswers } from "#tests/support/assessment-builders.ts";
import { aRevision, inLesson, take } from "#tests/support/attempts.ts";

function measured(given: Record<string, unknown> = {}) {
  const data = aProfile(given);
  const reliability = { coefficient: 0.84, sd: 1, method: "retest", source: "a book" };
  return { ...data, scales: data.scales.map((scale) => ({ ...scale, reliability })) };
}

async function compared(userId: string, attemptIds: [string, string]) {
  const page = await readComparison({ userId, attemptIds });
  if (page.status !== "compared") throw new Error(JSON.stringify(page));
  return page;
}

const textOf = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");

async function resultHtml(userId: string, attemptId: string) {
  const page = await readResultPage({ userId, attemptId });
  if (page.status !== "submitted") throw new Error(page.status);
  return { page, html: renderToStaticMarkup(createElement(ResultView, { page })) };
}

test("an instrument that is taken in two lessons is compared across them, and each result leads there", async () => {
  const classroom = await aCourseWith(measured());
  const learner = await aLearner(classroom);
  const module = { key: "first", title: "First", lessons: ["start", "end"].map((key) => ({ key, title: `At the ${key}` })) };
  const manifest = { schema: 1, key: classroom.courseKey, title: "A course", modules: [module], media: {} };
  await db.release.update({ where: { id: classroom.releaseId }, data: { manifest } });
  const first = await take(inLesson(learner, "start"), profileAnswers(2, 4));
  const second = await take(inLesson(learner, "end"), profileAnswers(6, 4));

  const { page, html } = await resultHtml(learner.userId, second);
  expect(page.comparable).toMatchObject([{ attemptId: first, number: 1, lessonTitle: "At the start" }]);
  expect(html).toContain(`href="/attempts/${second}/compare/${first}"`);
  expect(textOf(html)).toMatch(/From \w.*At the start, attempt 1/);
  expect(textOf((await resultHtml(learner.userId, first)).html)).toMatch(/To \w.*At the end, attempt 1/);

  const comparison = await compared(learner.userId, [second, first]);
  expect(comparison).toMatchObject({ before: { attemptId: first }, after: { attemptId: second, lessonTitle: "At the end" } });
  expect(await compared(learner.userId, [first, second])).toEqual(comparison);
  const report = renderToStaticMarkup(createElement(ComparisonView, { page: comparison }));
  expect(textOf(report)).toContain("A rise of 4, larger than chance alone would explain.");
  expect(textOf(report)).toContain("The same score both times.");
  expect(textOf(report)).toContain("nearest to “Avoidant” (near a line); after, to “Fearful” (near a line)");
  expect(report).toMatch(/<svg[^>]*role="img"[^>]*aria-labelledby="changes-title changes-description"/);
  expect(report).toMatch(/<td[^>]*>2<\/td><td[^>]*>6<\/td><td[^>]*>\+4<\/td>/);
  expect(textOf(report)).toContain("Hold it lightly.");
  expect(report).not.toMatch(/style=/);
});

test("two attempts of one lesson are compared too, also after the words of the result were changed", async () => {
  const classroom = await aCourseWith(measured());
  const learner = await aLearner(classroom);
  const first = await take(learner, profileAnswers(2, 2));
  const retold = await aRevision(classroom, measured({ limits: "Hold it more lightly." }));
  const second = await take(inLesson(learner, "the-check", retold), profileAnswers(3, 2));
  const { model } = await compared(learner.userId, [first, second]);
  expect(model.limits).toContain("more lightly");
  expect(model.scales[0]).toMatchObject({ before: 2, after: 3, change: { verdict: "within-error" } });
});

test("changed questions, another assessment and checks of knowledge are not compared, and the page says why", async () => {
  const classroom = await aCourseWith(measured());
  const learner = await aLearner(classroom);
  const { items } = aProfile();
  const changed = await aRevision(classroom, measured({ items: [{ ...items[0], prompt: "Another one" }, ...items.slice(1)] }));
  const check = await aRevision(classroom, aCheck());
  const first = await take(learner, profileAnswers(2, 2));
  const second = await take(inLesson(learner, "the-check", changed), profileAnswers(3, 2));
  const other = await take(inLesson(learner, "a-check", check), {});
  const checkAgain = await take(inLesson(learner, "a-check", check), {});
  const { userId } = learner;
  for (const [attemptIds, reason, words] of [
    [[first, second], "changed-questions", "were changed between these two times"],
    [[first, other], "another-assessment", "of different assessments"],
    [[checkAgain, other], "no-scales", "checks of what you know"],
  ] as [[string, string], string, string][]) {
    const page = await readComparison({ userId, attemptIds });
    expect(page).toMatchObject({ status: "not-comparable", reason });
    if (page.status !== "not-comparable") continue;
    expect(textOf(renderToStaticMarkup(createElement(ComparisonView, { page })))).toContain(words);
  }
  expect((await resultHtml(userId, second)).page.comparable).toEqual([]);
  expect((await resultHtml(userId, other)).html).not.toContain("/compare/");
});

test("only the two attempts of one person are compared, and only when both are handed in", async () => {
  const classroom = await aCourseWith(measured());
  const [learner, other] = [await aLearner(classroom), await aLearner(classroom)];
  const [mine, theirs] = [await take(learner, profileAnswers(2, 2)), await take(other, profileAnswers(6, 6))];
  const again = await take(other, profileAnswers(5, 5));
  const none = { status: "no-such-attempt" };
  for (const attemptIds of [
    [mine, theirs],
    [theirs, mine],
    [theirs, again],
    [mine, mine],
    [mine, "nothing"],
    [mine, "a\0b"],
  ] as [string, string][]) {
    expect(await readComparison({ userId: learner.userId, attemptIds })).toEqual(none);
  }
  expect((await resultHtml(learner.userId, mine)).page.comparable).toEqual([]);
  const open = await startAttempt(learner.ask);
  if (!("attemptId" in open)) throw new Error(open.reason);
  expect(await readComparison({ userId: learner.userId, attemptIds: [mine, open.attemptId] })).toEqual({
    status: "open",
    attemptId: open.attemptId,
  });
  expect((await resultHtml(learner.userId, mine)).page.comparable).toEqual([]);
});

test("a result ends with what to do next, by profile and by band", async () => {
  const profiles = aProfile().profiles.map((profile) => ({ ...profile, next: `After ${profile.key}.` }));
  const bands = {
    avoidance: [
      { key: "low", title: "Low", below: 4, next: "After a low score." },
      { key: "high", title: "High" },
    ],
  };
  const learner = await aLearner(await aCourseWith(aProfile({ profiles, bands })));
  const { html } = await resultHtml(learner.userId, await take(learner, profileAnswers(6, 2)));
  expect(textOf(html)).toMatch(/What to do next Anxious After anxious\. Avoidance: Low After a low score\./);
  expect(textOf(html)).not.toContain("After secure.");
});
