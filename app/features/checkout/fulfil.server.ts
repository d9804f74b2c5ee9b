import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { enqueue } from "#app/platform/jobs.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { applyAccess } from "./apply-access.server.ts";
import { followGift } from "./gifts/follow-gift.server.ts";
import { adoptGuestOrder, settleWithAccount } from "./guests/adopt-guest-order.server.ts";
import { queueClaimMail } from "./guests/queue-claim-mail.server.ts";
import { issueReceipt } from "./issue-receipt.server.ts";
import { itemsGivenBack } from "./items-given-back.ts";
import { keepLedger, writeLedgerLines } from "./keep-ledger.server.ts";
import { findOrderVersion, type LockedOrder, lockOrder } from "./locked-order.server.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { queueOrderMail } from "./queue-order-mail.server.ts";
import { fulfilRecurring } from "./recurring/fulfil-recurring.server.ts";
import { moneyBack, type OrderStatus, type Settlement, settleOrder } from "./settle-order.ts";
import { readFromStripe, type StripeReading } from "./stripe-facts.server.ts";
import { NO_BILL } from "./tax.ts";
import { settleSeats } from "./teams/settle-seats.server.ts";

export type FulfilOutcome =
  /** This call opened the access. */
  | "fulfilled"
  /** It was open before. */
  | "already-fulfilled"
  | "awaiting-payment"
  /** The delayed payment failed, or the buyer's bank took the money back. */
  | "failed"
  | "refunded"
  | "expired"
  /** Nobody has paid yet. */
  | "open"
  /** Paid, but not what was offered: a person must look. */
  | "attention"
  /** Not a session of ours. */
  | "unknown-session";

export interface Fulfilled {
  outcome: FulfilOutcome;
  order: { id: string; number: number; userId: string; status: OrderStatus } | null;
}

const NOBODY: Fulfilled = { outcome: "unknown-session", order: null };
const ROUNDS = 50;
/** Why access is closed by what is no reason itself. */
const CLOSED_BY: Partial<Record<Settlement["access"], string>> = { granted: "item-refunded", none: "not-paid" };

const settleOnce = oneAtATime((sessionId) => settleSession(sessionId, false));
const settleThoroughly = oneAtATime((sessionId) => settleSession(sessionId, true));

/**
 * Brings the order of a Checkout Session, its ledger, its access and its mails in line with what Stripe says now.
 * Any number of calls, in any order, at once, from any process, end in the same place. `thorough` also lists refunds
 * and disputes that the charge no longer shows, such as a refund that failed.
 */
export async function fulfil(sessionId: string, options: { thorough?: boolean } = {}): Promise<Fulfilled> {
  // What has not the form of an id, from an address for example, is worth neither a query nor a call.
  if (!/^cs_[A-Za-z0-9_]{1,250}$/.test(sessionId)) return NOBODY;
  return (options.thorough ? settleThoroughly : settleOnce)(sessionId);
}

/**
 * Stripe is read without a lock, so that no connection waits for the network. Every settlement writes the order's
 * row, and one whose row changed since before it read Stripe reads again: the last one to write has read after all
 * others, and nothing that is out of date is ever written over something newer.
 */
async function settleSession(sessionId: string, thorough: boolean): Promise<Fulfilled> {
  let orderIdHint: string | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await findOrderVersion(sessionId, orderIdHint);
    if (before?.recurring) return fulfilRecurring(sessionId, before.id);
    const reading = await readFromStripe(sessionId, thorough || (before?.hasMoneyBack ?? false));
    if (!reading) return NOBODY;
    if (!before) {
      if (!reading.orderIdHint || reading.orderIdHint === orderIdHint) return NOBODY;
      orderIdHint = reading.orderIdHint;
      continue;
    }
    const settled = await inTransaction(db, async (tx) => {
      const order = await lockOrder(before.id, tx);
      return order?.version === before.version ? write(order, sessionId, reading, tx) : null;
    });
    if (settled) return settled;
  }
  throw new Error(`The order of ${sessionId} changed ${ROUNDS} times while it was settled.`);
}

