import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { CONSENT_VERSION } from "#app/features/assessment/consent-words.ts";
import { shareResult, unshareResult } from "#app/features/assessment/share-result.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import * as data from "#app/routes/account.data._index.tsx";
import * as erase from "#app/routes/account.data.delete.tsx";
import * as download from "#app/routes/account.data.download.ts";
import * as remove from "#app/routes/attempts.$attemptId.delete.tsx";
import * as result from "#app/routes/attempts.$attemptId.result.tsx";
import * as share from "#app/routes/attempts.$attemptId.share.ts";
import * as staffResult from "#app/routes/instructor.courses.$courseSlug.results.$attemptId.tsx";
import * as staffStudent from "#app/routes/instructor.courses.$courseSlug.students.$userId.tsx";
import * as lesson from "#app/routes/learn.$courseSlug.$lessonKey._index.tsx";
import * as attempt from "#app/routes/learn.$courseSlug.$lessonKey.attempt.ts";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { aCookieOf, anAdmin, anInstructor, PASSWORD } from "#tests/support/people.ts";
import { aProfileCourse, aTaker, takeProfile } from "#tests/support/profile-takers.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale } from "#tests/support/shop.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let course: Awaited<ReturnType<typeof aProfileCourse>>;
let instructor: Awaited<ReturnType<typeof anInstructor>>;

beforeAll(async () => {
  sandbox = await startSandbox();
  instructor = await anInstructor({ name: "Ines Instructor" });
  course = await aProfileCourse({ ownerId: instructor.id, check: aCheck() });
});
afterAll(() => sandbox.close());
beforeEach(() => db.rateLimit.deleteMany());

const place = (lessonKey = "styles") => ({ courseSlug: course.key, lessonKey });
const where = async (work: () => unknown) => {
  const response = await responseOf(work);
  return [response.status, response.headers.get("Location")];
};

async function aPersonWithResult(lessonKey = "styles") {
  const viewer = await aTaker(course, { name: "Lena Learner" });
  const answers = lessonKey === "check" ? { colour: "red" } : undefined;
  const attemptId = await takeProfile(viewer, course, answers, lessonKey);
  return { viewer, attemptId, cookie: await aCookieOf(viewer), params: { attemptId } };
}

