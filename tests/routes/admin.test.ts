import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import * as home from "#app/routes/admin._index.tsx";
import * as audit from "#app/routes/admin.audit.tsx";
import * as events from "#app/routes/admin.events.tsx";
import * as mail from "#app/routes/admin.mail.tsx";
import * as orders from "#app/routes/admin.orders._index.tsx";
import * as order from "#app/routes/admin.orders.$orderNumber._index.tsx";
import * as people from "#app/routes/admin.people._index.tsx";
import * as person from "#app/routes/admin.people.$userId.tsx";
import { aCourse } from "#tests/support/courses.ts";
import { aCookieOf, anAdmin, anInstructor, aStudent } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let admin: Awaited<ReturnType<typeof anAdmin>>;
let cookie: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  admin = await anAdmin({ name: "Ada Admin" });
  cookie = await aCookieOf(admin);
});
afterAll(() => sandbox.close());

const aboutPerson = (userId: string, form?: Record<string, string>) =>
  visit(`/admin/people/${userId}`, { cookie, params: { userId }, form });
const aboutOrder = (orderNumber: number | string, form?: Record<string, string>) =>
  visit(`/admin/orders/${orderNumber}`, { cookie, params: { orderNumber: String(orderNumber) }, form });
const grantOf = (courseId: string) => ({ intent: "grant", courseId, reason: "Asked by mail", grantKey: randomUUID() });

test("nobody but an admin finds the admin area, and nobody else's form does anything", async () => {
  const course = await aCourse();
  const student = await aStudent();
  const params = { userId: student.id, orderNumber: "1" };
  const ask = (cookie?: string) => [
    ...[home, people, person, orders, order, events, mail, audit].map(
      ({ loader }) =>
        () =>
          loader(visit("/admin", { cookie, params })),
    ),
    () => person.action(visit("/admin", { cookie, params, form: grantOf(course.courseId) })),
    () => order.action(visit("/admin", { cookie, params, form: {} })),
    () => events.action(visit("/admin", { cookie, params, form: { eventId: "evt_1" } })),
  ];
  for (const page of ask()) expect((await responseOf(page)).headers.get("Location")).toMatch(/^\/sign-in\?returnTo=/);
  for (const person of [student, await anInstructor()]) {
    for (const page of ask(await aCookieOf(person))) expect((await responseOf(page)).status).toBe(404);
  }
  expect(await db.entitlement.count()).toBe(0);
});

test("forged people, orders, forms and events are a 4xx with a sentence", async () => {
  const student = await aStudent();
  const form = grantOf((await aCourse()).courseId);
  for (const userId of ["nobody", "\0", randomUUID()]) {
    for (const ask of [() => person.loader(aboutPerson(userId)), () => person.action(aboutPerson(userId, form))]) {
      expect((await responseOf(ask)).status).toBe(404);
    }
  }
  for (const number of ["0", "x", "99999999999", "\0", "1.5", "123456789"]) {
    for (const ask of [() => order.loader(aboutOrder(number)), () => order.action(aboutOrder(number, {}))]) {
      expect((await responseOf(ask)).status, number).toBe(404);
    }
  }
  const unknown = await responseOf(() => person.action(aboutPerson(student.id, { intent: "delete" })));
  expect([unknown.status, await unknown.text()]).toEqual([400, "This form is not known here. Open the page again."]);
  for (const eventId of ["", "\0", "evt_gone", "x".repeat(900)]) {
    expect((await responseOf(() => events.action(visit("/admin/events", { cookie, form: { eventId } })))).status).toBe(400);
  }
  const lists = [people, orders, events, mail, audit];
  for (const [at, query] of ["?role=king", "?status=lost", "?show=some", "?before=x", `?action=${"x".repeat(200)}`].entries()) {
    expect((await responseOf(() => lists[at]!.loader(visit(`/${query}`, { cookie })))).status, query).toBe(400);
  }
});

test("an order is found by its number, its buyer and every id of Stripe, and shows all that is known", async () => {
  const bought = await aPurchase(await aCourseForSale(), sandbox.controls);
  await sandbox.controls.refund({ paymentIntent: bought.paymentIntent, amount: 4_900 });
  const asked = await responseOf(() => order.action(aboutOrder(bought.orderNumber, {})));
  expect(asked.headers.get("Location")).toBe(`/admin/orders/${bought.orderNumber}?asked=already-fulfilled`);

  const { order: seen } = await order.loader(aboutOrder(bought.orderNumber));
  expect(seen).toMatchObject({
    status: "partially_refunded",
    buyer: { email: bought.buyer.email },
    items: [{ entitlements: [{ state: "live" }] }],
    payments: [
      { paymentIntentId: bought.paymentIntent, amount: 14_900, refunds: [{ amount: 4_900, status: "succeeded" }], disputes: [] },
    ],
  });
  const found = async (q: string) =>
    (await orders.loader(visit(`/admin/orders?${new URLSearchParams({ q })}`, { cookie }))).orders.map(({ number }) => number);
  const { chargeId, refunds } = seen.payments[0]!;
  for (const q of [
    `${bought.orderNumber}`,
    `#${bought.orderNumber}`,
    bought.buyer.email,
    bought.sessionId,
    bought.paymentIntent,
    chargeId!,
    refunds[0]!.stripeRefundId,
  ]) {
    expect(await found(q), q).toEqual([bought.orderNumber]);
  }
  expect(await found("pi_none")).toEqual([]);
  const { lines } = await audit.loader(visit(`/admin/audit?action=order.ask-stripe&subject=${bought.orderId}`, { cookie }));
  expect(lines).toMatchObject([{ actor: { name: "Ada Admin" }, subject: { label: `Order ${bought.orderNumber}` } }]);
});

