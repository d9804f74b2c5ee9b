import { afterAll, beforeAll, expect, test } from "vitest";
import { signIn } from "#app/features/accounts/sign-in.server.ts";
import { signUp } from "#app/features/accounts/sign-up.server.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { ACCOUNT_ERASED } from "#app/features/checkout/keep-for-the-books.server.ts";
import { processStripeEvent } from "#app/features/checkout/process-stripe-event.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { readOrder } from "#app/features/insights/order.queries.server.ts";
import { listOrders } from "#app/features/insights/orders.queries.server.ts";
import { listPeople } from "#app/features/insights/people.queries.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { eraseAccount } from "#app/features/privacy/erase-account.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, pool } from "#app/platform/db.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import { profileAnswers } from "#tests/support/assessment-builders.ts";
import { aCookieOf, anAdmin, aStudent, PASSWORD } from "#tests/support/people.ts";
import { aProfileCourse, aTaker, begin } from "#tests/support/profile-takers.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase } from "#tests/support/shop.ts";
import { everythingOf } from "./everything-of-a-person.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  await anAdmin();
});
afterAll(() => sandbox.close());

const erase = (userId: string, password = PASSWORD) => eraseAccount({ userId, password, sessionHash: "none" });

/** Every row of every table in which one of these words stands, by table. */
async function traces(words: string[]): Promise<Record<string, string[]>> {
  const { rows: tables } = await pool.query("select tablename as name from pg_tables where schemaname = 'public'");
  const found: Record<string, string[]> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query(
      `select t::text as line from "${name}" t where exists (select from unnest($1::text[]) w where strpos(lower(t::text), lower(w)) > 0)`,
      [words],
    );
    if (rows.length > 0) found[name] = rows.map(({ line }) => line);
  }
  const { rows: jobs } = await pool.query(
    `select t::text as line from graphile_worker._private_jobs t where exists (select from unnest($1::text[]) w where strpos(t::text, w) > 0)`,
    [words],
  );
  if (jobs.length > 0) found.jobs = jobs.map(({ line }) => line);
  return found;
}

test("of the person nothing is left anywhere, but what is stated", async () => {
  const ada = await everythingOf("Quilla", sandbox.controls);
  const bob = await everythingOf("Jorvy", sandbox.controls);
  const { userId, viewer, attempts, token } = ada;
  const enrolments = (await db.enrolment.findMany({ where: { userId } })).map(({ id }) => id);
  const grants = (await db.entitlement.findMany({ where: { userId, source: "manual" } })).map(({ id }) => id);
  const ids = [userId, ...Object.values(attempts), ...enrolments, ...grants];
  const words = [...ids, viewer.email, "earlier-quilla@example.org", "next-quilla@example.org", token, "Quilla"];
  const before = await traces(words);
  const must = [
    "Accommodation",
    "Answer",
    "AnswerFile",
    "Attempt",
    "AuditEntry",
    "Consent",
    "CourseStaff",
    "Enrolment",
    "Entitlement",
    "Gift",
    "Seat",
    "Team",
    "Grade",
    "GuestResult",
    "LessonProgress",
    "Order",
  ];
  expect(Object.keys(before)).toEqual(expect.arrayContaining([...must, "OutboxMail", "ResultShare", "Score", "Session", "User"]));
  const othersBefore = await traces([bob.userId, ...Object.values(bob.attempts)]);

  expect(await erase(userId)).toMatchObject({ status: "erased", ordersKept: 3, setCookie: expect.stringContaining("Max-Age=0") });

  const left = await traces(words);
  expect(Object.keys(left).sort()).toEqual(
    [
      // That something was done by or about an id that leads to nobody, without a word about whom.
      "AuditEntry",
      // The name and address of who bought, for the books.
      "ErasedBuyer",
      // The receipt that was given for the payment.
      "Receipt",
      // What the payment service said of the order: evidence of the payment.
      ...("StripeEvent" in left ? ["StripeEvent"] : []),
    ].sort(),
  );
  for (const word of [viewer.email, "Quilla", "example.org", token, ...enrolments]) {
    for (const line of left.AuditEntry!) expect(line).not.toContain(word);
  }
  expect(left.ErasedBuyer).toHaveLength(1);
  for (const id of ids) expect(left.ErasedBuyer![0]).not.toContain(id);
  expect(await traces([bob.userId, ...Object.values(bob.attempts)])).toEqual(othersBefore);
});

