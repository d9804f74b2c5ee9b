import { REVOKED_BY_MONEY } from "#app/features/access/decide-access.ts";
import { restoreForMoney, revokeForMoney } from "#app/features/access/revoke-entitlement.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { AccessChange } from "./apply-access.server.ts";
import type { LockedOrder } from "./locked-order.server.ts";
import type { Settlement } from "./settle-order.ts";

/**
 * What is bought for others opens nothing by itself: somebody takes it with a link. The money decides whether there is
 * something to take, and over what was taken. Open or closed is what the order's last line of access in the ledger says.
 */
export async function applyForOthers(
  order: LockedOrder,
  { access, attention }: Settlement,
  tx: Prisma.TransactionClient,
): Promise<AccessChange> {
  if (access === "none") {
    // Taken without money; where a person must look first, it waits for them.
    const open = !attention && order.entitlements.some(({ revoked }) => !revoked);
    return open && (await revokeForMoney({ orderId: order.id, reason: "not-paid" }, tx)) > 0 ? "closed" : "unchanged";
  }
  const wasOpen = order.ledgerKeys.filter((key) => key.startsWith("access:")).length % 2 === 1;
  if (access !== "granted") {
    if (order.entitlements.some(({ revoked }) => !revoked)) await revokeForMoney({ orderId: order.id, reason: access }, tx);
    return wasOpen ? "closed" : "unchanged";
  }
  // Seats come back one by one, as many as are paid for: settleSeats.
  if (order.purpose === "team") return wasOpen ? "unchanged" : "opened";
  const byMoney: readonly (string | null)[] = REVOKED_BY_MONEY;
  const closed = order.entitlements.some(({ revoked, revokedReason }) => revoked && byMoney.includes(revokedReason));
  if (closed) await restoreForMoney({ orderId: order.id }, tx);
  return wasOpen ? "unchanged" : "opened";
}
