import { REVOKED_BY_MONEY } from "#app/features/access/decide-access.ts";
import { grantEntitlements } from "#app/features/access/grant-entitlement.server.ts";
import { restoreForMoney } from "#app/features/access/revoke-entitlement.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";

/**
 * Opens what an order of a person for themselves is for, by hand, as the settlement would: with the same keys, so that
 * it opens once, and a refund closes it. A plan's opens until the end of what it has paid for. What was revoked by hand stays
 * so. Returns how many entitlements opened.
 */
export async function openWhatIsPaid(ask: { orderId: string; actorId: string; reason: string }): Promise<number> {
  return inTransaction(db, async (tx) => {
    await tx.$queryRaw`select id from "Order" where id = ${ask.orderId} for update`;
    const order = await tx.order.findUniqueOrThrow({
      where: { id: ask.orderId },
      include: { started: true, items: { include: { courses: true } } },
    });
    if (order.purpose !== "own") return 0;
    const plan = order.started;
    const grants = order.items.flatMap((item) =>
      item.courses.map(({ courseId }) => ({
        ...{
          userId: order.userId,
          courseId,
          source: plan && plan.status !== "paid_up" ? ("subscription" as const) : ("order" as const),
        },
        ...{ reason: `Order ${order.number}, by hand: ${ask.reason}`, grantedById: ask.actorId },
        ...(plan
          ? {
              subscriptionId: plan.id,
              sourceKey: `subscription:${plan.id}:${courseId}`,
              ...(plan.accessEndsAt && { endsAt: plan.accessEndsAt }),
            }
          : { orderItemId: item.id, sourceKey: `order-item:${item.id}:${courseId}` }),
      })),
    );
    const granted = await grantEntitlements(grants, tx);
    if (!plan) return granted + (await restoreForMoney({ orderId: order.id }, tx));
    const { count } = await tx.entitlement.updateMany({
      where: { subscriptionId: plan.id, revokedReason: { in: [...REVOKED_BY_MONEY] } },
      data: { revokedAt: null, revokedReason: null },
    });
    return granted + count;
  });
}