/**
 * Every column that can lead to a person or their attempts, and what becomes of it when the account is erased. A new one
 * has to be written here by who makes it, after `eraseAccount` and `exportAccount` know of it, and where it hangs on an
 * attempt, `deleteResult` too.
 */
const COLUMNS: Record<string, string> = {
  "Accommodation.enrolmentId": "goes with the enrolment",
  "Accommodation.grantedById": "stays on those of others: an id that leads to nobody",
  "AccountToken.email": "goes with the user",
  "AccountToken.userId": "goes with the user",
  "Answer.attemptId": "goes with the attempt",
  "AnswerFile.attemptId": "goes with the attempt, and its bytes with the next sweep",
  "Attempt.enrolmentId": "deleted",
  "Attempt.userId": "deleted",
  "AuditEntry.actorId": "stays: an id that leads to nobody",
  "AuditEntry.subjectId": "stays: an id that leads to nobody",
  "CourseToken.userId": "goes with the user",
  "Coupon.createdById": "stays: an id that leads to nobody",
  "Consent.userId": "goes with the user",
  "CourseStaff.userId": "goes with the user",
  "DraftRevision.authorId": "stays: an id that leads to nobody",
  "ScheduledPublication.authorId": "stays: an id that leads to nobody, and nothing is published in its name",
  "Enrolment.userId": "deleted",
  "Entitlement.grantedById": "stays on the grants of others: an id that leads to nobody",
  "Entitlement.userId": "deleted, or moved to the stand-in with its order",
  "ErasedBuyer.email": "is what stays for the books",
  "ErasedBuyer.userId": "the stand-in",
  "Gift.recipientEmail": "emptied, where it was theirs; where they gave it, once it is sent",
  "Gift.redeemedById": "emptied: the gift stays taken",
  "Grade.attemptId": "goes with the attempt",
  "Grade.graderId": "stays on the work of others: an id that leads to nobody",
  "Grade.releasedById": "stays on the work of others: an id that leads to nobody",
  "GuestBuyer.userId": "a stand-in's: of somebody who has not said who they are",
  "GuestResult.claimedById": "goes with the user",
  "LessonProgress.enrolmentId": "goes with the enrolment",
  "MediaUpload.userId": "goes with the user, and what has come of the file with the next sweep",
  "Order.guestId": "stays: the id of a stand-in, which leads to nobody",
  "Order.userId": "moved to the stand-in, or deleted where nothing was paid",
  "Receipt.email": "stays, for the books: as it was when the payment came",
  "Release.publishedById": "stays: an id that leads to nobody",
  "ResultShare.attemptId": "goes with the attempt",
  "Score.actorId": "stays on the work of others: an id that leads to nobody",
  "Score.attemptId": "goes with the attempt",
  "Seat.email": "emptied, where it was theirs or they owned the team",
  "Seat.userId": "emptied: the seat stays taken",
  "Session.userId": "goes with the user",
  "StatisticsMember.attemptId": "goes with the attempt",
  "Subscription.userId": "moved to the stand-in with its order",
  "User.email": "deleted",
};

test("every column that leads to a person is decided on: see the comment at the list", async () => {
  const { rows } = await pool.query<{ column: string }>(`
    select c.table_name || '.' || c.column_name as column from information_schema.columns c
    where c.table_schema = 'public' and c.table_name not like '\\_%'
      and (c.column_name ~* '(user|attempt|enrolment|actor|subject|person|author|grader|learner|guest)_?id$' or c.column_name ~ 'ById$'
        or c.column_name ~* 'e?mail$'
        or exists (select from pg_constraint k join pg_attribute f on f.attrelid = k.conrelid and f.attnum = any (k.conkey)
          where k.contype = 'f' and k.conrelid = format('%I.%I', c.table_schema, c.table_name)::regclass and f.attname = c.column_name
            and k.confrelid in ('"User"'::regclass, '"Attempt"'::regclass, '"Enrolment"'::regclass, '"Answer"'::regclass, '"Score"'::regclass)))
    order by 1`);
  expect(rows.map(({ column }) => column)).toEqual(Object.keys(COLUMNS).sort());
});

