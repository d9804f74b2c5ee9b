import { expect } from "vitest";
import { db } from "#app/platform/db.server.ts";
import type { PaymentOnBooks } from "#app/platform/stripe/sandbox/controls.ts";
import type { Shop } from "./stripe-shop.ts";

/**
 * What must be true, told from the sandbox's own books and written apart from the code that is tested: the table of
 * docs/money.md, read from its right side.
 */
function expectedOf(account: PaymentOnBooks): { status: string; live: number } {
  const returned = account.refunds
    .filter((refund) => !["failed", "canceled"].includes(refund.status))
    .reduce((sum, refund) => sum + refund.amount, 0);
  if (account.received === 0) {
    if (account.sessionStatus === "open") return { status: "open", live: 0 };
    if (account.sessionStatus === "expired") return { status: "expired", live: 0 };
    return { status: account.paymentIntentStatus === "processing" ? "awaiting_payment" : "failed", live: 0 };
  }
  if (returned === account.received) return { status: "refunded", live: 0 };
  if (account.disputes.some((dispute) => dispute.status === "lost")) return { status: "failed", live: 0 };
  if (account.disputes.some((dispute) => /needs_response$|under_review$/.test(dispute.status)))
    return { status: "disputed", live: 1 };
  return { status: returned > 0 ? "partially_refunded" : "paid", live: 1 };
}

/** What is left of a payment: less what went back and what banks hold or have taken. */
function keptOf({ received, refunds, disputes }: PaymentOnBooks): number {
  const gone = (rows: { status: string; amount: number }[], words: RegExp) =>
    rows.filter(({ status }) => words.test(status)).reduce((sum, { amount }) => sum + amount, 0);
  return (
    received - gone(refunds, /^(succeeded|pending|requires_action)$/) - gone(disputes, /^(needs_response|under_review|lost)$/)
  );
}

const byId = (rows: { id: string; amount: number; status: string }[]) =>
  rows.map(({ id, amount, status }) => ({ id, amount, status })).sort((a, b) => (a.id < b.id ? -1 : 1));

/** After reconciling: order, access, ledger and mails of every person are what the books say, no more and no less. */
export async function checkAgainstBooks(shop: Shop): Promise<void> {
  const books = new Map(shop.controls.books(shop.sessions).map((account) => [account.sessionId, account]));
  const orders = await db.order.findMany({
    where: { userId: { in: shop.people.map((person) => person.id) } },
    include: { user: true, items: { include: { entitlements: true } }, payments: { include: { refunds: true, disputes: true } } },
  });
  const mails = await db.outboxMail.findMany({
    where: { dedupeKey: { in: orders.map((order) => `receipt:${order.id}`) } },
    select: { dedupeKey: true },
  });
  const receipts = new Set(mails.map((mail) => mail.dedupeKey));
  // One session an order, and no session without one.
  expect(orders.map((order) => order.checkoutSessionId).sort()).toEqual([...shop.sessions].sort());
  for (const order of orders) {
    const account = books.get(order.checkoutSessionId!)!;
    const expected = expectedOf(account);
    const entitlements = order.items.flatMap((item) => item.entitlements);
    const live = entitlements.filter((entitlement) => !entitlement.revokedAt).length;
    expect({ status: order.status, live }, account.sessionId).toEqual(expected);
    expect(order.openSlot !== null).toBe(["open", "awaiting_payment"].includes(expected.status));
    expect(entitlements.length).toBeLessThanOrEqual(1);

    const received =
      account.received > 0
        ? [{ paymentIntentId: account.paymentIntentId, amount: account.received, currency: account.currency }]
        : [];
    expect(order.payments.map(({ paymentIntentId, amount, currency }) => ({ paymentIntentId, amount, currency }))).toEqual(
      received,
    );
    const refunds = order.payments.flatMap((payment) => payment.refunds.map((row) => ({ ...row, id: row.stripeRefundId })));
    const disputes = order.payments.flatMap((payment) => payment.disputes.map((row) => ({ ...row, id: row.stripeDisputeId })));
    expect(byId(refunds)).toEqual(byId(account.refunds));
    expect(byId(disputes)).toEqual(byId(account.disputes));
    const lines = await db.ledgerEntry.findMany({ where: { orderId: order.id } });
    expect(
      lines.reduce((sum, line) => sum + line.amount, 0),
      account.sessionId,
    ).toBe(keptOf(account));
    const times = (kind: string) => lines.filter((line) => line.kind === kind).length;
    expect(times("access_opened") - times("access_closed"), account.sessionId).toBe(live > 0 ? 1 : 0);
    if (order.status === "paid") expect(order.attention).toBeNull();
    expect(receipts.has(`receipt:${order.id}`)).toBe(entitlements.length === 1);
  }
  // Nobody was charged twice for what they have.
  for (const person of shop.people) {
    const own = orders.filter((order) => order.userId === person.id);
    expect(
      own.flatMap((order) => order.items.flatMap((item) => item.entitlements)).filter((one) => !one.revokedAt).length,
    ).toBeLessThanOrEqual(1);
    expect(own.filter((order) => order.openSlot !== null).length).toBeLessThanOrEqual(1);
  }
}

/** At every moment: whoever may open the course has an order for which the money came. */
export async function checkNothingUnpaidIsOpen(shop: Shop): Promise<void> {
  const received = new Map(shop.controls.books(shop.sessions).map((account) => [account.sessionId, account.received]));
  const open = await db.entitlement.findMany({
    where: { userId: { in: shop.people.map((person) => person.id) } },
    select: { orderItem: { select: { order: { select: { checkoutSessionId: true } } } } },
  });
  for (const { orderItem } of open) expect(received.get(orderItem?.order.checkoutSessionId ?? "")).toBeGreaterThan(0);
}
