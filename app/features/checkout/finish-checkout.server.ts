import { readCourseCard } from "#app/features/catalog/catalogue.queries.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { OrderPurpose } from "#prisma/generated/client.ts";
import { toldToBePaid } from "./arriving.server.ts";
import type { FulfilOutcome } from "./fulfil.server.ts";
import { settleSoon } from "./settle-soon.server.ts";

export interface FinishedCheckout {
  /**
   * `opening`: the money is there, and what is left is ours to do. `checking`: Stripe could not be asked just now; the
   * webhook and the reconciler will.
   */
  state: "paid" | "opening" | "awaiting-payment" | "open" | "failed" | "expired" | "refunded" | "in-review" | "checking";
  orderNumber: number;
  purpose: OrderPurpose;
  title: string;
  courseKeys: string[];
  /** All that was bought is files to keep. */
  files: boolean;
}

const STATES: Record<Exclude<FulfilOutcome, "unknown-session">, FinishedCheckout["state"]> = {
  fulfilled: "paid",
  "already-fulfilled": "paid",
  "awaiting-payment": "awaiting-payment",
  attention: "in-review",
  open: "open",
  failed: "failed",
  expired: "expired",
  refunded: "refunded",
};

/**
 * What a buyer who comes back from the payment page is told, after the order was brought up to date. Null for every
 * session that is not this person's own: a guessed or shared address neither grants nor shows anything.
 */
export async function finishCheckout(ask: { userId: string; checkoutSessionId: string }): Promise<FinishedCheckout | null> {
  if (!/^cs_\w{1,250}$/.test(ask.checkoutSessionId)) return null;
  const order = await db.order.findFirst({
    where: { userId: ask.userId, checkoutSessionId: ask.checkoutSessionId },
    include: { items: { orderBy: { position: "asc" }, include: { courses: { select: { course: { select: { key: true } } } } } } },
  });
  if (!order) return null;
  const courseKeys = order.items.flatMap((item) => item.courses.map(({ course }) => course.key));
  const cards = await Promise.all(courseKeys.map((key) => readCourseCard(key)));
  return {
    state: await settledState(ask.checkoutSessionId),
    orderNumber: order.number,
    purpose: order.purpose,
    title: order.items.map((item) => item.title).join(", "),
    courseKeys,
    files: cards.length > 0 && cards.every((card) => card?.kind === "download"),
  };
}

export async function settledState(checkoutSessionId: string): Promise<FinishedCheckout["state"]> {
  const settled = await settleSoon(checkoutSessionId);
  if (settled && settled.outcome !== "unknown-session") return STATES[settled.outcome];
  const told = await toldToBePaid([{ id: checkoutSessionId, checkoutSessionId }]);
  return told.size > 0 ? "opening" : "checking";
}