test("the order stays with its buyer's name and address, opens nothing, and a refund still finds it", async () => {
  const course = await aCourseForSale();
  const buyer = await aStudent({ name: "Bea Buyer", email: "bea@buyer.example.org" });
  const { orderNumber, sessionId, paymentIntent } = await aPurchase(course, sandbox.controls, buyer);
  expect(await erase(buyer.id)).toMatchObject({ status: "erased", ordersKept: 1 });

  const page = await readOrder(orderNumber);
  expect(page).toMatchObject({ status: "paid", total: 14_900, buyer: { name: "Bea Buyer", email: "bea@buyer.example.org" } });
  expect(page!.buyer.id).not.toBe(buyer.id);
  expect((await listOrders({ q: "bea@buyer" })).orders).toMatchObject([{ number: orderNumber, buyer: { name: "Bea Buyer" } }]);
  const { people } = await listPeople({});
  expect(people.filter(({ email }) => email.endsWith("erased.invalid"))).toEqual([]);
  const stays = { status: "paid", items: [{ entitlements: [{ state: "revoked" }] }] };
  expect(await db.entitlement.findMany({ where: { userId: page!.buyer.id } })).toMatchObject([{ revokedReason: ACCOUNT_ERASED }]);
  expect(page).toMatchObject(stays);
  // Settling it again opens nothing and writes no mail to an address that nobody has.
  await fulfil(sessionId, { thorough: true });
  expect(await readOrder(orderNumber)).toMatchObject(stays);
  expect(await db.outboxMail.count({ where: { to: { contains: "erased.invalid" } } })).toBe(0);
  await sandbox.controls.refund({ paymentIntent });
  await fulfil(sessionId, { thorough: true });
  expect(await readOrder(orderNumber)).toMatchObject({ status: "refunded" });
  expect(await db.outboxMail.findMany({ where: { to: "bea@buyer.example.org" } })).toMatchObject([{ kind: "refund" }]);
});

test("an order that was never paid goes, and its payment page is closed", async () => {
  const course = await aCourseForSale();
  const { id } = await aStudent();
  const started = await startCheckout({ userId: id, courseKey: course.key });
  if (started.status !== "redirect") throw new Error(started.reason);
  const order = await db.order.findUniqueOrThrow({ where: { number: started.orderNumber } });
  expect(await erase(id)).toMatchObject({ status: "erased", ordersKept: 0 });
  expect(await db.order.count({ where: { number: started.orderNumber } })).toBe(0);
  expect(await db.user.count({ where: { OR: [{ id }, { erasedBuyer: { isNot: null }, orders: { none: {} } }] } })).toBe(0);
  await expect(sandbox.controls.payByCard(order.checkoutSessionId!)).rejects.toThrow();
});

test("of notices about what was never paid, also those that come later, only what they point at is kept", async () => {
  const course = await aCourseForSale();
  const { id, email } = await aStudent({ email: "late@notice.example.org" });
  const started = await startCheckout({ userId: id, courseKey: course.key });
  if (started.status !== "redirect") throw new Error(started.reason);
  const object = { id: "cs_test_gone", object: "checkout.session", customer_email: email };
  const event = { type: "checkout.session.expired", livemode: false, payload: { data: { object } } };
  await db.stripeEvent.createMany({ data: [{ id: "evt_before", ...event }] });
  expect(await erase(id)).toMatchObject({ status: "erased" });
  await db.stripeEvent.createMany({ data: [{ id: "evt_after", ...event }] });
  expect(await processStripeEvent({ eventId: "evt_after" })).toBe("unknown-session");
  expect(await traces([email])).toEqual({});
  expect(
    await db.stripeEvent.findMany({ where: { id: { in: ["evt_before", "evt_after"] } }, select: { payload: true } }),
  ).toEqual(Array(2).fill({ payload: { data: { object: { id: "cs_test_gone", object: "checkout.session" } } } }));
});

