import { afterEach, beforeAll, expect, test } from "vitest";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import * as page from "#app/routes/attempts.$attemptId._index.tsx";
import * as answers from "#app/routes/attempts.$attemptId.answers.ts";
import * as result from "#app/routes/attempts.$attemptId.result.tsx";
import * as submit from "#app/routes/attempts.$attemptId.submit.tsx";
import { aCheck, aCourseWith, aLearner, type Classroom, type Learner } from "#tests/support/assessment-builders.ts";
import { aCookieOf } from "#tests/support/people.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

let classroom: Classroom;
beforeAll(async () => {
  classroom = await aCourseWith(aCheck({ minutes: 10 }));
});
afterEach(() => shiftClock(0));

async function anAttempt(learner?: Learner) {
  const who = learner ?? (await aLearner(classroom));
  const started = await startAttempt(who.ask);
  if (!("attemptId" in started)) throw new Error(started.reason);
  const { attemptId } = started;
  const cookie = await aCookieOf({ id: who.userId });
  return {
    learner: who,
    attemptId,
    cookie,
    path: `/attempts/${attemptId}`,
    with: (more: object = {}) => ({ cookie, params: { attemptId }, ...more }),
    stored: async () => {
      const rows = await db.answer.findMany({ where: { attemptId } });
      return Object.fromEntries(rows.map(({ itemKey, value }) => [itemKey, value]));
    },
  };
}

/** The arguments of an action that is sent JSON. */
function post(
  path: string,
  body: unknown,
  { cookie, params, raw }: { cookie?: string; params?: Record<string, string>; raw?: string },
) {
  const args = visit(path, { cookie, params });
  const text = raw ?? JSON.stringify(body);
  const headers = { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(text)) };
  return { ...args, request: new Request(args.request.url, { method: "POST", headers, body: text }) };
}

async function saved(attempt: Awaited<ReturnType<typeof anAttempt>>, body: unknown, raw?: string) {
  const response = await responseOf(() => answers.action(post(`${attempt.path}/answers`, body, attempt.with({ raw }))));
  return { status: response.status, reply: await response.json() };
}

const RIGHT = new URLSearchParams([
  ["item.colour", "blue"],
  ["item.primes", "two"],
  ["item.primes", "three"],
  ["item.round", "false"],
]);

test("the page of an attempt asks every question and tells no answer", async () => {
  const attempt = await anAttempt();
  const { data } = await dataOf(page.loader(visit(attempt.path, attempt.with())));
  expect(data.page.questions).toHaveLength(3);
  expect(JSON.stringify(data)).not.toMatch(/correct|feedback|sunset/);
});

test("a page of an attempt, and its result, take two statements, the session included", async () => {
  const attempt = await anAttempt();
  expect(await statementsOf(() => dataOf(page.loader(visit(attempt.path, attempt.with()))))).toHaveLength(2);
  const form = new URLSearchParams({ answers: "saved", intent: "submit-anyway" });
  await responseOf(() => submit.action(visit(`${attempt.path}/submit`, attempt.with({ form }))));
  expect(await statementsOf(() => dataOf(result.loader(visit(`${attempt.path}/result`, attempt.with()))))).toHaveLength(2);
});

test("saving one answer takes two statements, the session included", async () => {
  const attempt = await anAttempt();
  await saved(attempt, { item: "colour", values: ["red"], sequence: 1 });
  const statements = await statementsOf(async () => {
    expect(await saved(attempt, { item: "colour", values: ["blue"], sequence: 2 })).toMatchObject({
      status: 200,
      reply: { status: "saved", sequence: 2 },
    });
  });
  expect(statements).toHaveLength(2);
  expect(await attempt.stored()).toEqual({ colour: "blue" });
});

test("a page that comes back learns what the server has", async () => {
  const attempt = await anAttempt();
  await saved(attempt, { item: "primes", values: ["three", "two"], sequence: 7 });
  const response = await responseOf(() => answers.loader(visit(`${attempt.path}/answers`, attempt.with())));
  expect(await response.json()).toEqual({
    open: true,
    now: expect.any(Number),
    deadline: expect.any(Number),
    answers: [{ item: "primes", values: ["two", "three"], sequence: 7 }],
  });
});