test("asking Stripe again mends an order whose events never came", async () => {
  const { orderId, orderNumber, sessionId } = await anOpenCheckout(await aCourseForSale());
  await sandbox.controls.payByCard(sessionId);
  expect(await orderState(orderId)).toMatchObject({ status: "open", live: 0 });
  const answers = await Promise.all([1, 2].map(() => responseOf(() => order.action(aboutOrder(orderNumber, {})))));
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
});

test("an order that never reached Stripe says so", async () => {
  const { id: userId } = await aStudent();
  const { number } = await db.order.create({ data: { userId, currency: "usd", total: 100, livemode: false } });
  const { status, data } = await dataOf(order.action(aboutOrder(number, {})));
  expect([status, data]).toEqual([409, { error: "This order never reached Stripe, so there is nothing to ask." }]);
});

test("orders are narrowed to a state and to those that need a person", async () => {
  const { id: userId } = await aStudent();
  const data = { userId, currency: "usd", total: 100, livemode: false };
  const odd = await db.order.create({ data: { ...data, status: "disputed", attention: "Look at it." } });
  const found = async (query: string) =>
    (await orders.loader(visit(`/admin/orders${query}`, { cookie }))).orders.map(({ number }) => number);
  expect(await found("?attention=1")).toEqual([odd.number]);
  expect(await found("?status=disputed")).toEqual([odd.number]);
  expect(await found(`?before=${odd.number}&status=disputed`)).toEqual([]);
  expect((await home.loader(visit("/admin", { cookie }))).ordersToLookAt).toBe(1);
});

test("an event that waits is run by hand once; one that fails again says why", async () => {
  const { orderNumber, orderId, sessionId } = await anOpenCheckout(await aCourseForSale());
  await sandbox.controls.payByCard(sessionId);
  const event = (id: string) => ({
    data: {
      id,
      type: "checkout.session.completed",
      livemode: false,
      payload: { data: { object: { id: sessionId, object: "checkout.session" } } },
    },
  });
  await db.stripeEvent.create(event("evt_waiting"));
  const list = async (query = "") => (await events.loader(visit(`/admin/events${query}`, { cookie }))).events;
  expect(await list()).toMatchObject([{ id: "evt_waiting", orderNumber: null }]);
  expect((await order.loader(aboutOrder(orderNumber))).order.events).toMatchObject([{ id: "evt_waiting", processedAt: null }]);
  const run = (eventId: string) => events.action(visit("/admin/events", { cookie, form: { eventId } }));

  await sandbox.close();
  expect(await dataOf(run("evt_waiting"))).toMatchObject({
    status: 502,
    data: { error: expect.stringMatching(/^It failed again: ./) },
  });
  expect(await list("?show=failed")).toMatchObject([{ id: "evt_waiting", attempts: 1, error: expect.any(String) }]);
  expect((await dataOf(order.action(aboutOrder(orderNumber, {})))).status).toBe(502);
  sandbox = await startSandbox();

  expect((await responseOf(() => run("evt_waiting"))).headers.get("Location")).toBe("/admin/events?show=all&outcome=fulfilled");
  expect((await responseOf(() => run("evt_waiting"))).headers.get("Location")).toBe(
    "/admin/events?show=all&outcome=already-processed",
  );
  expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
  expect(await list()).toEqual([]);
  expect(await list("?show=all")).toMatchObject([{ id: "evt_waiting", orderNumber, outcome: "fulfilled" }]);
  expect((await audit.loader(visit("/admin/audit?kind=stripe-event", { cookie }))).lines).toHaveLength(2);
});

test("mails are listed without their text, and narrowed by address and state", async () => {
  await queueMail({ to: "one@example.org", subject: "First", text: "Secret link", kind: "test" }, db);
  await queueMail({ to: "two@example.org", subject: "Second", text: "Secret link", kind: "test" }, db);
  await db.outboxMail.updateMany({ where: { to: "two@example.org" }, data: { error: "Mailbox full" } });
  const page = async (query: string) => mail.loader(visit(`/admin/mail${query}`, { cookie }));
  expect((await page("?q=ONE@")).mails).toMatchObject([{ subject: "First" }]);
  expect((await page("?show=failed")).mails).toMatchObject([{ subject: "Second", error: "Mailbox full" }]);
  expect(JSON.stringify(await page(""))).not.toContain("Secret");
});

test("the audit log is paged without a gap", async () => {
  const subjectId = randomUUID();
  await db.auditEntry.createMany({
    data: Array.from({ length: 230 }, (_, at) => ({ action: "test.act", subjectKind: "thing", subjectId, reason: `${at}` })),
  });
  const seen: string[] = [];
  let before: string | null = "";
  while (before !== null) {
    const page: Awaited<ReturnType<typeof audit.loader>> = await audit.loader(
      visit(`/admin/audit?kind=thing&subject=${subjectId}${before && `&before=${before}`}`, { cookie }),
    );
    seen.push(...page.lines.map(({ reason }) => reason));
    before = page.older;
  }
  expect(new Set(seen).size).toBe(230);
  expect(seen).toHaveLength(230);
});