/** Opens what an order that costs nothing gives: there is no money to wait for, and Stripe knows nothing of it. */
export async function fulfilFree(orderId: string): Promise<Fulfilled> {
  return inTransaction(db, async (tx) => {
    // Locked first: what is read beside the row is then as fresh as the row.
    const [locked] = await tx.$queryRaw<{ recurring: boolean }[]>`
      select exists (select from "OrderItem" i join "Price" p on p.id = i."priceId" where i."orderId" = o.id and p.terms <> 'one_time') as recurring
      from "Order" o where o.id = ${orderId} for update`;
    // A plan that begins with a trial costs nothing at first, and begins at Stripe all the same.
    if (!locked || locked.recurring) return NOBODY;
    const order = await lockOrder(orderId, tx);
    if (order?.total !== 0 || order.checkoutSessionId || !["open", "paid"].includes(order.status)) return NOBODY;
    return write(order, null, nothingToPay(order), tx);
  });
}

function nothingToPay({ livemode, currency }: LockedOrder): StripeReading {
  const session = { status: "complete", paymentStatus: "no_payment_required", amount: 0, currency, livemode };
  return {
    facts: { session, payment: null, refunds: [], disputes: [] },
    orderIdHint: null,
    payment: null,
    refunds: [],
    disputes: [],
    buyer: { email: null, name: null },
    bill: NO_BILL,
  };
}

async function write(
  found: LockedOrder,
  sessionId: string | null,
  reading: StripeReading,
  tx: Prisma.TransactionClient,
): Promise<Fulfilled> {
  const order = found.guest ? await adoptGuestOrder(found, reading, tx) : found;
  const settlement = settleWithAccount(order, settleOrder(order, reading.facts));
  const ended = settlement.status !== "open" && settlement.status !== "awaiting_payment";
  await tx.order.updateMany({
    where: { id: order.id },
    data: {
      status: settlement.status,
      attention: settlement.attention,
      checkoutSessionId: sessionId,
      paidAt: order.paidAt ?? (settlement.access === "none" ? null : (reading.payment?.paidAt ?? now())),
      closedAt: ended ? (order.closedAt ?? now()) : null,
      openSlot: ended ? null : order.openSlot,
    },
  });
  const moved = await keepLedger(order, reading, tx);
  const accessChange = await applyAccess(order, settlement, reading.refunds, tx);
  if (order.purpose === "team") await settleSeats(order, settlement, moneyBack(reading.facts.refunds), tx);
  await writeLedgerLines(order, reading, { change: accessChange, reason: CLOSED_BY[settlement.access] ?? settlement.access }, tx);
  if (settlement.access === "granted" && reading.payment) await issueReceipt(order, reading.bill, tx);
  const accessOpened = accessChange === "opened";
  await queueOrderMail(
    order,
    settlement,
    { ...moved, accessOpened, givenBack: itemsGivenBack(order.items, reading.refunds) },
    tx,
  );
  if (order.guestId && accessOpened) await queueClaimMail({ ...order, orderId: order.id, once: true }, tx);
  if (order.purpose === "gift") await followGift(order, accessChange, tx);
  // What was paid here counts towards these: whether it is still with us is theirs to say.
  const returned = moved.refundsGiven.length + moved.refundsFailed.length > 0 || settlement.status !== order.status;
  if (returned) for (const orderId of order.countsTowards) await enqueue(tx, "settle-order", { orderId });
  if (settlement.status !== order.status || settlement.attention !== order.attention) await audit(order, settlement, tx);
  const { id, number, userId } = order;
  return { outcome: outcomeOf(settlement, accessOpened), order: { id, number, userId, status: settlement.status } };
}

async function audit(order: LockedOrder, settlement: Settlement, tx: Prisma.TransactionClient): Promise<void> {
  const before = { status: order.status, attention: order.attention };
  const after = { status: settlement.status, attention: settlement.attention, access: settlement.access };
  const reason = settlement.attention ?? "What Stripe says.";
  await recordAudit(
    { actorId: null, action: "order.settle", subjectKind: "order", subjectId: order.id, reason, detail: { before, after } },
    tx,
  );
}

function outcomeOf(settlement: Settlement, opened: boolean): FulfilOutcome {
  if (settlement.access === "granted") return opened ? "fulfilled" : "already-fulfilled";
  if (settlement.access === "order-refunded") return "refunded";
  if (settlement.access === "dispute-lost") return "failed";
  if (settlement.attention) return "attention";
  if (settlement.status === "awaiting_payment") return "awaiting-payment";
  return settlement.status === "failed" || settlement.status === "expired" ? settlement.status : "open";
}
