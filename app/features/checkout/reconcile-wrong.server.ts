import { attempt, syncPlan } from "./reconcile-attempt.server.ts";
import { settleOrderAgain } from "./settle-order-again.server.ts";
import { findWrongOrders, findWrongPlans } from "./wrong-orders.queries.server.ts";

const PAGE = 100;

/** Settles every order and plan again whose money and access disagree by our own books: what is paid is opened, the rest closed. */
export async function settleWrongOrders(done: { failures: number; orders: number }): Promise<void> {
  for (let after = 0; ; ) {
    const wrong = await findWrongOrders({ after, most: PAGE });
    for (const orderId of new Set(wrong.map((one) => one.orderId))) {
      done.orders += 1;
      await attempt(done, { orderId }, () => settleOrderAgain({ orderId }));
    }
    if (wrong.length < PAGE) break;
    after = wrong.at(-1)!.number;
  }
  for (let after = ""; ; ) {
    const wrong = await findWrongPlans({ after, most: PAGE });
    for (const { subscriptionId } of wrong) {
      done.orders += 1;
      await attempt(done, { subscriptionId }, () => syncPlan(subscriptionId));
    }
    if (wrong.length < PAGE) break;
    after = wrong.at(-1)!.subscriptionId;
  }
}
