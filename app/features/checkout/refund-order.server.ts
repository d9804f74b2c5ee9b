import Stripe from "stripe";
import { recordAudit } from "#app/platform/audit.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { type LockedOrder, lockOrder } from "./locked-order.server.ts";
import { type PlanPayment, readPlanPayment, settleAgain } from "./recurring/plan-payment.server.ts";
import { moneyBack, type OrderStatus, settleOrder } from "./settle-order.ts";
import { readFromStripe, type StripeReading } from "./stripe-facts.server.ts";
import { seatsPaidFor } from "./teams/seat-rules.ts";

/** What a refund would do, by what Stripe says now. Amounts in minor units. */
export interface RefundPreview {
  status: "preview";
  orderNumber: number;
  currency: string;
  received: number;
  /** What can still be given back. */
  left: number;
  amount: number;
  before: OrderStatus;
  after: OrderStatus;
  /** Titles of the items that the buyer could open now, and could not afterwards by this order. */
  closes: string[];
  /** Who is written to. */
  email: string;
}

export type RefundRefusal =
  | { status: "refused"; reason: "no-such-order" | "nothing-to-refund" | "not-an-amount" }
  | { status: "refused"; reason: "too-much"; left: number; currency: string }
  /** Something went back since the preview was shown. */
  | { status: "refused"; reason: "changed" }
  /** `message` is what Stripe said. */
  | { status: "refused"; reason: "payment-service"; message: string };

interface Ask {
  orderNumber: number;
  /** All that is left, where it is left out. */
  amount?: number;
}

/** Shows what a refund would do, and does nothing. */
export async function previewRefund(ask: Ask): Promise<RefundPreview | RefundRefusal> {
  const read = await readRefundable(ask.orderNumber);
  return "status" in read ? read : previewOf(read, ask);
}

/**
 * Gives money back through Stripe and brings the order in line with it. `requestId` names one sending of the form: sent
 * twice, the money goes once. `left` is what the preview showed: where something went back since, nothing is done.
 */
export async function refundOrder(
  ask: Ask & { amount: number; left: number; requestId: string; actorId: string; reason: string },
): Promise<{ status: "refunded"; orderNumber: number } | RefundRefusal> {
  const { orderNumber, amount, requestId, actorId, reason } = ask;
  const read = await readRefundable(orderNumber);
  if ("status" in read) return read;
  const { order, reading } = read;
  const subject = { subjectKind: "order", subjectId: order.id };
  const sent = await db.auditEntry.findFirst({
    where: { ...subject, action: "order.refund", detail: { path: ["requestId"], equals: requestId } },
  });
  if (!sent) {
    const preview = previewOf(read, { orderNumber, amount });
    if (preview.status === "refused") return preview;
    if (preview.left !== ask.left) return { status: "refused", reason: "changed" };
    const { before, after, closes } = preview;
    // Before the money goes: a process that ends in between leaves who wanted it, and Stripe is asked by the same key again.
    await recordAudit(
      { actorId, action: "order.refund", ...subject, reason, detail: { requestId, amount, before, after, closes } },
      db,
    );
  }
  try {
    await stripe().refunds.create(
      {
        payment_intent: reading.payment!.paymentIntentId,
        amount,
        reason: "requested_by_customer",
        metadata: { order_id: order.id, order_number: String(order.number) },
      },
      { idempotencyKey: `refund:${requestId}` },
    );
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    await recordAudit({ actorId, action: "order.refund-refused", ...subject, detail: { requestId, error: error.message } }, db);
    return { status: "refused", reason: "payment-service", message: error.message };
  }
  await settleAgain(order);
  return { status: "refunded", orderNumber };
}

interface Refundable {
  order: LockedOrder;
  reading: StripeReading;
  /** Of a payment of a membership or an instalment plan. */
  plan: PlanPayment | null;
}

async function readRefundable(orderNumber: number): Promise<Refundable | RefundRefusal> {
  const found = await db.order.findUnique({ where: { number: orderNumber }, select: { id: true, checkoutSessionId: true } });
  if (!found) return { status: "refused", reason: "no-such-order" };
  try {
    const plan = await readPlanPayment(found.id);
    if (!plan && !found.checkoutSessionId) return { status: "refused", reason: "nothing-to-refund" };
    const reading = plan?.reading ?? (await readFromStripe(found.checkoutSessionId!, true));
    const order = await inTransaction(db, (tx) => lockOrder(found.id, tx));
    if (!reading?.payment || !order) return { status: "refused", reason: "nothing-to-refund" };
    return { order, reading, plan };
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    return { status: "refused", reason: "payment-service", message: error.message };
  }
}

function previewOf({ order, reading, plan }: Refundable, ask: Ask): RefundPreview | RefundRefusal {
  const { currency, amount: received } = reading.payment!;
  const left = received - moneyBack(reading.facts.refunds);
  if (left <= 0) return { status: "refused", reason: "nothing-to-refund" };
  const amount = ask.amount ?? left;
  if (!Number.isSafeInteger(amount) || amount < 1) return { status: "refused", reason: "not-an-amount" };
  if (amount > left) return { status: "refused", reason: "too-much", left, currency };
  const refunds = [...reading.facts.refunds, { amount, status: "succeeded" }];
  const now = settleOrder(order, reading.facts);
  const then = settleOrder(order, { ...reading.facts, refunds });
  const openNow = order.purpose !== "own" || order.entitlements.some(({ revoked }) => !revoked);
  const seatsAfter = order.purpose === "team" && then.access === "granted" ? seatsClosedBy(order, reading, amount) : [];
  const shuts = plan ? plan.wouldClose(amount) : openNow && then.access !== "granted";
  return {
    status: "preview",
    ...{ orderNumber: order.number, currency, received, left, amount, email: order.email },
    ...{ before: now.status, after: then.status },
    closes: shuts ? order.items.map(({ title }) => title) : seatsAfter,
  };
}

function seatsClosedBy({ items: [item] }: LockedOrder, { facts }: StripeReading, amount: number): string[] {
  if (!item) return [];
  const returned = moneyBack(facts.refunds);
  const count = seatsPaidFor(item, returned) - seatsPaidFor(item, returned + amount);
  return count > 0 ? [`${count === 1 ? "1 seat" : `${count} seats`} of ${item.title}, free ones first`] : [];
}
