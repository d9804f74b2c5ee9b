import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { type EntitlementFact, type EntitlementState, entitlementState } from "./decide-access.ts";

export interface EntitlementOnRecord {
  id: string;
  courseId: string;
  courseKey: string;
  source: EntitlementFact["source"];
  state: EntitlementState;
  startsAt: Date;
  endsAt: Date | null;
  revokedAt: Date | null;
  revokedReason: string | null;
  /** Why it was granted. */
  reason: string;
  grantedById: string | null;
  createdAt: Date;
  /** The number of the order that it came from, or by which its plan began. */
  orderNumber: number | null;
}

/** The grants that open something at a moment, as `entitlementState` has it, for a query. */
export function liveAt(at: Date): Prisma.EntitlementWhereInput {
  return { revokedAt: null, startsAt: { lte: at }, OR: [{ endsAt: null }, { endsAt: { gt: at } }] };
}

/** Everything a person was ever granted, the newest first. */
export async function entitlementsOf(userId: string, tx: Db = db): Promise<EntitlementOnRecord[]> {
  const rows = await tx.entitlement.findMany({
    where: { userId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    include: {
      course: { select: { key: true } },
      orderItem: { select: { order: { select: { number: true } } } },
      subscription: { select: { order: { select: { number: true } } } },
    },
  });
  const at = now();
  return rows.map(
    ({
      course,
      orderItem,
      subscription,
      userId: _owner,
      sourceKey: _key,
      orderItemId: _item,
      subscriptionId: _plan,
      ...row
    }) => ({
      ...row,
      courseKey: course.key,
      state: entitlementState(row, at),
      orderNumber: orderItem?.order.number ?? subscription?.order.number ?? null,
    }),
  );
}
