import { expect, test } from "vitest";
import { readAttemptPage } from "#app/features/assessment/attempt-page.queries.server.ts";
import { readStep } from "#app/features/assessment/attempt-steps.ts";
import { receiveForm } from "#app/features/assessment/receive-form.server.ts";
import { rescoreAttempt } from "#app/features/assessment/rescore-attempt.server.ts";
import { readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { visitAttempt } from "#app/features/assessment/visit-attempt.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { aCheck, aCourseWith, aLearner } from "#tests/support/assessment-builders.ts";

async function anAttempt(items: object[], given: object = {}) {
  const learner = await aLearner(await aCourseWith(aCheck({ items, ...given })));
  const started = await startAttempt(learner.ask);
  if (!("attemptId" in started)) throw new Error(started.reason);
  const ask = { userId: learner.userId, attemptId: started.attemptId };
  const page = async () => {
    const visit = await visitAttempt({ id: learner.userId, role: "student" }, started.attemptId);
    if (visit.status !== "allowed") throw new Error(visit.status);
    const page = await readAttemptPage(visit);
    if (page.status !== "open") throw new Error(page.status);
    return page;
  };
  const receive = (fields: Record<string, string>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    return receiveForm({
      viewer: { id: learner.userId, role: "student" },
      attemptId: started.attemptId,
      form,
      step: readStep(form.get("intent"), null)!,
    });
  };
  const save = (itemKey: string, value: unknown) => saveAnswer({ ...ask, itemKey, value, sequence: now().getTime() });
  return { ask, page, receive, save };
}

const number = { key: "number", kind: "numeric", prompt: "How many?", answers: [{ value: 12 }] };
const bank = [1, 2, 3, 4].map((index) => ({ key: `tf-${index}`, kind: "true-false", prompt: "?", answer: true, bank: "all" }));

test("an attempt shows, scores and reviews the items that its seed draws, and no others", async () => {
  const { ask, page, save } = await anAttempt(bank, { draws: { all: 2 } });
  const keys = (await page()).questions.map(({ question }) => question.key);
  expect(keys).toHaveLength(2);
  for (const { key } of bank) await save(key, keys.includes(key));
  const submitted = await submitAttempt(ask);
  expect(submitted).toMatchObject({ result: { points: 2, max: 2, percent: 100 }, passed: true });
  const result = await readResultPage(ask);
  if (result.status !== "submitted" || result.model.kind !== "graded") throw new Error(result.status);
  expect(result.model.items.map(({ key }) => key)).toEqual(keys);
  expect(await rescoreAttempt({ attemptId: ask.attemptId })).toMatchObject({ status: "scored", result: { points: 2, max: 2 } });
});

test("a number that cannot be read is kept as typed and asked about once, without a script too", async () => {
  const { page, receive } = await anAttempt([number]);
  const outcome = await receive({ "item.number": "twelve", intent: "submit" });
  expect(outcome).toMatchObject({ status: "kept", outcome: { status: "unanswered", itemKeys: [], odd: ["number"] } });
  expect((await page()).questions[0]?.values).toEqual(["twelve"]);
  expect(await receive({ "item.number": "twelve", intent: "submit-anyway" })).toEqual({ status: "ready" });
  expect(await receive({ "item.number": "12", intent: "submit" })).toEqual({ status: "ready" });
});

test("an answer that is too long is refused in words, and the rest is saved", async () => {
  const { page, receive, save } = await anAttempt([
    number,
    { key: "word", kind: "short-text", prompt: "?", answers: [{ text: "a" }] },
  ]);
  const outcome = await receive({ "item.number": "12", "item.word": "a".repeat(201), intent: "submit" });
  expect(outcome).toMatchObject({ status: "kept", outcome: { errors: { word: expect.stringContaining("at most 200") } } });
  expect((await page()).questions.map(({ values }) => values)).toEqual([["12"], []]);
  expect(await save("word", "a".repeat(201))).toMatchObject({
    reason: "bad-value",
    message: expect.stringContaining("at most 200"),
  });
});

test.each([
  ["a sign of nothing", "\0"],
  ["half an emoji", "\ud83d"],
  ["the other half", "\udc00"],
])("%s in a text keeps neither it nor the other answers from being saved", async (_, sign) => {
  const items = [
    { key: "short", kind: "short-text", prompt: "?", answers: [{ text: "ab" }] },
    { key: "long", kind: "long-text", prompt: "?", points: 2 },
    { key: "gaps", kind: "cloze", text: "A {{gap}}.", gaps: [{ key: "gap", kind: "short-text", answers: [{ text: "ab" }] }] },
  ];
  const { page, save, receive } = await anAttempt(items);
  const read = sign === "\0" ? "ab" : "a\ufffdb";
  for (const [key, value] of Object.entries({ short: `a${sign}b`, long: `a${sign}b`, gaps: [`gap=a${sign}b`] })) {
    expect(await save(key, value), key).toMatchObject({ status: "saved" });
  }
  expect((await page()).questions.map(({ values }) => values)).toEqual([[read], [read], [`gap=${read}`]]);
  const fields = { "item.short": `c${sign}d`, "item.long": "kept", "item.gaps.gap": "kept", intent: "save" };
  expect(await receive(fields)).toMatchObject({ status: "saved" });
  expect((await page()).questions.slice(1).map(({ values }) => values)).toEqual([["kept"], ["gap=kept"]]);
});
