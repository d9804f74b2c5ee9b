import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, test } from "vitest";
import { ResultView } from "#app/features/assessment/result-view.tsx";
import { type ResultPage, readAttemptHistory, readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck, aCourseWith, aLearner, aProfile, type Learner, profileAnswers } from "#tests/support/assessment-builders.ts";

afterEach(() => shiftClock(0));

async function take(learner: Learner, answers: Record<string, unknown>): Promise<string> {
  const started = await startAttempt(learner.ask);
  if (!("attemptId" in started)) throw new Error(started.reason);
  const { attemptId } = started;
  const { userId } = learner;
  for (const [itemKey, value] of Object.entries(answers)) {
    await saveAnswer({ userId, attemptId, itemKey, value, sequence: now().getTime() });
  }
  await submitAttempt({ userId, attemptId });
  return attemptId;
}

async function resultOf({ userId }: Learner, attemptId: string): Promise<{ page: ResultPage; html: string; text: string }> {
  const page = await readResultPage({ userId, attemptId });
  if (page.status !== "submitted") throw new Error(page.status);
  const html = renderToStaticMarkup(createElement(ResultView, { page }));
  return { page, html, text: html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ") };
}

test("a check that is not passed says so, gives feedback and covers the right answers", async () => {
  const learner = await aLearner(await aCourseWith(aCheck({ attempts: 3 })));
  const { page, html, text } = await resultOf(learner, await take(learner, { colour: "red", primes: ["two", "four"] }));
  expect(page.model).toMatchObject({ kind: "graded", passed: false, attemptsLeft: 2, covered: true });
  expect(text).toContain("0 %");
  expect(text).toContain("You have 2 attempts left.");
  expect(text).toContain("Only at sunset.");
  expect(text).toContain("Four is two times two.");
  expect(text).toContain("No answer");
  expect(text).not.toMatch(/Blue|Three|right answer,|blue it is/);
  expect(html).toContain('action="/learn/');
});

test("a passed check shows every right answer and leads on", async () => {
  const learner = await aLearner(await aCourseWith(aCheck()));
  const { page, text, html } = await resultOf(
    learner,
    await take(learner, { colour: "red", primes: ["two", "three"], round: false }),
  );
  expect(page.model).toMatchObject({ passed: true, covered: false, percent: expect.closeTo(200 / 3) });
  expect(text).toContain("66.6 %");
  expect(text).toMatch(/Blue right answer/);
  expect(text).toMatch(/Red your answer/);
  expect(html).toContain("/the-check/next");
  expect(html).not.toContain("Try again");
});

test("without attempts left the right answers are shown, and no new one is offered", async () => {
  const learner = await aLearner(await aCourseWith(aCheck({ attempts: 1 })));
  const { page, text } = await resultOf(learner, await take(learner, { colour: "red" }));
  expect(page.model).toMatchObject({ covered: false, attemptsLeft: 0 });
  expect(text).toContain("no attempts left");
  expect(text).not.toContain("Try again");
});

test("while the last attempt is still open, the results of the others stay covered", async () => {
  const learner = await aLearner(await aCourseWith(aCheck({ attempts: 2 })));
  const first = await take(learner, { colour: "red" });
  await startAttempt(learner.ask);
  const { page, text } = await resultOf(learner, first);
  expect(page.model).toMatchObject({ covered: true, attemptsLeft: 0 });
  expect(text).toContain("Continue the open attempt");
});

test("the history lists all attempts with their results, the newest first", async () => {
  const learner = await aLearner(await aCourseWith(aCheck()));
  await take(learner, { colour: "red" });
  const second = await take(learner, { colour: "blue", primes: ["two", "three"], round: false });
  const history = await readAttemptHistory({ ...learner.ask });
  expect(history.map(({ number, result, passed }) => [number, result, passed])).toEqual([
    [2, "100 %, passed", true],
    [1, "0 %, not passed", false],
  ]);
  const { html } = await resultOf(learner, second);
  expect(html).toContain(`/attempts/${history[1]?.attemptId}/result`);
});

test("a profile shows its reading, a plot with a text alternative, the same numbers as a table, and its limits", async () => {
  const learner = await aLearner(await aCourseWith(aProfile()));
  const { page, html, text } = await resultOf(learner, await take(learner, profileAnswers(6, 2)));
  expect(page.model).toMatchObject({ kind: "profile", profile: { key: "anxious" }, near: { lines: [], profiles: [] } });
  expect(text).toContain("Reading of readings/anxious.md");
  expect(text).toContain("not a diagnosis");
  expect(text).toContain("Hold it lightly.");
  expect(html).toMatch(/<svg[^>]*role="img"[^>]*aria-labelledby="plane-title plane-description"/);
  expect(text).toContain(
    "Your point is at 6 for Anxiety (from 1 to 7) and at 2 for Avoidance (from 1 to 7), in the part named Anxious.",
  );
  expect(html).toMatch(/<td[^>]*>6<\/td>/);
  expect(html).not.toMatch(/style=/);
});

test("the point stands where the scores say", async () => {
  const learner = await aLearner(await aCourseWith(aProfile()));
  const { html } = await resultOf(learner, await take(learner, profileAnswers(7, 1)));
  const [, box] = /<rect x="64" y="16" (width="400" height="400")/.exec(html) ?? [];
  expect(box).toBeDefined();
  // The highest anxiety and the lowest avoidance: the lower right corner of the plane.
  expect(html).toContain('<circle cx="464" cy="416" r="9"');
});

test("a score near a line says so and offers the reading across it", async () => {
  const learner = await aLearner(await aCourseWith(aProfile()));
  const { text } = await resultOf(learner, await take(learner, { ...profileAnswers(1, 4), "avoidance-4": 5 }));
  expect(text).toContain("Nearest to: Secure");
  expect(text).toContain("Your score for Avoidance, 3.75, is within 0.5 of the dividing line at 4.");
  expect(text).toContain("Read also: Avoidant Reading of readings/avoidant.md");
});

test("a scale with too few answers has no score, and the page says why and what to do", async () => {
  const learner = await aLearner(await aCourseWith(aProfile()));
  const { html, text } = await resultOf(learner, await take(learner, { "anxiety-1": 3 }));
  expect(text).toContain("There is no score for Anxiety.");
  expect(text).toContain("1 of 4 statements were answered");
  expect(text).toContain("Take it again");
  expect(html).not.toContain("<svg");
});

test("earlier results are rings on the plane", async () => {
  const learner = await aLearner(await aCourseWith(aProfile()));
  await take(learner, profileAnswers(6, 2));
  const { html, text } = await resultOf(learner, await take(learner, profileAnswers(2, 2)));
  expect(html.match(/<circle/g)).toHaveLength(2);
  expect(text).toContain("The rings are your earlier results.");
});

test("bars show every scale with its bands and their readings", async () => {
  const bands = {
    anxiety: [
      { key: "calm", title: "Calm", below: 4, reading: "readings/calm.md" },
      { key: "worried", title: "Worried" },
    ],
  };
  const learner = await aLearner(await aCourseWith(aProfile({ plot: { kind: "bars" }, profiles: [], bands })));
  const { html, text } = await resultOf(learner, await take(learner, profileAnswers(2, 5)));
  expect(text).toContain("Anxiety 2 from 1 to 7; Avoidance 5 from 1 to 7.");
  expect(text).toContain("Anxiety: Calm Reading of readings/calm.md");
  expect(html).not.toMatch(/style=/);
});

test("a result is for its owner alone, and an open attempt has none", async () => {
  const classroom = await aCourseWith(aCheck());
  const [learner, other] = [await aLearner(classroom), await aLearner(classroom)];
  const attemptId = await take(learner, {});
  expect(await readResultPage({ userId: other.userId, attemptId })).toEqual({ status: "no-such-attempt" });
  expect(await readAttemptHistory({ ...learner.ask, userId: other.userId })).toEqual([]);
  const started = await startAttempt(other.ask);
  if (!("attemptId" in started)) throw new Error(started.reason);
  expect(await readResultPage({ userId: other.userId, attemptId: started.attemptId })).toEqual({ status: "open" });
});

test("who goes to another time zone and back reads no right answers in between", async () => {
  // It closes in an hour in UTC, and has closed hours ago on Kiritimati.
  const closes = new Date(now().getTime() + 60 * 60_000).toISOString().slice(0, 16).replace("T", " ");
  for (const time of ["after-closing", "after-last-attempt"]) {
    const classroom = await aCourseWith(aCheck({ attempts: 3, closes, review: { answers: time } }));
    const learner = await aLearner(classroom);
    const attemptId = await take(learner, { colour: "red" });
    const coveredIn = async (timeZone: string) => {
      await db.user.update({ where: { id: learner.userId }, data: { timeZone } });
      const { page, text } = await resultOf(learner, attemptId);
      expect(/Blue/.test(text)).toBe(page.model.kind === "graded" && !page.model.covered);
      return page.model.kind === "graded" && page.model.covered;
    };
    expect(await coveredIn("Pacific/Kiritimati"), time).toBe(true);
    expect(await startAttempt({ ...learner.ask, timeZone: "Pacific/Kiritimati" })).toMatchObject({ reason: "closed" });
    // The last clock to get there is twelve hours behind UTC.
    shiftClock(12.5 * 60 * 60_000);
    expect(await coveredIn("UTC"), time).toBe(true);
    shiftClock(13.5 * 60 * 60_000);
    expect(await coveredIn("UTC"), time).toBe(false);
    shiftClock(0);
  }
});
