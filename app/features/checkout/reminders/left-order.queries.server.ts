import { liveAt } from "#app/features/access/entitlement.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";

/** Milliseconds after which an order that nobody paid is too long ago to remind of. */
const RECENT = 2 * 24 * 60 * 60 * 1000;

export interface LeftOrder {
  id: string;
  /** When the reminder that was asked for goes out; null where none was. */
  remindAt: Date | null;
}

/**
 * The last order of this person for a course or a bundle, where they left the payment page without paying; null where they
 * have it by now, or are paying.
 */
export async function findLeftOrder(ask: { userId: string; productKey: string }, tx: Db = db): Promise<LeftOrder | null> {
  const { userId, productKey } = ask;
  const order = await tx.order.findFirst({
    where: { userId, purpose: "own", items: { some: { position: 0, product: { key: productKey } } } },
    orderBy: { number: "desc" },
    select: { id: true, status: true, createdAt: true, remindAt: true, items: { select: { courses: true } } },
  });
  if (!order || !["open", "expired"].includes(order.status)) return null;
  const at = now();
  if (order.createdAt.getTime() < at.getTime() - RECENT) return null;
  const courseIds = order.items.flatMap(({ courses }) => courses.map(({ courseId }) => courseId));
  const owned = await tx.entitlement.count({ where: { userId, courseId: { in: courseIds }, ...liveAt(at) } });
  return owned > 0 ? null : { id: order.id, remindAt: order.remindAt };
}
