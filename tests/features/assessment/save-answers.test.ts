import { afterEach, expect, test } from "vitest";
import { readAnswerForm } from "#app/features/assessment/answer-form.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { saveAnswers } from "#app/features/assessment/save-answers.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCheck, aCourseWith, aLearner } from "#tests/support/assessment-builders.ts";
import { statementsOf } from "#tests/support/statements.ts";

afterEach(() => shiftClock(0));

async function anAttempt(given: Record<string, unknown> = {}) {
  const learner = await aLearner(await aCourseWith(aCheck(given)));
  const started = await startAttempt(learner.ask);
  if (!("attemptId" in started)) throw new Error(started.reason);
  const { userId } = learner;
  const { attemptId } = started;
  return {
    userId,
    attemptId,
    send: (fields: [string, string][]) => {
      const form = new FormData();
      for (const [name, value] of fields) form.append(name, value);
      return saveAnswers({ userId, attemptId, form: readAnswerForm(form) });
    },
    saveOne: (itemKey: string, value: unknown) => saveAnswer({ userId, attemptId, itemKey, value, sequence: now().getTime() }),
    stored: async () => {
      const rows = await db.answer.findMany({ where: { attemptId } });
      return Object.fromEntries(rows.map(({ itemKey, value }) => [itemKey, value]));
    },
  };
}

test("a whole page is saved in one statement", async () => {
  const { send, stored, saveOne } = await anAttempt();
  await saveOne("colour", "red");
  const statements = await statementsOf(async () => {
    const fields: [string, string][] = [
      ["item.colour", "blue"],
      ["item.primes", "three"],
      ["item.primes", "two"],
      ["item.round", "false"],
    ];
    expect(await send(fields)).toEqual({ status: "saved", saved: 3, bad: [] });
  });
  expect(statements).toHaveLength(1);
  expect(await stored()).toEqual({ colour: "blue", primes: ["two", "three"], round: false });
});

test("a page saves what was changed on it, and takes nothing else back", async () => {
  const { send, stored, saveOne } = await anAttempt();
  await saveOne("colour", "red");
  await saveOne("primes", ["two"]);
  // This page was made before another tab changed both answers; the person changes only the third one here.
  const shown = JSON.stringify({ colour: ["red"], primes: ["two"] });
  await saveOne("colour", "blue");
  await saveOne("primes", ["two", "three"]);
  const outcome = await send([
    ["shown", shown],
    ["item.colour", "red"],
    ["item.primes", "two"],
    ["item.round", "true"],
  ]);
  expect(outcome).toMatchObject({ saved: 1 });
  expect(await stored()).toEqual({ colour: "blue", primes: ["two", "three"], round: true });
});

test("ticks that were taken off are taken back", async () => {
  const { send, stored, saveOne } = await anAttempt();
  await saveOne("primes", ["two"]);
  expect(await send([["shown", JSON.stringify({ primes: ["two"] })]])).toMatchObject({ saved: 1 });
  expect(await stored()).toEqual({ primes: null });
});

test("a form counts as later than what is stored, whatever the clock of the browser said", async () => {
  const { userId, attemptId, send, stored } = await anAttempt();
  const ahead = now().getTime() + 60 * 60 * 1000;
  await saveAnswer({ userId, attemptId, itemKey: "colour", value: "red", sequence: ahead });
  await send([
    ["shown", JSON.stringify({ colour: ["red"] })],
    ["item.colour", "blue"],
  ]);
  expect(await stored()).toEqual({ colour: "blue" });
  expect(await saveAnswer({ userId, attemptId, itemKey: "colour", value: "red", sequence: ahead })).toMatchObject({
    status: "stale",
  });
});

test("answers that cannot be are named, and all others are saved", async () => {
  const { send, stored } = await anAttempt();
  const outcome = await send([
    ["item.colour", "green"],
    ["item.round", "false"],
    ["item.ghost", "x"],
    ["colour", "red"],
  ]);
  expect(outcome).toEqual({
    status: "saved",
    saved: 1,
    bad: [
      { itemKey: "colour", because: "unknown-choice" },
      { itemKey: "ghost", because: "unknown-item" },
    ],
  });
  expect(await stored()).toEqual({ round: false });
});

test.each(["", "null", "[]", "{", '{"colour": "red"}', '{"colour": [1]}', "7"])(
  "a tampered record of what was shown (%s) counts as none",
  async (shown) => {
    const { send, stored } = await anAttempt();
    expect(
      await send([
        ["shown", shown],
        ["item.colour", "red"],
      ]),
    ).toMatchObject({ status: "saved", saved: 1 });
    expect(await stored()).toEqual({ colour: "red" });
  },
);

test("two forms that cross save both and wait for nobody", async () => {
  const { send, stored } = await anAttempt();
  const forms = Array.from({ length: 20 }, (_, index) => {
    const fields: [string, string][] = [
      ["item.colour", index % 2 ? "red" : "blue"],
      ["item.primes", "two"],
      ["item.round", "true"],
    ];
    return send(index % 3 ? fields : fields.reverse());
  });
  expect((await Promise.all(forms)).every(({ status }) => status === "saved")).toBe(true);
  expect(Object.keys(await stored())).toHaveLength(3);
});

test("a form for an attempt that is over, late or of somebody else saves nothing", async () => {
  const mine = await anAttempt({ minutes: 1 });
  const theirs = await anAttempt();
  const form = { given: new Map([["colour", ["red"]]]), shown: new Map() };
  expect(await saveAnswers({ userId: theirs.userId, attemptId: mine.attemptId, form })).toEqual({
    status: "refused",
    reason: "no-such-attempt",
  });
  shiftClock(91_000);
  expect(await mine.send([["item.colour", "red"]])).toEqual({ status: "refused", reason: "out-of-time" });
  await submitAttempt({ userId: mine.userId, attemptId: mine.attemptId });
  expect(await mine.send([["item.colour", "red"]])).toEqual({ status: "refused", reason: "closed" });
  expect(await mine.stored()).toEqual({});
});
