import { REVOKED_BY_MONEY } from "#app/features/access/decide-access.ts";
import { type Grant, grantEntitlements } from "#app/features/access/grant-entitlement.server.ts";
import { restoreForMoney, revokeForMoney } from "#app/features/access/revoke-entitlement.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { LockedOrder } from "./locked-order.server.ts";
import type { Settlement } from "./settle-order.ts";

export type AccessChange = "opened" | "closed" | "unchanged";

/**
 * Grants, revokes or restores what an order gives, and nothing that came from elsewhere. What a person revoked by
 * hand stays revoked. Says what changed just now.
 */
export async function applyAccess(
  order: LockedOrder,
  settlement: Settlement,
  tx: Prisma.TransactionClient,
): Promise<AccessChange> {
  const { access } = settlement;
  if (access === "none") return closeUnpaid(order, settlement, tx);
  if (access !== "granted") {
    if (order.entitlements.every((entitlement) => entitlement.revoked)) return "unchanged";
    return (await revokeForMoney({ orderId: order.id, reason: access }, tx)) > 0 ? "closed" : "unchanged";
  }
  const present = new Set(order.entitlements.map((entitlement) => entitlement.sourceKey));
  const due = grantsOf(order).filter((grant) => !present.has(grant.sourceKey));
  const granted = await grantEntitlements(due, tx);
  const byMoney: readonly (string | null)[] = REVOKED_BY_MONEY;
  const closed = order.entitlements.some((entitlement) => entitlement.revoked && byMoney.includes(entitlement.revokedReason));
  const restored = closed ? await restoreForMoney({ orderId: order.id }, tx) : 0;
  return granted + restored > 0 ? "opened" : "unchanged";
}

/** What is open without money is closed; where a person must look first, it waits for them. */
async function closeUnpaid(order: LockedOrder, { attention }: Settlement, tx: Prisma.TransactionClient): Promise<AccessChange> {
  if (attention || order.entitlements.every((entitlement) => entitlement.revoked)) return "unchanged";
  return (await revokeForMoney({ orderId: order.id, reason: "not-paid" }, tx)) > 0 ? "closed" : "unchanged";
}

function grantsOf(order: LockedOrder): Grant[] {
  return order.items.flatMap((item) =>
    item.courses.map((course) => ({
      userId: order.userId,
      courseId: course.id,
      source: "order" as const,
      sourceKey: `order-item:${item.id}:${course.id}`,
      orderItemId: item.id,
      reason: `Order ${order.number}`,
    })),
  );
}
