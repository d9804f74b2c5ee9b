import { beforeEach, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import * as resultRoute from "#app/routes/assessments.$key.result.tsx";
import * as takeRoute from "#app/routes/assessments.$key.take.tsx";
import { aCookieOf, aStudent, cookieIn } from "#tests/support/people.ts";
import { aPublicAssessment, guestFields } from "#tests/support/public-assessments.ts";
import { askRoute } from "#tests/support/routes.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

beforeEach(() => db.rateLimit.deleteMany());

type Assessment = Awaited<ReturnType<typeof aPublicAssessment>>;

const join = (...cookies: (string | undefined)[]) => cookies.filter(Boolean).join("; ");

function send({ key }: Assessment, form: Record<string, string>, cookie?: string) {
  return takeRoute.action(visit(`/assessments/${key}/take`, { form, cookie, params: { key } }));
}

function open({ key }: Pick<Assessment, "key">, cookie?: string, query = "") {
  return resultRoute.loader(visit(`/assessments/${key}/result${query}`, { cookie, params: { key } }));
}

function act({ key }: Assessment, intent: string, cookie?: string) {
  return resultRoute.action(visit(`/assessments/${key}/result`, { form: { intent }, cookie, params: { key } }));
}

/** Takes it to the end, and gives the cookie that opens the result. */
async function take(assessment: Assessment): Promise<string> {
  const response = await responseOf(() => send(assessment, guestFields(assessment.revisionId)));
  expect(response.headers.get("Location")).toBe(`/assessments/${assessment.key}/result`);
  return cookieIn(response.headers.get("Set-Cookie"));
}

test("the cookie is out of the reach of scripts and of other sites, ends with the result, and is no row's content", async () => {
  const assessment = await aPublicAssessment();
  const response = await responseOf(() => send(assessment, guestFields(assessment.revisionId)));
  expect(response.status).toBe(303);
  const setCookie = response.headers.get("Set-Cookie") ?? "";
  expect(setCookie).toMatch(/^guest-styles-\w+-\d+=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/);
  const token = cookieIn(setCookie).split("=")[1] ?? "";
  const row = await db.guestResult.findUniqueOrThrow({ where: { tokenHash: hashSecretToken(token) } });
  expect(JSON.stringify(row)).not.toContain(token);
});

test("questions that are open are asked about on the page with what was answered, and nothing is stored", async () => {
  const assessment = await aPublicAssessment();
  const fields = guestFields(assessment.revisionId, { "anxiety-1": 3 });
  const { data, status, headers } = await dataOf(send(assessment, fields));
  expect(status).toBe(422);
  expect(data).toMatchObject({ outcome: { status: "unanswered" }, page: { seed: 7, revisionId: assessment.revisionId } });
  expect(data.page.questions.find(({ question }) => question.key === "anxiety-1")?.values).toEqual(["3"]);
  expect(headers.get("Set-Cookie")).toBeNull();
  expect(await db.guestResult.count({ where: { revisionId: assessment.revisionId } })).toBe(0);
});

test("too many results are a page with 429, in words and in Retry-After, that loses no answer", async () => {
  const assessment = await aPublicAssessment();
  await take(assessment);
  await db.rateLimit.updateMany({ data: { points: 120 } });
  const { data, status, headers } = await dataOf(send(assessment, guestFields(assessment.revisionId)));
  expect(status).toBe(429);
  expect(Number(headers.get("Retry-After"))).toBeGreaterThan(3_000);
  expect(data.refusal).toMatch(/Wait 60 minutes/);
  expect(data.page.questions.every(({ values }) => values.length === 1)).toBe(true);
});

test("an earlier result in this browser is said to be replaced, and is", async () => {
  const assessment = await aPublicAssessment();
  const { key } = assessment;
  const cookie = await take(assessment);
  const page = (cookie?: string) => dataOf(takeRoute.loader(visit(`/assessments/${key}/take`, { cookie, params: { key } })));
  expect((await page()).data.replaces).toBe(false);
  expect((await page(cookie)).data.replaces).toBe(true);
  await responseOf(() => send(assessment, guestFields(assessment.revisionId), cookie));
  expect((await responseOf(() => open(assessment, cookie))).status).toBe(404);
  expect(await db.guestResult.count({ where: { revisionId: assessment.revisionId } })).toBe(1);
});

test("the cookie opens the result; without it, and with that of another, there is none, in words that help", async () => {
  const [assessment, other] = [await aPublicAssessment(), await aPublicAssessment()];
  const cookie = await take(assessment);
  const { data } = await dataOf(open(assessment, cookie));
  expect(data).toMatchObject({ signedIn: false, page: { title: "Styles", model: { kind: "profile" } } });
  const stranger = await aStudent();
  const swapped = cookie.replace(/=.*/, `=${(await take(other)).split("=")[1]}`);
  for (const wrong of [undefined, await aCookieOf(stranger), swapped, cookie.slice(0, -1), `${cookie}x`]) {
    const response = await responseOf(() => open(assessment, wrong));
    expect(response.status, wrong).toBe(404);
    expect(await response.text()).toContain("This browser has no result of this assessment");
  }
  expect((await responseOf(() => open(other, cookie))).status).toBe(404);
});

test("deleting takes the result and the cookie", async () => {
  const assessment = await aPublicAssessment();
  const cookie = await take(assessment);
  const response = await responseOf(() => act(assessment, "delete", cookie));
  expect(response.headers.get("Location")).toBe("/assessments?deleted");
  expect(response.headers.get("Set-Cookie")).toMatch(/=; Path=\/; Max-Age=0;/);
  expect((await responseOf(() => open(assessment, cookie))).status).toBe(404);
  expect((await responseOf(() => act(assessment, "delete", cookie))).status).toBe(404);
  expect((await responseOf(() => act(assessment, "keep", cookie))).status).toBe(400);
});

test("saving asks who is not signed in to sign in; signed in it makes an attempt, and leads to it however often", async () => {
  const assessment = await aPublicAssessment();
  const guest = await take(assessment);
  const asked = await responseOf(() => act(assessment, "save", guest));
  expect(asked.headers.get("Location")).toBe(`/sign-in?returnTo=${encodeURIComponent(`/assessments/${assessment.key}/result`)}`);

  const student = await aStudent();
  const session = await aCookieOf(student);
  const [first, second] = await Promise.all([1, 2].map(() => responseOf(() => act(assessment, "save", join(session, guest)))));
  const { id } = await db.attempt.findFirstOrThrow({ where: { userId: student.id } });
  const target = `/attempts/${id}/result`;
  expect([first!.headers.get("Location"), second!.headers.get("Location")]).toEqual([target, target]);
  expect((await responseOf(() => open(assessment, join(session, guest)))).headers.get("Location")).toBe(target);
});

test("who comes back from signing up finds it saved, and nothing is saved without a session or without the word", async () => {
  const assessment = await aPublicAssessment();
  const guest = await take(assessment);
  expect((await dataOf(open(assessment, guest, "?save"))).data.signedIn).toBe(false);
  const student = await aStudent();
  const session = await aCookieOf(student);
  expect((await dataOf(open(assessment, join(session, guest)))).data.signedIn).toBe(true);
  expect(await db.attempt.count({ where: { userId: student.id } })).toBe(0);

  const response = await responseOf(() => open(assessment, join(session, guest), "?save"));
  const { id } = await db.attempt.findFirstOrThrow({ where: { userId: student.id } });
  expect(response.headers.get("Location")).toBe(`/attempts/${id}/result`);
  await responseOf(() => open(assessment, join(session, guest), "?save"));
  expect(await db.attempt.count({ where: { userId: student.id } })).toBe(1);
});

test("a result that is in somebody's account is opened and saved by nobody else in this browser", async () => {
  const assessment = await aPublicAssessment();
  const guest = await take(assessment);
  await responseOf(async () => act(assessment, "save", join(await aCookieOf(await aStudent()), guest)));
  const other = join(await aCookieOf(await aStudent()), guest);
  for (const work of [
    () => open(assessment, guest),
    () => open(assessment, other),
    () => open(assessment, other, "?save"),
    () => act(assessment, "save", other),
  ]) {
    const response = await responseOf(work);
    expect(response.status).toBe(410);
    expect(await response.text()).toContain("saved to an account");
  }
});

test("a result that stands alone is nothing to go on with: its other addresses lead away and change nothing", async () => {
  const assessment = await aPublicAssessment();
  const student = await aStudent();
  const cookie = join(await aCookieOf(student), await take(assessment));
  await responseOf(() => act(assessment, "save", cookie));
  const attempt = await db.attempt.findFirstOrThrow({ where: { userId: student.id }, include: { answers: true } });
  const ask = (name: string, method: "GET" | "POST") =>
    askRoute({ name, method, params: { attemptId: attempt.id }, form: { "item.anxiety-1": "1" }, cookie });
  const course = `/courses/${assessment.course.key}?closed=no-entitlement`;
  expect(await ask("attempts.$attemptId._index", "GET")).toMatchObject({ status: 302, location: course });
  expect(await ask("attempts.$attemptId.answers", "GET")).toMatchObject({ status: 403 });
  expect(await ask("attempts.$attemptId.answers", "POST")).toMatchObject({ status: 303, location: course });
  expect(await ask("attempts.$attemptId.submit", "POST")).toMatchObject({ status: 303, location: course });
  expect(await ask("attempts.$attemptId.result", "GET")).toMatchObject({ status: 200 });
  const after = await db.attempt.findUniqueOrThrow({ where: { id: attempt.id }, include: { answers: true } });
  expect(after).toEqual(attempt);
});
