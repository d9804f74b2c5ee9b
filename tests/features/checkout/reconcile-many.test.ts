import { afterAll, beforeAll, expect, test } from "vitest";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { countAttention } from "#app/features/insights/attention/attention.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { loseEvents } from "#tests/support/lost-events.ts";
import { paidOrders } from "#tests/support/paid-orders.ts";
import { aStudent } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase } from "#tests/support/shop.ts";
import { statementsOf } from "#tests/support/statements.ts";

/** `npm run bench -- --only m` does it with 10,000. */
const MANY = 400;

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

test(`${MANY} orders with no difference cost a page of Stripe and a few statements each hundred`, async () => {
  const course = await aCourseForSale();
  await aPurchase(course, sandbox.controls);
  await paidOrders({ many: MANY, courseKey: course.key, userId: (await aStudent()).id, controls: sandbox.controls });
  await db.checkpoint.create({ data: { name: "stripe-events", value: {} } });
  await loseEvents();
  const since = new Date(now().getTime() - 24 * 60 * 60 * 1000);
  let done: Awaited<ReturnType<typeof reconcile>> | undefined;
  const statements = await statementsOf(async () => {
    done = await reconcile({ since });
  });
  expect(await countAttention()).toBe(0);
  expect(done).toEqual({ events: 0, missed: 0, compared: MANY + 1, orders: 0, subscriptions: 0, failures: 0 });
  expect(statements.length).toBeLessThan(25 + Math.ceil((MANY + 1) / 100) * 6);
});
