import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { findLeftOrder } from "./left-order.queries.server.ts";

/** Milliseconds from asking to the mail: a day. */
const DELAY = 24 * 60 * 60 * 1000;

export type AskForReminder =
  | { status: "set"; remindAt: Date | null }
  | { status: "refused"; reason: "nothing-left-unpaid" | "reminded" };

/**
 * One mail, a day from now, about what somebody left unpaid: only who presses the button gets it, and pressing again takes
 * it back. Each order is reminded of once at most.
 */
export async function askForReminder(
  ask: { userId: string; productKey: string; wanted: boolean },
  tx: Db = db,
): Promise<AskForReminder> {
  return inTransaction<AskForReminder>(tx, async (tx) => {
    const left = await findLeftOrder(ask, tx);
    if (!left) return { status: "refused", reason: "nothing-left-unpaid" };
    const sent = await tx.outboxMail.count({ where: { dedupeKey: reminderKey(left.id) } });
    if (sent > 0) return { status: "refused", reason: "reminded" };
    const remindAt = ask.wanted ? (left.remindAt ?? new Date(now().getTime() + DELAY)) : null;
    await tx.order.updateMany({ where: { id: left.id, userId: ask.userId }, data: { remindAt } });
    return { status: "set", remindAt };
  });
}

/** Of the one mail that an order is reminded of by. */
export function reminderKey(orderId: string): string {
  return `checkout-reminder:${orderId}`;
}
