import { liveAt } from "#app/features/access/entitlement.queries.server.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";

/**
 * The courses that an order, or the plan that it belongs to, opens now to somebody who has them in another way as well: by
 * another purchase, a gift, a seat, a membership or by hand. They stay open whatever becomes of it.
 */
export async function coursesOpenOtherwise(orderId: string): Promise<string[]> {
  const live = liveAt(now());
  const plan = { OR: [{ orderId }, { invoices: { some: { orderId } } }] };
  const own = await db.entitlement.findMany({
    where: { AND: [live, { OR: [{ orderItem: { orderId } }, { subscription: plan }] }] },
    select: { id: true, userId: true, courseId: true },
  });
  if (own.length === 0) return [];
  const others = await db.entitlement.findMany({
    where: {
      AND: [live, { OR: own.map(({ userId, courseId }) => ({ userId, courseId })) }],
      id: { notIn: own.map(({ id }) => id) },
    },
    distinct: ["courseId"],
    select: { course: { select: { key: true, currentReleaseId: true } } },
  });
  const titles = others.map(async ({ course: { key, currentReleaseId } }) =>
    currentReleaseId ? (await loadManifest(currentReleaseId)).title : key,
  );
  return (await Promise.all(titles)).sort();
}
