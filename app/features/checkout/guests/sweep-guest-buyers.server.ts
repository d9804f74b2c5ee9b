import { now } from "#app/platform/clock.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";

/** The days that a browser can come back to what it began. */
export const GUEST_BUYER_DAYS = 30;
const BATCH = 200;

/**
 * Deletes stand-ins of guests that are older, with the orders that nobody paid. One whose order had money, or still waits
 * for it, stays: somebody may have to look at it.
 */
export async function sweepGuestBuyers(): Promise<number> {
  const before = new Date(now().getTime() - GUEST_BUYER_DAYS * 24 * 60 * 60 * 1000);
  let swept = 0;
  let after = "";
  for (;;) {
    const old = await db.guestBuyer.findMany({
      where: { createdAt: { lt: before }, userId: { gt: after } },
      orderBy: { userId: "asc" },
      take: BATCH,
      select: { userId: true },
    });
    for (const { userId } of old) if (await sweep(userId)) swept += 1;
    after = old.at(-1)?.userId ?? "";
    if (old.length < BATCH) return swept;
  }
}

async function sweep(userId: string): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    // Settlements lock the order first and the person after, and so does this.
    await tx.$queryRaw`select id from "Order" where "userId" = ${userId} order by id for update`;
    const spent = {
      userId,
      paidAt: null,
      openSlot: null,
      payments: { none: {} },
      status: { in: ["expired", "failed"] },
    } as const;
    const orders = await tx.order.findMany({ where: { ...spent, status: { in: [...spent.status.in] } }, select: { id: true } });
    const orderId = { in: orders.map(({ id }) => id) };
    await tx.stripeEvent.deleteMany({ where: { orderId } });
    await tx.orderItem.deleteMany({ where: { orderId } });
    await tx.order.deleteMany({ where: { id: orderId } });
    const { count } = await tx.user.deleteMany({ where: { id: userId, orders: { none: {} } } });
    return count === 1;
  });
}
