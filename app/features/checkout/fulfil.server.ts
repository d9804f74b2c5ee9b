import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { applyAccess } from "./apply-access.server.ts";
import { issueReceipt } from "./issue-receipt.server.ts";
import { keepLedger, writeLedgerLines } from "./keep-ledger.server.ts";
import { findOrderVersion, type LockedOrder, lockOrder } from "./locked-order.server.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { queueOrderMail } from "./queue-order-mail.server.ts";
import { type OrderStatus, type Settlement, settleOrder } from "./settle-order.ts";
import { readFromStripe, type StripeReading } from "./stripe-facts.server.ts";

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

async function write(
  order: LockedOrder,
  sessionId: string,
  reading: StripeReading,
  tx: Prisma.TransactionClient,
): Promise<Fulfilled> {
  const settlement = settleOrder(order, reading.facts);
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
  const accessChange = await applyAccess(order, settlement, tx);
  const reason = settlement.access === "none" ? "not-paid" : settlement.access;
  await writeLedgerLines(order, reading, { change: accessChange, reason }, tx);
  if (settlement.access === "granted" && reading.payment) await issueReceipt(order, tx);
  const accessOpened = accessChange === "opened";
  await queueOrderMail(order, settlement, { ...moved, accessOpened }, tx);
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
