import { afterAll, beforeAll, expect, test } from "vitest";
import { findArriving } from "#app/features/checkout/arriving.server.ts";
import { settledState } from "#app/features/checkout/finish-checkout.server.ts";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { processStripeEvent } from "#app/features/checkout/process-stripe-event.server.ts";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { db } from "#app/platform/db.server.ts";
import { whileHeld } from "#tests/support/held-table.ts";
import { aStudent } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** The event that a page was paid comes in, and nobody has acted on it yet. */
async function tell(): Promise<string> {
  const event = sandbox.controls.events().findLast(({ type }) => type === "checkout.session.completed")!;
  const { body, signature } = sandbox.controls.sign(event.id);
  await receiveStripeEvent({ body: Buffer.from(body), signature });
  return event.id;
}

test("who has a payment page open and has not paid is shown the shop", async () => {
  const course = await aCourseForSale();
  const { buyer } = await anOpenCheckout(course);
  expect(await findArriving({ userId: buyer.id, courseKey: course.key })).toEqual([]);
});

test("who has paid, of which nobody has told yet, finds it open at the first look", async () => {
  const course = await aCourseForSale();
  const { buyer, orderId, sessionId } = await anOpenCheckout(course);
  await sandbox.controls.payByCard(sessionId);
  expect(await findArriving({ userId: buyer.id, courseKey: course.key })).toEqual([]);
  expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
});

test("where we are held up, who has paid is told that the money is there, and others are told nothing", async () => {
  const course = await aCourseForSale();
  const { buyer, orderNumber, orderId, sessionId } = await anOpenCheckout(course);
  await sandbox.controls.payByCard(sessionId);
  const eventId = await tell();
  const asked = { userId: buyer.id, courseKey: course.key };
  await whileHeld(
    { table: "Payment", mode: "share", waiting: 1 },
    () => fulfil(sessionId),
    async () => {
      const [mine, all, other, stranger, state] = await Promise.all([
        findArriving(asked),
        findArriving({ userId: buyer.id }),
        findArriving({ userId: buyer.id, courseKey: "another-course" }),
        findArriving({ userId: (await aStudent()).id, courseKey: course.key }),
        settledState(sessionId),
      ]);
      expect(mine).toMatchObject([{ orderNumber, state: "opening" }]);
      expect({ all, other, stranger, state }).toMatchObject({ all: mine, other: [], stranger: [], state: "opening" });
    },
  );
  await processStripeEvent({ eventId });
  expect(await findArriving(asked)).toEqual([]);
  expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
});

test("Stripe away: what it has told counts for the words, and opens nothing", async () => {
  const course = await aCourseForSale();
  const { buyer, orderId, sessionId } = await anOpenCheckout(course);
  expect(await settledState(sessionId)).toBe("open");
  await sandbox.controls.payByCard(sessionId);
  await tell();
  await sandbox.close();
  expect(await findArriving({ userId: buyer.id, courseKey: course.key })).toMatchObject([{ state: "opening" }]);
  expect(await settledState(sessionId)).toBe("opening");
  expect(await orderState(orderId)).toMatchObject({ status: "open", live: 0 });
  sandbox = await startSandbox();
});

test("delayed money is on its way, another amount is looked at, and what is gone by our books is being opened", async () => {
  const course = await aCourseForSale();
  const delayed = await anOpenCheckout(course);
  await sandbox.controls.payByBankDebit(delayed.sessionId);
  await fulfil(delayed.sessionId);
  expect(await findArriving({ userId: delayed.buyer.id })).toMatchObject([{ state: "on-its-way" }]);

  const other = await anOpenCheckout(course);
  await db.order.update({ where: { id: other.orderId }, data: { total: 1 } });
  await sandbox.controls.payByCard(other.sessionId);
  expect(await findArriving({ userId: other.buyer.id, courseKey: course.key })).toMatchObject([{ state: "in-review" }]);

  const gone = await aPurchase(course, sandbox.controls);
  expect(await findArriving({ userId: gone.buyer.id })).toEqual([]);
  await db.entitlement.deleteMany({ where: { orderItem: { orderId: gone.orderId } } });
  expect(await findArriving({ userId: gone.buyer.id })).toMatchObject([{ state: "opening" }]);
});
