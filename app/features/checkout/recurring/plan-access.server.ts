import { REVOKED_BY_MONEY } from "#app/features/access/decide-access.ts";
import { type Grant, grantEntitlements } from "#app/features/access/grant-entitlement.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { writeLedgerLines } from "../keep-ledger.server.ts";
import { lockOrder } from "../locked-order.server.ts";
import type { LockedPlan } from "./locked-plan.server.ts";
import { noMoney } from "./order-of-invoice.ts";
import type { PlanTerms, SettledSubscription } from "./settle-subscription.ts";

export interface PlanAccess {
  /** It opens its courses at this moment. */
  open: boolean;
  opened: boolean;
  closed: boolean;
  endsAt: Date | null;
}

/**
 * Grants what a plan gives, and moves the end of it with what was paid; closes it where the money went back. What a
 * person revoked by hand stays revoked, and nothing that came from elsewhere is touched.
 */
export async function applyPlanAccess(
  plan: LockedPlan,
  ask: { id: string; terms: PlanTerms; settled: SettledSubscription; at: Date },
  tx: Prisma.TransactionClient,
): Promise<PlanAccess> {
  const { id, terms, settled, at } = ask;
  const { access } = settled;
  const wasOpen = plan.started?.accessOpen ?? false;
  const endsAt = access === "unchanged" ? (plan.started?.accessEndsAt ?? null) : typeof access === "object" ? access.until : null;
  const granted = plan.started?.entitlements ?? [];
  const byMoney = { in: [...REVOKED_BY_MONEY] };
  if (typeof access === "object") {
    const present = new Set(granted.map((entitlement) => entitlement.sourceKey));
    const due = grantsOf(plan, id, terms, endsAt).filter((grant) => !present.has(grant.sourceKey));
    await grantEntitlements(due, tx);
    await tx.entitlement.updateMany({ where: { subscriptionId: id }, data: { endsAt } });
    await tx.entitlement.updateMany({
      where: { subscriptionId: id, revokedReason: byMoney },
      data: { revokedAt: null, revokedReason: null },
    });
  } else if (access !== "none" && access !== "unchanged") {
    const data = { revokedAt: at, revokedReason: access };
    await tx.entitlement.updateMany({ where: { subscriptionId: id, revokedAt: null }, data });
  }
  // All of it revoked by hand, or gone with the account: money opens nothing.
  const byHand = granted.length > 0 && granted.every(({ revokedAt, revokedReason }) => revokedAt && !isByMoney(revokedReason));
  const stays = access === "unchanged" && granted.some((entitlement) => !entitlement.revokedAt);
  const held = !byHand && (typeof access === "object" || stays);
  const open = held && (endsAt === null || endsAt > at);
  const change = open === wasOpen ? "unchanged" : open ? "opened" : "closed";
  if (change !== "unchanged") {
    const order = await lockOrder(plan.id, tx);
    const reason = typeof access === "string" ? access : "ended";
    if (order) await writeLedgerLines(order, noMoney(order), { change, reason }, tx);
  }
  return { open, opened: change === "opened", closed: change === "closed", endsAt };
}

function isByMoney(reason: string | null): boolean {
  return REVOKED_BY_MONEY.some((word) => word === reason);
}

function grantsOf(plan: LockedPlan, subscriptionId: string, terms: PlanTerms, endsAt: Date | null): Grant[] {
  return plan.items.flatMap(({ product }) =>
    product.courses.map(({ course }) => ({
      userId: plan.userId,
      courseId: course.id,
      // Who pays in parts has bought it; a membership is none.
      source: terms.payments === null ? ("subscription" as const) : ("order" as const),
      sourceKey: `subscription:${subscriptionId}:${course.id}`,
      subscriptionId,
      reason: `Order ${plan.number}`,
      ...(endsAt && { endsAt }),
    })),
  );
}
