import Stripe from "stripe";
import { recordAudit } from "#app/platform/audit.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { type ItemRefund, itemsGivenBack } from "./items-given-back.ts";
import { type LockedOrder, lockOrder } from "./locked-order.server.ts";
import { coursesOpenOtherwise } from "./other-ways.queries.server.ts";
import { type PlanPayment, readPlanPayment, settleAgain } from "./recurring/plan-payment.server.ts";
import { moneyBack, type OrderStatus, type Settlement, settleOrder } from "./settle-order.ts";
import { readFromStripe, type StripeReading } from "./stripe-facts.server.ts";
import { seatsPaidFor } from "./teams/seat-rules.ts";
import { findOrderShortOf } from "./upgrade-credit.server.ts";

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
  /** What it can be for: the items of which something is left, with how much. */
  items: { id: string; title: string; left: number }[];
  itemId: string | null;
  /** Titles of the items that the buyer could open now, and could not afterwards by this order. */
  closes: string[];
  /** Titles of the courses that close by this order and stay open in another way. */
  stays: string[];
  /** Who is written to. */
  email: string;
}

export type RefundRefusal =
  | { status: "refused"; reason: "no-such-order" | "nothing-to-refund" | "not-an-amount" | "no-such-item" }
  /** It counts towards another order, which would have to be refunded first. */
  | { status: "refused"; reason: "counts-elsewhere"; orderNumber: number }
  | { status: "refused"; reason: "too-much"; left: number; currency: string }
  /** Something went back since the preview was shown. */
  | { status: "refused"; reason: "changed" }
  /** `message` is what Stripe said. */
  | { status: "refused"; reason: "payment-service"; message: string };

interface Ask {
  orderNumber: number;
  /** All that is left, where it is left out. */
  amount?: number;
  /** What it is for, where it is for one item: all that is left of it is refunded, and it closes. */
  itemId?: string;
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
  const { orderNumber, amount, itemId, requestId, actorId, reason } = ask;
  const read = await readRefundable(orderNumber);
  if ("status" in read) return read;
  const { order, reading } = read;
  const subject = { subjectKind: "order", subjectId: order.id };
  const sent = await db.auditEntry.findFirst({
    where: { ...subject, action: "order.refund", detail: { path: ["requestId"], equals: requestId } },
  });
  if (!sent) {
    const preview = await previewOf(read, { orderNumber, amount, itemId });
    if (preview.status === "refused") return preview;
    if (preview.left !== ask.left) return { status: "refused", reason: "changed" };
    const { before, after, closes } = preview;
    // Before the money goes: a process that ends in between leaves who wanted it, and Stripe is asked by the same key again.
    await recordAudit(
      {
        actorId,
        action: "order.refund",
        ...subject,
        reason,
        detail: { requestId, amount, itemId: itemId ?? null, before, after, closes },
      },
      db,
    );
  }
  try {
    await stripe().refunds.create(
      {
        payment_intent: reading.payment!.paymentIntentId,
        amount,
        reason: "requested_by_customer",
        metadata: { order_id: order.id, order_number: String(order.number), ...(itemId && { order_item_id: itemId }) },
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

async function previewOf({ order, reading, plan }: Refundable, ask: Ask): Promise<RefundPreview | RefundRefusal> {
  const { currency, amount: received } = reading.payment!;
  const left = received - moneyBack(reading.facts.refunds);
  if (left <= 0) return { status: "refused", reason: "nothing-to-refund" };
  const itemId = ask.itemId ?? null;
  const items = order.items
    .map(({ id, title, amount }) => ({ id, title, left: Math.min(left, amount - backFor(id, reading)) }))
    .filter((item) => item.left > 0);
  const item = items.find(({ id }) => id === itemId);
  if (itemId && !item) return { status: "refused", reason: "no-such-item" };
  const most = item?.left ?? left;
  const amount = ask.amount ?? most;
  if (!Number.isSafeInteger(amount) || amount < 1) return { status: "refused", reason: "not-an-amount" };
  if (amount > most) return { status: "refused", reason: "too-much", left: most, currency };
  const refund = { amount, status: "succeeded", itemId };
  const countsIn = await findOrderShortOf({ orderId: order.id, refund });
  if (countsIn) return { status: "refused", reason: "counts-elsewhere", orderNumber: countsIn };
  const now = settleOrder(order, reading.facts);
  const then = settleOrder(order, { ...reading.facts, refunds: [...reading.facts.refunds, refund] });
  const closes = plan
    ? plan.wouldClose(amount)
      ? order.items.map(({ title }) => title)
      : []
    : closedBy(order, reading, refund, then);
  return {
    status: "preview",
    ...{ orderNumber: order.number, currency, received, left, amount, items, itemId, email: order.email },
    ...{ before: now.status, after: then.status },
    closes,
    stays: closes.length > 0 ? await coursesOpenOtherwise(order.id) : [],
  };
}

function closedBy(order: LockedOrder, reading: StripeReading, refund: ItemRefund, { access }: Settlement): string[] {
  const { items, entitlements, purpose } = order;
  if (purpose !== "own" && access !== "granted") return items.map(({ title }) => title);
  if (purpose === "team") return seatsClosedBy(order, reading, refund.amount);
  const givenBack = itemsGivenBack(items, [...reading.refunds, refund]);
  const isOpen = (id: string) => entitlements.some(({ itemId, revoked }) => itemId === id && !revoked);
  return items.filter(({ id }) => isOpen(id) && (access !== "granted" || givenBack.includes(id))).map(({ title }) => title);
}

function seatsClosedBy({ items: [item] }: LockedOrder, { facts }: StripeReading, amount: number): string[] {
  if (!item) return [];
  const returned = moneyBack(facts.refunds);
  const count = seatsPaidFor(item, returned) - seatsPaidFor(item, returned + amount);
  return count > 0 ? [`${count === 1 ? "1 seat" : `${count} seats`} of ${item.title}, free ones first`] : [];
}

function backFor(itemId: string, { refunds }: StripeReading): number {
  return moneyBack(refunds.filter((refund) => refund.itemId === itemId));
}
