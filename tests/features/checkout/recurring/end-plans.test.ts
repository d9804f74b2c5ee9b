import { afterAll, beforeAll, expect, test } from "vitest";
import { closeOpenOrders } from "#app/features/checkout/close-open-orders.server.ts";
import { keepForTheBooks, lockOrdersOf } from "#app/features/checkout/keep-for-the-books.server.ts";
import { syncSubscription } from "#app/features/checkout/recurring/sync-subscription.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aCourseByPlan, aPlan, planState } from "#tests/support/plans.ts";
import { startSandbox } from "#tests/support/sandbox.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
const DAY = 24 * 60 * 60 * 1000;

test.each(["monthly", "in-three", "on-trial"])(
  "an account that goes ends its plan (%s): nothing is charged or opened any more",
  async (way) => {
    const plan = await aPlan(await aCourseByPlan(), way, sandbox.controls);
    const { id, email } = plan.buyer;
    await closeOpenOrders(id);
    expect((await stripe().subscriptions.retrieve(plan.subscription)).status).toBe("canceled");
    await inTransaction(db, async (tx) => {
      expect((await lockOrdersOf(id, tx)).underWay).toEqual([]);
      expect(await keepForTheBooks({ id, name: "Gone", email }, tx)).toBe(1);
      await tx.user.delete({ where: { id } });
    });
    const mails = await db.outboxMail.count({ where: { to: email } });
    shiftClock(40 * DAY);
    await sandbox.controls.runBilling();
    await syncSubscription(plan.subscription);
    expect(await planState(plan.planId)).toMatchObject({ accessOpen: false, slot: false, revoked: ["account-erased"] });
    expect(await db.outboxMail.count({ where: { to: email } })).toBe(mails);
    shiftClock(0);
  },
);
