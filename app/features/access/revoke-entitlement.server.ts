import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { REVOKED_BY_MONEY, type RevokedByMoney } from "./decide-access.ts";

type RevokeEntitlement =
  | { status: "revoked" | "already-revoked" }
  | { status: "refused"; reason: "no-such-entitlement" | "reason-missing" | "reason-reserved" };

/** Takes one grant of a person back by hand, with its line in the audit log. Other grants of the same course stay. */
export async function revokeEntitlement(
  ask: { userId: string; entitlementId: string; actorId: string; reason: string },
  tx: Db = db,
): Promise<RevokeEntitlement> {
  const reason = ask.reason.trim();
  if (!reason) return { status: "refused", reason: "reason-missing" };
  // What these words took away comes back when the money does.
  if (REVOKED_BY_MONEY.some((word) => word === reason)) return { status: "refused", reason: "reason-reserved" };
  return inTransaction(tx, async (tx) => {
    const entitlement = await tx.entitlement.findFirst({ where: { id: ask.entitlementId, userId: ask.userId } });
    if (!entitlement) return { status: "refused", reason: "no-such-entitlement" };
    const revokedAt = now();
    const { count } = await tx.entitlement.updateMany({
      where: { id: entitlement.id, revokedAt: null },
      data: { revokedAt, revokedReason: reason },
    });
    if (count === 0) return { status: "already-revoked" };
    const { userId, courseId, sourceKey } = entitlement;
    await recordAudit(
      {
        actorId: ask.actorId,
        action: "entitlement.revoke",
        subjectKind: "entitlement",
        subjectId: entitlement.id,
        reason,
        detail: { userId, courseId, sourceKey, before: { revokedAt: null }, after: { revokedAt: revokedAt.toISOString() } },
      },
      tx,
    );
    return { status: "revoked" };
  });
}

/** Revokes what an order, or some of its items, granted because its money went back. Returns how many were live until now. */
export async function revokeForMoney(
  ask: { orderId: string; itemIds?: string[]; reason: RevokedByMoney },
  tx: Db,
): Promise<number> {
  const { orderId, itemIds } = ask;
  const { count } = await tx.entitlement.updateMany({
    where: { orderItem: { orderId, ...(itemIds && { id: { in: itemIds } }) }, revokedAt: null },
    data: { revokedAt: now(), revokedReason: ask.reason },
  });
  return count;
}

/** Lifts the revocations of `revokeForMoney`, but of some items, and no others: what a person revoked by hand stays revoked. */
export async function restoreForMoney(ask: { orderId: string; exceptItemIds?: string[] }, tx: Db): Promise<number> {
  const { orderId, exceptItemIds = [] } = ask;
  const { count } = await tx.entitlement.updateMany({
    where: { orderItem: { orderId, id: { notIn: exceptItemIds } }, revokedReason: { in: [...REVOKED_BY_MONEY] } },
    data: { revokedAt: null, revokedReason: null },
  });
  return count;
}