test.each<[string, unknown, string | undefined, number]>([
  ["an unknown item", { item: "ghost", values: ["x"], sequence: 1 }, undefined, 400],
  ["an unknown choice", { item: "colour", values: ["green"], sequence: 1 }, undefined, 400],
  ["no values", { item: "colour", sequence: 1 }, undefined, 400],
  ["a sequence that is no number", { item: "colour", values: ["red"], sequence: "1" }, undefined, 400],
  ["an over-long key", { item: "c".repeat(65), values: ["red"], sequence: 1 }, undefined, 400],
  ["what is no JSON", undefined, "{", 400],
  ["null", null, undefined, 400],
  ["far too much", undefined, `"${"x".repeat(200_000)}"`, 413],
])("%s is refused with a 4xx and saves nothing", async (_, body, raw, status) => {
  const attempt = await anAttempt();
  const outcome = await saved(attempt, body, raw);
  expect(outcome).toMatchObject({ status, reply: { status: "refused", reason: "bad-value" } });
  expect(await attempt.stored()).toEqual({});
});

test("the whole way without a script: save, come back, hand in, read the result", async () => {
  const attempt = await anAttempt();
  const form = new URLSearchParams({ "item.colour": "blue", intent: "later" });
  const later = await responseOf(() => submit.action(visit(`${attempt.path}/submit`, attempt.with({ form }))));
  expect([later.status, later.headers.get("Location")]).toEqual([303, `/learn/${classroom.courseKey}/the-check`]);

  const asked = await responseOf(() =>
    submit.action(visit(`${attempt.path}/submit`, attempt.with({ form: { "item.round": "false", intent: "submit" } }))),
  );
  expect([asked.status, asked.headers.get("Location")]).toEqual([303, `${attempt.path}?missing#notice`]);
  const { data: again } = await dataOf(page.loader(visit(`${attempt.path}?missing`, attempt.with())));
  expect(again).toMatchObject({ outcome: { status: "unanswered", itemKeys: ["primes"] } });
  expect(await attempt.stored()).toEqual({ colour: "blue", round: false });

  const done = await responseOf(() =>
    submit.action(visit(`${attempt.path}/submit`, attempt.with({ form: { intent: "submit-anyway" } }))),
  );
  expect([done.status, done.headers.get("Location")]).toEqual([303, `${attempt.path}/result`]);
  const { data } = await dataOf(result.loader(visit(`${attempt.path}/result`, attempt.with())));
  expect(data.page.model).toMatchObject({ points: 2, passed: true });
});

test("handing in completes the lesson, and a second click leads to the same result", async () => {
  const attempt = await anAttempt();
  for (let click = 0; click < 2; click++) {
    const done = await responseOf(() => submit.action(visit(`${attempt.path}/submit`, attempt.with({ form: RIGHT }))));
    expect(done.headers.get("Location")).toBe(`${attempt.path}/result`);
  }
  const { enrolmentId } = attempt.learner;
  const progress = await db.lessonProgress.findMany({ where: { enrolmentId } });
  expect(progress).toMatchObject([{ lessonKey: "the-check", completedAt: expect.any(Date) }]);
});

test("what the script has saved is not read from the form again", async () => {
  const attempt = await anAttempt();
  await saved(attempt, { item: "colour", values: ["blue"], sequence: 1 });
  const form = new URLSearchParams({ "item.colour": "red", answers: "saved", intent: "submit-anyway" });
  await responseOf(() => submit.action(visit(`${attempt.path}/submit`, attempt.with({ form }))));
  expect(await attempt.stored()).toEqual({ colour: "blue" });
});

test("an answer that is none of the choices comes back beside its question, and the rest is saved", async () => {
  const attempt = await anAttempt();
  const form = new URLSearchParams({ "item.colour": "green", "item.round": "true" });
  const outcome = await dataOf(submit.action(visit(`${attempt.path}/submit`, attempt.with({ form }))));
  expect(outcome).toMatchObject({
    status: 422,
    data: {
      status: "bad",
      errors: { colour: expect.stringContaining("not one of the choices") },
      given: { colour: ["green"] },
    },
  });
  expect(await attempt.stored()).toEqual({ round: true });
});

test("a form from a page of an older version of the site is still taken", async () => {
  const attempt = await anAttempt();
  const send = (form: Record<string, string>) =>
    responseOf(() => answers.action(visit(`${attempt.path}/answers`, attempt.with({ form }))));
  const saved = await send({ "item.colour": "blue", intent: "later" });
  expect([saved.status, saved.headers.get("Location")]).toEqual([303, `/learn/${classroom.courseKey}/the-check`]);
  expect((await send({ "item.colour": "green", "item.round": "true", intent: "later" })).status).toBe(400);
  expect(await attempt.stored()).toEqual({ colour: "blue", round: true });
});

