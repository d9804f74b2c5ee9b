import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteResult } from "#app/features/assessment/delete-result.server.ts";
import { EXPORT_FORMAT, exportAccount } from "#app/features/privacy/export-account.server.ts";
import { db, pool } from "#app/platform/db.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import { aStudent } from "#tests/support/people.ts";
import { takeProfile } from "#tests/support/profile-takers.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { everythingOf } from "./everything-of-a-person.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let ada: Awaited<ReturnType<typeof everythingOf>>;
let bob: Awaited<ReturnType<typeof everythingOf>>;

beforeAll(async () => {
  sandbox = await startSandbox();
  [ada, bob] = [await everythingOf("Quilla", sandbox.controls), await everythingOf("Jorvy", sandbox.controls)];
});
afterAll(() => sandbox.close());

async function textOf(userId: string): Promise<string> {
  let text = "";
  for await (const piece of exportAccount(userId)) text += piece;
  return text;
}

// biome-ignore lint/suspicious/noExplicitAny: the shape is what the tests are about
const exported = async (userId: string): Promise<any> => JSON.parse(await textOf(userId));

test("the export has everything of the person, in the documented shape", async () => {
  const data = await exported(ada.userId);
  expect(Object.keys(data)).toEqual([
    ...["format", "exportedAt", "profile", "sessions", "orders", "plans", "entitlements", "gifts", "teams", "enrolments"],
    ...["consents", "mails", "log", "attempts"],
  ]);
  expect(data.format).toBe(EXPORT_FORMAT);
  expect(data.profile).toMatchObject({ id: ada.userId, email: ada.viewer.email, name: "Quilla", hasPassword: true });
  expect(data.profile.staffOf).toMatchObject([{ course: ada.bought.key, role: "grader" }]);
  expect(data.sessions).toMatchObject([{ userAgent: "Test browser" }]);
  expect(data.orders).toMatchObject([
    { number: ada.purchase.orderNumber, status: "paid", items: [{ amount: 11_920 }], payments: [{ amount: 11_920 }] },
    { number: ada.open.orderNumber, status: "open", payments: [] },
    { status: "paid", items: [{ amount: 14_900 }] },
    { status: "paid", items: [{ amount: 44_700 }] },
  ]);
  expect(data.gifts.given).toMatchObject([{ senderName: "Quilla", message: "From Quilla", redeemedAt: null }]);
  expect(data.gifts.received).toMatchObject([
    { senderName: "Robin", redeemedAt: null },
    { senderName: "Robin", redeemedAt: expect.any(String) },
  ]);
  expect(data.teams).toMatchObject({ owned: [{ name: "Quilla and friends" }], seats: [{ team: "The team" }] });
  expect(data.teams.owned[0].seats).toHaveLength(3);
  expect(JSON.stringify(data.gifts.received)).not.toContain("recipient-");
  expect(data.orders[0].receipt).toMatchObject({ name: "Quilla" });
  expect(data.orders[0].coupon.promotionCode.code).toMatch(/^CODE/);
  expect(data.entitlements.map(({ source }: { source: string }) => source).sort()).toEqual([
    "gift",
    "manual",
    "manual",
    "order",
    "team",
  ]);
  expect(data.enrolments.find(({ course }: { course: string }) => course === ada.course.key).progress.length).toBeGreaterThan(1);
  expect(data.consents).toMatchObject([{ course: ada.course.key, instrument: "styles", wordsVersion: 1, withdrawnAt: null }]);
  expect(data.mails.length).toBeGreaterThan(0);
  expect(data.log.map(({ action, by }: { action: string; by: string }) => [action, by])).toContainEqual([
    "account.set-role",
    "the people who run the site",
  ]);
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const attemptOf = (id: string) => data.attempts.find((attempt: any) => attempt.id === id);
  const shared = attemptOf(ada.attempts.shared);
  expect(shared).toMatchObject({ course: ada.course.key, lesson: "styles", instrument: { kind: "profile", title: "Styles" } });
  expect(shared.answers).toHaveLength(8);
  expect(shared.answers).toContainEqual(
    expect.objectContaining({ item: "anxiety-1", question: "Statement 1 on anxiety", value: 7 }),
  );
  expect(shared.results).toMatchObject([{ passed: true, result: { kind: "profile", scales: [{ score: 7 }, { score: 1 }] } }]);
  expect(shared.shares).toMatchObject([{ scope: "result_and_answers", revokedAt: null }]);
  expect(attemptOf(ada.attempts.going)).toMatchObject({ submittedAt: null, answers: [{ value: 2 }], results: [] });
});