test("beginning without the words leads back to them, and with them to the first statement", async () => {
  const viewer = await aTaker(course);
  const cookie = await aCookieOf(viewer);
  const path = `/learn/${course.key}/styles`;
  const begin = (form: Record<string, string>) => attempt.action(visit(`${path}/attempt`, { cookie, params: place(), form }));
  for (const form of [{}, { consent: "0" }, { consent: "yes" }, { consent: String(CONSENT_VERSION + 1) }] as Record<
    string,
    string
  >[]) {
    expect(await where(() => begin(form))).toEqual([303, `${path}?consent#assessment`]);
  }
  expect(await db.attempt.count({ where: { userId: viewer.id } })).toBe(0);
  const page = await dataOf(lesson.loader(visit(`${path}?consent`, { cookie, params: place() })));
  expect(page.data).toMatchObject({ unasked: true, assessment: { asksConsent: true } });
  const [status, location] = await where(() => begin({ consent: String(CONSENT_VERSION) }));
  expect([status, String(location)]).toEqual([303, expect.stringMatching(/^\/attempts\//)]);
});

test("a result is shared and taken back from its page; anything else is refused in words", async () => {
  const { attemptId, cookie, params } = await aPersonWithResult();
  const path = `/attempts/${attemptId}`;
  const send = (form: Record<string, string>) => share.action(visit(`${path}/share`, { cookie, params, form }));
  const page = async () => (await dataOf(result.loader(visit(`${path}/result`, { cookie, params })))).data;
  expect((await page()).privacy).toMatchObject({ share: null, people: ["Ines Instructor"] });
  expect(await where(() => send({ scope: "result" }))).toEqual([303, `${path}/result?sharing#sharing`]);
  expect((await page()).privacy).toMatchObject({ share: { scope: "result" } });
  expect(await where(() => send({ scope: "nobody" }))).toEqual([303, `${path}/result?sharing#sharing`]);
  expect((await page()).privacy?.share).toBeNull();
  for (const form of [{}, { scope: "everybody" }] as Record<string, string>[]) {
    expect((await responseOf(() => send(form))).status).toBe(400);
  }
  const check = await aPersonWithResult("check");
  const graded = visit("/", { cookie: check.cookie, params: check.params, form: { scope: "result" } });
  expect(await where(() => share.action(graded))).toEqual([303, `/attempts/${check.attemptId}/result`]);
  expect(await db.resultShare.count({ where: { attemptId: check.attemptId } })).toBe(0);
});

test("who runs the course finds what is shared on the student's page, with its date, and nothing after", async () => {
  const { viewer, attemptId } = await aPersonWithResult();
  const cookie = await aCookieOf(instructor);
  const params = { courseSlug: course.key, userId: viewer.id, attemptId };
  const listed = async () => (await staffStudent.loader(visit("/", { cookie, params }))).results;
  const opened = () => staffResult.loader(visit("/", { cookie, params }));
  expect(await listed()).toEqual([]);
  expect((await responseOf(opened)).status).toBe(404);

  await shareResult({ userId: viewer.id, attemptId, scope: "result" });
  expect(await listed()).toMatchObject([{ attemptId, title: "Styles", sharedAt: expect.any(Date) }]);
  const { page } = await opened();
  expect(page).toMatchObject({ student: { name: "Lena Learner" }, statements: null, model: { kind: "profile" } });
  expect(JSON.stringify(page)).not.toContain("Statement");

  await shareResult({ userId: viewer.id, attemptId, scope: "result_and_answers" });
  const withAnswers = (await opened()).page.statements!;
  expect(withAnswers).toHaveLength(8);
  expect(withAnswers.find(({ key }) => key === "anxiety-1")).toMatchObject({ prompt: "Statement 1 on anxiety", given: ["6"] });

  await unshareResult({ userId: viewer.id, attemptId });
  expect(await listed()).toEqual([]);
  expect((await responseOf(opened)).status).toBe(404);
});

test("a check is open to who runs the course with right answers, and to an instructor of another it is not there", async () => {
  const { attemptId } = await aPersonWithResult("check");
  const params = { courseSlug: course.key, attemptId };
  const { page } = await staffResult.loader(visit("/", { cookie: await aCookieOf(instructor), params }));
  expect(page).toMatchObject({ sharedAt: null, model: { kind: "graded", covered: false } });
  const stranger = await anInstructor();
  const foreign = await aProfileCourse({ ownerId: stranger.id });
  const cookie = await aCookieOf(stranger);
  for (const courseSlug of [course.key, foreign.key]) {
    const asked = visit("/", { cookie, params: { courseSlug, attemptId } });
    expect((await responseOf(() => staffResult.loader(asked))).status).toBe(404);
  }
});

test("a deleted result says so wherever one comes to it; that of a check stays, and the page says why", async () => {
  const { attemptId, cookie, params } = await aPersonWithResult();
  const path = `/attempts/${attemptId}`;
  expect(await where(() => remove.action(visit(`${path}/delete`, { cookie, params, form: {} })))).toEqual([
    303,
    `${path}/delete`,
  ]);
  expect(await where(() => result.loader(visit(`${path}/result`, { cookie, params })))).toEqual([302, `${path}/delete`]);
  const { privacy } = await remove.loader(visit(`${path}/delete`, { cookie, params }));
  expect(privacy).toMatchObject({ deletedAt: expect.any(Date), kind: "profile" });
  const check = await aPersonWithResult("check");
  const asked = { cookie: check.cookie, params: check.params };
  expect(await where(() => remove.action(visit("/", { ...asked, form: {} })))).toEqual([
    303,
    `/attempts/${check.attemptId}/delete`,
  ]);
  expect((await remove.loader(visit("/", asked))).privacy).toMatchObject({ kind: "graded", deletedAt: null });
  expect(await db.answer.count({ where: { attemptId: check.attemptId } })).toBe(1);
});

test("consents are listed and taken back", async () => {
  const { viewer, cookie } = await aPersonWithResult();
  const page = async () => (await dataOf(data.loader(visit("/account/data", { cookie })))).data;
  const { consents } = await page();
  expect(consents).toMatchObject([{ title: "Styles" }]);
  const send = (form: Record<string, string>, by = cookie) => data.action(visit("/account/data", { cookie: by, form }));
  const other = await aCookieOf(await aTaker(course));
  const consentId = consents[0]!.id;
  expect((await responseOf(() => send({ consentId }, other))).status).toBe(404);
  expect((await responseOf(() => send({}))).status).toBe(400);
  expect((await page()).consents).toHaveLength(1);
  expect(await where(() => send({ consentId }))).toEqual([303, "/account/data?withdrawn"]);
  expect((await page()).consents).toEqual([]);
  expect(await db.consent.count({ where: { userId: viewer.id, withdrawnAt: { not: null } } })).toBe(1);
});

test("the download is a file that nobody keeps, of who asks, and so often an hour", async () => {
  const { viewer, cookie } = await aPersonWithResult();
  const ask = () => responseOf(() => download.action(visit("/account/data/download", { cookie, form: {} })));
  const response = await ask();
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  expect(response.headers.get("Content-Disposition")).toBe('attachment; filename="my-data.json"');
  expect(response.headers.get("Content-Type")).toBe("application/json; charset=utf-8");
  expect(await response.json()).toMatchObject({ profile: { id: viewer.id } });
  for (let more = 0; more < 5; more += 1) expect((await ask()).status).toBe(200);
  const refused = await ask();
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
  expect(await refused.text()).toMatch(/^You have downloaded/);
});

test("the page before deleting the account names what goes, and a wrong password changes nothing", async () => {
  const { viewer, cookie } = await aPersonWithResult();
  const send = (form: Record<string, string>) => erase.action(visit("/account/data/delete", { cookie, form }));
  const { preview } = await erase.loader(visit("/account/data/delete", { cookie }));
  expect(preview).toEqual({ courses: [course.manifest.title], attempts: 1, enrolments: 1, ordersKept: 0, onlyAdmin: false });
  for (const form of [{}, { password: "" }, { password: "a guess" }] as Record<string, string>[]) {
    const { data, status } = await dataOf(send(form));
    expect([status, Object.keys(data!.errors)]).toEqual([400, ["password"]]);
  }
  const [status, location] = await where(() => send({ password: PASSWORD }));
  expect([status, location]).toEqual([303, "/goodbye"]);
  expect(await db.user.count({ where: { id: viewer.id } })).toBe(0);
  const [, back] = await where(() => data.loader(visit("/account/data", { cookie })));
  expect(back).toMatch(/^\/sign-in/);
});

test("the cookie is cleared, and guesses are counted", async () => {
  const { cookie } = await aPersonWithResult();
  const send = (password: string) => erase.action(visit("/account/data/delete", { cookie, form: { password } }));
  for (let guess = 0; guess < 10; guess += 1) expect((await dataOf(send("a guess"))).status).toBe(400);
  expect((await dataOf(send(PASSWORD))).status).toBe(429);
  await db.rateLimit.deleteMany();
  expect((await responseOf(() => send(PASSWORD))).headers.get("Set-Cookie")).toMatch(/Max-Age=0/);
});

test("the only admin, and who has a payment on its way, are told why not", async () => {
  await db.user.updateMany({ where: { role: "admin" }, data: { role: "instructor" } });
  const admin = await anAdmin();
  const asAdmin = { cookie: await aCookieOf(admin) };
  expect((await erase.loader(visit("/", asAdmin))).preview.onlyAdmin).toBe(true);
  const refused = await dataOf(erase.action(visit("/", { ...asAdmin, form: { password: PASSWORD } })));
  expect(refused).toMatchObject({ status: 400, data: { errors: { "": [expect.stringContaining("only admin")] } } });

  const { viewer, cookie } = await aPersonWithResult();
  const started = await startCheckout({ userId: viewer.id, courseKey: (await aCourseForSale()).key });
  if (started.status !== "redirect") throw new Error(started.reason);
  const { orderNumber } = started;
  await db.order.update({ where: { number: orderNumber }, data: { status: "awaiting_payment", closedAt: now() } });
  const waiting = await dataOf(erase.action(visit("/", { cookie, form: { password: PASSWORD } })));
  expect(waiting).toMatchObject({ status: 400, data: { errors: { "": [expect.stringContaining(String(orderNumber))] } } });
  expect(await db.user.count({ where: { id: { in: [viewer.id, admin.id] } } })).toBe(2);
});