test("when the time is over the page hands in what there is and shows the result", async () => {
  const attempt = await anAttempt();
  await saved(attempt, { item: "colour", values: ["blue"], sequence: 1 });
  shiftClock(11 * 60_000);
  expect(await saved(attempt, { item: "colour", values: ["red"], sequence: 2 })).toMatchObject({
    status: 409,
    reply: { reason: "out-of-time" },
  });
  const gone = await responseOf(() => page.loader(visit(attempt.path, attempt.with())));
  expect(gone.headers.get("Location")).toBe(`${attempt.path}/result`);
  const { data } = await dataOf(result.loader(visit(`${attempt.path}/result`, attempt.with())));
  expect(data.page.model).toMatchObject({ points: 1 });
  expect(await saved(attempt, { item: "colour", values: ["red"], sequence: 3 })).toMatchObject({
    status: 409,
    reply: { reason: "closed" },
  });
});

test("a form that comes after the end hands in without its answers", async () => {
  const attempt = await anAttempt();
  shiftClock(11 * 60_000);
  const done = await responseOf(() => submit.action(visit(`${attempt.path}/submit`, attempt.with({ form: RIGHT }))));
  expect(done.headers.get("Location")).toBe(`${attempt.path}/result`);
  expect(await attempt.stored()).toEqual({});
});

test("an attempt belongs to one person: to everybody else it is not there", async () => {
  const attempt = await anAttempt();
  const { cookie } = await anAttempt();
  const theirs = { cookie, params: { attemptId: attempt.attemptId } };
  const form = RIGHT;
  for (const work of [
    () => page.loader(visit(attempt.path, theirs)),
    () => submit.loader(visit(`${attempt.path}/submit`, theirs)),
    () => result.loader(visit(`${attempt.path}/result`, theirs)),
    () => answers.loader(visit(`${attempt.path}/answers`, theirs)),
    () => answers.action(visit(`${attempt.path}/answers`, { ...theirs, form })),
    () => answers.action(post(`${attempt.path}/answers`, { item: "colour", values: ["red"], sequence: 1 }, theirs)),
    () => submit.action(visit(`${attempt.path}/submit`, { ...theirs, form })),
  ]) {
    expect((await responseOf(work)).status).toBe(404);
  }
  expect(await attempt.stored()).toEqual({});
  expect(await db.attempt.findUniqueOrThrow({ where: { id: attempt.attemptId } })).toMatchObject({ submittedAt: null });
});

test("who is not signed in is sent to sign in", async () => {
  const { attemptId, path } = await anAttempt();
  const params = { attemptId };
  for (const work of [
    () => page.loader(visit(path, { params })),
    () => answers.action(post(`${path}/answers`, { item: "colour", values: ["red"], sequence: 1 }, { params })),
    () => submit.action(visit(`${path}/submit`, { params, form: RIGHT })),
    () => result.loader(visit(`${path}/result`, { params })),
  ]) {
    const response = await responseOf(work);
    expect(response.headers.get("Location")).toMatch(/^\/sign-in\?returnTo=/);
  }
});

test("when access has ended an attempt cannot go on, and a result can still be read", async () => {
  const done = await anAttempt();
  await responseOf(() =>
    submit.action(visit(`${done.path}/submit`, done.with({ form: { "item.colour": "red", intent: "submit-anyway" } }))),
  );
  const open = await anAttempt(done.learner);
  await db.entitlement.updateMany({
    where: { userId: done.learner.userId },
    data: { revokedAt: new Date(), revokedReason: "refunded" },
  });

  const closed = `/courses/${classroom.courseKey}?closed=revoked`;
  expect((await responseOf(() => page.loader(visit(open.path, open.with())))).headers.get("Location")).toBe(closed);
  expect(
    (await responseOf(() => submit.action(visit(`${open.path}/submit`, open.with({ form: RIGHT }))))).headers.get("Location"),
  ).toBe(closed);
  expect(await saved(open, { item: "colour", values: ["blue"], sequence: 1 })).toMatchObject({
    status: 403,
    reply: { reason: "no-access" },
  });
  expect(await open.stored()).toEqual({});
  const { data } = await dataOf(result.loader(visit(`${done.path}/result`, done.with())));
  expect(data.page.model).toMatchObject({ passed: false });
});

test.each(["nothing", "a\0b", "%00", "../../etc/passwd", "x".repeat(3_000)])("a forged id (%j) is a 404", async (attemptId) => {
  const { cookie } = await anAttempt();
  const given = { cookie, params: { attemptId } };
  for (const loader of [page.loader, submit.loader, result.loader, answers.loader]) {
    expect((await responseOf(() => loader(visit("/attempts/x", given)))).status).toBe(404);
  }
});