test("of a check the points of single answers are left to its result page", async () => {
  const { attempts } = await exported(ada.userId);
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const check = attempts.find((attempt: any) => attempt.id === ada.attempts.check);
  expect(check.answers).toMatchObject([{ item: "colour", value: "red" }]);
  expect(check.grades).toMatchObject([{ item: "colour", marks: { points: 1 }, feedback: "Well done, Quilla." }]);
  expect(check.files).toMatchObject([{ item: "colour", name: "by-Quilla.txt", size: 3, mediaType: "text/plain" }]);
  expect(JSON.stringify(check)).not.toContain("For graders alone");
  expect(check.results[0].result).toEqual({ kind: "graded", points: 0, max: 3, percent: 0, passed: false });
});

/** Every id, address, name and secret that the database has of anybody but this person. */
async function othersAndSecrets(userId: string): Promise<Map<string, string>> {
  const forbidden = new Map<string, string>();
  const add = (what: string, values: (string | null)[]) => {
    for (const value of values) if (value && value.length > 2) forbidden.set(value, what);
  };
  const others = await db.user.findMany({ where: { id: { not: userId } } });
  add(
    "another person",
    others.flatMap(({ id, email, name }) => [id, email, name]),
  );
  const everybody = await db.user.findMany({ select: { passwordHash: true } });
  add(
    "a password",
    everybody.map(({ passwordHash }) => passwordHash),
  );
  add(
    "a session",
    (await db.session.findMany()).map(({ id }) => id),
  );
  const tokens = await db.accountToken.findMany();
  add(
    "a link",
    tokens.flatMap(({ id, passwordHash }) => [id, passwordHash]),
  );
  const orders = await db.order.findMany();
  add(
    "a payment page",
    orders.flatMap(({ checkoutUrl, checkoutSessionId }) => [checkoutUrl, checkoutSessionId]),
  );
  add(
    "another's attempt",
    (await db.attempt.findMany({ where: { userId: { not: userId } } })).map(({ id }) => id),
  );
  add(
    "the text of a mail",
    (await db.outboxMail.findMany()).map(({ text }) => text),
  );
  add("a token", [ada.token, bob.token, ada.cookie.split("=")[1]!, bob.cookie.split("=")[1]!]);
  return forbidden;
}

test("nobody else is in it, and nothing that opens anything", async () => {
  for (const { userId } of [ada, bob]) {
    const text = await textOf(userId);
    const forbidden = await othersAndSecrets(userId);
    expect(forbidden.size).toBeGreaterThan(30);
    for (const [value, what] of forbidden) expect(text.includes(value), `${what}: ${value.slice(0, 60)}`).toBe(false);
    expect(text).not.toMatch(/argon2|cs_test_|pi_|whsec|sk_test|passwordHash":/);
  }
});

test("every value that the database has of the person is in it, but for what is named here", async () => {
  const text = await textOf(ada.userId);
  const { rows } = await pool.query(
    `select n.value::text as value from "Answer" n join "Attempt" a on a.id = n."attemptId" where a."userId" = $1`,
    [ada.userId],
  );
  expect(rows.length).toBe(10);
  const keys = new Set(
    (await exported(ada.userId)).attempts.flatMap(({ answers }: { answers: { item: string }[] }) =>
      answers.map(({ item }) => item),
    ),
  );
  expect(keys.size).toBe(9);
  for (const { key } of await db.course.findMany({ where: { enrolments: { some: { userId: ada.userId } } } }))
    expect(text).toContain(key);
});

test("what was deleted is not in it, and many attempts come in their order", async () => {
  const viewer = (await readSession(bob.cookie)).viewer!;
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) ids.push(await takeProfile(viewer, bob.course));
  await deleteResult({ userId: bob.userId, attemptId: ids[0]! });
  const { attempts } = await exported(bob.userId);
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const deleted = attempts.find((attempt: any) => attempt.id === ids[0]);
  expect(deleted).toMatchObject({ answers: [], results: [], deletedAt: expect.any(String) });
  const template = await db.attempt.findUniqueOrThrow({ where: { id: ids[1]! } });
  const more = Array.from({ length: 120 }, (_, at) => ({ ...template, id: undefined, openSlot: null, number: 100 + at }));
  await db.attempt.createMany({ data: more });
  const all = (await exported(bob.userId)).attempts;
  expect(all).toHaveLength(attempts.length + 120);
  expect(new Set(all.map(({ id }: { id: string }) => id)).size).toBe(all.length);
});

test("somebody with nothing has an export too", async () => {
  const { id } = await aStudent();
  expect(await exported(id)).toMatchObject({ orders: [], attempts: [], consents: [], mails: [], log: [] });
});