test("while a payment is on its way nothing is deleted", async () => {
  const course = await aCourseForSale();
  const { id } = await aStudent();
  const started = await startCheckout({ userId: id, courseKey: course.key });
  if (started.status !== "redirect") throw new Error(started.reason);
  const { orderNumber } = started;
  await db.order.update({ where: { number: orderNumber }, data: { status: "awaiting_payment" } });
  expect(await erase(id)).toEqual({ status: "refused", reason: "payment-under-way", orderNumber });
  expect(await db.user.count({ where: { id } })).toBe(1);
});

test("a wrong password deletes nothing, nor does the last admin", async () => {
  const { id } = await aStudent();
  expect(await erase(id, "not it at all")).toEqual({ status: "refused", reason: "wrong-password" });
  await db.user.updateMany({ where: { role: "admin" }, data: { role: "instructor" } });
  const [one, two] = [await anAdmin(), await anAdmin()];
  // Both at once: one of them stays.
  const outcomes = await Promise.all([erase(one.id), erase(two.id)]);
  expect(outcomes.map((outcome) => (outcome.status === "refused" ? outcome.reason : outcome.status)).sort()).toEqual([
    "erased",
    "last-admin",
  ]);
  expect(await db.user.count({ where: { role: "admin" } })).toBe(1);
  expect(await db.user.count({ where: { id } })).toBe(1);
});

test("they are signed out everywhere, and the same address makes a new account that has nothing", async () => {
  const ada = await everythingOf("Wyonny", sandbox.controls);
  const other = await aCookieOf(ada.viewer);
  expect(await erase(ada.userId)).toMatchObject({ status: "erased" });
  for (const cookie of [ada.cookie, other]) expect((await readSession(cookie)).viewer).toBeNull();
  const { email } = ada.viewer;
  const who = { email, password: PASSWORD, clientAddress: "192.0.2.9", userAgent: "Test browser" };
  expect(await signIn(who)).toMatchObject({ status: "refused" });
  expect(await signUp({ ...who, name: "Wyonny Again" })).toEqual({ status: "mail-sent" });
  const again = await db.user.findUniqueOrThrow({
    where: { email },
    include: { orders: true, attempts: true, entitlements: true },
  });
  expect(again).toMatchObject({ name: "Wyonny Again", role: "student", orders: [], attempts: [], entitlements: [] });
  expect(again.id).not.toBe(ada.userId);
});

test("whatever is written for them at the same moment, nothing of it is left, and nothing waits for ever", async () => {
  const course = await aProfileCourse();
  const shop = await aCourseForSale();
  for (let round = 0; round < 8; round += 1) {
    const viewer = await aTaker(course);
    const { id: userId } = viewer;
    const attemptId = await begin(viewer, course, profileAnswers(3, 3));
    const save = (itemKey: string) => saveAnswer({ userId, attemptId, itemKey, value: 6, sequence: now().getTime() + 5 });
    const acts: (() => Promise<unknown>)[] = [
      () => finishAssessment({ userId, attemptId }),
      () => startAssessment({ viewer, courseKey: course.key, lessonKey: "styles" }),
      () => save("anxiety-1"),
      () => save("avoidance-1"),
      () => startCheckout({ userId, courseKey: shop.key }),
      () => aCookieOf(viewer),
    ];
    const turned = [...acts.slice(round % acts.length), ...acts.slice(0, round % acts.length)];
    // What comes too late finds no such person: that is an error to who asked, and nothing in the database.
    const [erased] = await Promise.all([erase(userId), ...turned.map((act) => act().catch(() => undefined))]);
    const outcome = erased.status === "refused" ? await erase(userId) : erased;
    expect(outcome).toMatchObject({ status: "erased" });
    expect(Object.keys(await traces([userId, attemptId]))).toEqual(["AuditEntry"]);
  }
});

test("where the payment service does not answer, a page that is open keeps the account", async () => {
  const course = await aCourseForSale();
  const { id } = await aStudent();
  await startCheckout({ userId: id, courseKey: course.key });
  await sandbox.close();
  expect(await erase(id)).toEqual({ status: "refused", reason: "payment-service" });
  expect(await db.user.count({ where: { id } })).toBe(1);
});
