import { type Db, db } from "#app/platform/db.server.ts";
import { type FindPlainOffer, findPlainOffer } from "../offer.queries.server.ts";

/** Another way to pay for a course than at once. Amounts in minor units. */
export interface OfferedWay {
  key: string;
  priceId: string;
  productId: string;
  amount: number;
  currency: string;
  interval: string;
  intervalCount: number;
  /** Null: a membership. */
  payments: number | null;
  trialDays: number;
}

/** The other ways to pay for a course, instalments first. */
export async function listPayWays(courseKey: string, tx: Db = db): Promise<OfferedWay[]> {
  if (!/^[a-z0-9-]{2,64}$/.test(courseKey)) return [];
  const prices = await tx.price.findMany({
    where: { active: true, terms: { not: "one_time" }, product: { key: courseKey, active: true } },
    orderBy: [{ terms: "asc" }, { amount: "asc" }, { id: "asc" }],
  });
  return prices.map(({ id, key, interval, ...price }) => ({
    ...price,
    priceId: id,
    key: key ?? id,
    interval: interval ?? "month",
  }));
}

/** What somebody buys who chooses another way to pay: `amount` is what is charged at once, nothing where a trial comes first. */
export async function findPlanOffer(
  ask: { userId: string; courseKey: string; way: string },
  tx: Db = db,
): Promise<FindPlainOffer> {
  const found = await findPlainOffer(ask.courseKey, tx);
  if (found.status === "refused" && found.reason !== "not-for-sale") return found;
  const way = (await listPayWays(ask.courseKey, tx)).find(({ key }) => key === ask.way);
  if (!way) return { status: "refused", reason: "not-for-sale" };
  const product = await tx.product.findUniqueOrThrow({
    where: { id: way.productId },
    select: { title: true, courses: { select: { courseId: true }, orderBy: { courseId: "asc" } } },
  });
  // Once a person, whatever came of it.
  const tried = await tx.subscription.count({
    where: { userId: ask.userId, productId: way.productId, trialEndsAt: { not: null } },
  });
  return {
    status: "for-sale",
    offer: {
      productId: way.productId,
      currency: way.currency,
      lines: [
        {
          productId: way.productId,
          priceId: way.priceId,
          title: product.title,
          amount: way.trialDays > 0 && tried === 0 ? 0 : way.amount,
          courseIds: product.courses.map(({ courseId }) => courseId),
          upgrade: false,
        },
      ],
      recurring: way.payments === null ? "membership" : "instalments",
    },
  };
}

/** True where a person pays for the product already, in a way that another order of this kind would double. */
export async function isRunning(
  ask: { openSlot: string; kind: "membership" | "instalments" | undefined },
  tx: Db,
): Promise<boolean> {
  const running = await tx.subscription.findUnique({
    where: { runningSlot: ask.openSlot },
    select: { price: { select: { terms: true } } },
  });
  if (!running) return false;
  // Whoever is a member may still buy it for good.
  return ask.kind !== undefined || running.price.terms === "instalments";
}
