import { REVOKED_BY_MONEY } from "#app/features/access/decide-access.ts";
import { type Grant, grantEntitlements } from "#app/features/access/grant-entitlement.server.ts";
import { restoreForMoney, revokeForMoney } from "#app/features/access/revoke-entitlement.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { applyForOthers } from "./apply-for-others.server.ts";
import { type ItemRefund, itemsGivenBack } from "./items-given-back.ts";
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
  refunds: ItemRefund[],
  tx: Prisma.TransactionClient,
): Promise<AccessChange> {
  if (order.purpose !== "own") return applyForOthers(order, settlement, tx);
  const { access } = settlement;
  if (access === "none") return closeUnpaid(order, settlement, tx);
  if (access !== "granted") {
    if (order.entitlements.every((entitlement) => entitlement.revoked)) return "unchanged";
    return (await revokeForMoney({ orderId: order.id, reason: access }, tx)) > 0 ? "closed" : "unchanged";
  }
  // What was given back stays closed, or is closed, while the rest of the order is open.
  const givenBack = itemsGivenBack(order.items, refunds);
  const byMoney: readonly (string | null)[] = REVOKED_BY_MONEY;
  const present = new Set(order.entitlements.map((entitlement) => entitlement.sourceKey));
  const due = grantsOf(order, givenBack).filter((grant) => !present.has(grant.sourceKey));
  const granted = await grantEntitlements(due, tx);
  const of = (itemId: string) => givenBack.includes(itemId);
  const toRestore = order.entitlements.some((one) => one.revoked && byMoney.includes(one.revokedReason) && !of(one.itemId));
  const restored = toRestore ? await restoreForMoney({ orderId: order.id, exceptItemIds: givenBack }, tx) : 0;
  const toClose = order.entitlements.some((one) => !one.revoked && of(one.itemId));
  const ask = { orderId: order.id, itemIds: givenBack, reason: "item-refunded" } as const;
  const closed = toClose ? await revokeForMoney(ask, tx) : 0;
  if (granted + restored > 0) return "opened";
  return closed > 0 ? "closed" : "unchanged";
}

/** What is open without money is closed; where a person must look first, it waits for them. */
async function closeUnpaid(order: LockedOrder, { attention }: Settlement, tx: Prisma.TransactionClient): Promise<AccessChange> {
  if (attention || order.entitlements.every((entitlement) => entitlement.revoked)) return "unchanged";
  return (await revokeForMoney({ orderId: order.id, reason: "not-paid" }, tx)) > 0 ? "closed" : "unchanged";
}

function grantsOf(order: LockedOrder, givenBack: string[]): Grant[] {
  const kept = order.items.filter(({ id }) => !givenBack.includes(id));
  return kept.flatMap((item) =>
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
