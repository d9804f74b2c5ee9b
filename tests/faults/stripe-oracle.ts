import { expect } from "vitest";
import { db } from "#app/platform/db.server.ts";
import type { PaymentOnBooks } from "#app/platform/stripe/sandbox/controls.ts";
import { type Buyer, SEATS } from "./buyers.ts";
import type { Shop } from "./stripe-shop.ts";

/**
 * What must be true, told from the sandbox's own books and written apart from the code that is tested: the table of
 * docs/money.md, read from its right side.
 */
function expectedOf(account: PaymentOnBooks): { status: string; open: boolean } {
  const returned = returnedOf(account);
  if (account.received === 0) {
    if (account.sessionStatus === "open") return { status: "open", open: false };
    if (account.sessionStatus === "expired") return { status: "expired", open: false };
    return { status: account.paymentIntentStatus === "processing" ? "awaiting_payment" : "failed", open: false };
  }
  if (returned === account.received) return { status: "refunded", open: false };
  if (account.disputes.some((dispute) => dispute.status === "lost")) return { status: "failed", open: false };
  if (account.disputes.some((dispute) => /needs_response$|under_review$/.test(dispute.status)))
    return { status: "disputed", open: true };
  return { status: returned > 0 ? "partially_refunded" : "paid", open: true };
}

function returnedOf({ refunds }: PaymentOnBooks): number {
  const given = refunds.filter((refund) => !["failed", "canceled"].includes(refund.status));
  return given.reduce((sum, refund) => sum + refund.amount, 0);
}

/** What is left of a payment: less what went back and what banks hold or have taken. */
export function keptOf({ received, refunds, disputes }: Pick<PaymentOnBooks, "received" | "refunds" | "disputes">): number {
  const gone = (rows: { status: string; amount: number }[], words: RegExp) =>
    rows.filter(({ status }) => words.test(status)).reduce((sum, { amount }) => sum + amount, 0);
  return (
    received - gone(refunds, /^(succeeded|pending|requires_action)$/) - gone(disputes, /^(needs_response|under_review|lost)$/)
  );
}

const byId = (rows: { id: string; amount: number; status: string }[]) =>
  rows.map(({ id, amount, status }) => ({ id, amount, status })).sort((a, b) => (a.id < b.id ? -1 : 1));

const ORDER = {
  user: true,
  items: { include: { courses: true } },
  payments: { include: { refunds: true, disputes: true } },
  ledger: true,
  receipt: true,
  gift: true,
  team: { include: { seats: true } },
} as const;

function ordersOf(ids: string[]) {
  return db.order.findMany({ where: { id: { in: ids } }, include: ORDER });
}
type Order = Awaited<ReturnType<typeof ordersOf>>[number];

/** How many entitlements an order has to give now: a course each, to whoever took a gift, to each who sits in a paid seat. */
function dueOf({ way }: Buyer, order: Order, account: PaymentOnBooks): number {
  if (!expectedOf(account).open || way === "live-mode") return 0;
  const courses = order.items.flatMap((item) => item.courses).length;
  if (way === "gift") return order.gift?.redeemedAt ? courses : 0;
  if (way !== "team") return courses;
  const paidFor = SEATS - Math.floor(returnedOf(account) / (account.received / SEATS));
  return Math.min(paidFor, order.team?.seats.filter((seat) => seat.joinedAt).length ?? 0) * courses;
}

/** After reconciling: order, access, ledger and mails of everybody are what the books say, no more and no less. */
export async function checkAgainstBooks(shop: Shop): Promise<void> {
  for (const buyer of shop.buyers) await checkBuyer(shop, buyer);
  await checkInbox(shop);
}

async function checkBuyer(shop: Shop, buyer: Buyer): Promise<void> {
  const orders = await ordersOf((await buyer.orders()).map(({ id }) => id));
  const sessions = orders.flatMap((order) => order.checkoutSessionId ?? []);
  expect(new Set(sessions).size).toBe(sessions.length);
  const books = new Map((sessions.length > 0 ? shop.controls.books(sessions) : []).map((one) => [one.sessionId, one]));
  let due = 0;
  for (const order of orders) {
    const account = books.get(order.checkoutSessionId ?? "");
    // Its process ended before anybody had the payment page: it can only wait for the next click, or be given up.
    if (!account) {
      expect(["open", "expired"]).toContain(order.status);
      expect([order.paidAt, order.payments]).toEqual([null, []]);
      continue;
    }
    due += dueOf(buyer, order, account);
    await checkOrder(buyer, order, account);
  }
  const owned = await db.entitlement.findMany({ where: { userId: { in: await buyer.owners() }, revokedAt: null } });
  expect(owned.length, `${buyer.way}: what is open`).toBe(due);
  // A visitor whose browser lost its page may buy a second time; nobody else has two that can still be paid.
  if (buyer.way !== "guest") expect(orders.filter((order) => order.openSlot !== null).length).toBeLessThanOrEqual(1);
}

async function checkOrder(buyer: Buyer, order: Order, account: PaymentOnBooks): Promise<void> {
  const expected = expectedOf(account);
  const foreign = buyer.way === "live-mode" && expected.open;
  // What nobody has paid of it is given up at the next click: its page is of a mode that this site no longer reaches.
  if (foreign) expect(order.attention ?? "nothing").toContain("mode");
  else if (buyer.way !== "live-mode" || account.received > 0) {
    expect(order.status, `${buyer.way} ${account.sessionId}`).toBe(expected.status);
    expect(order.openSlot !== null).toBe(["open", "awaiting_payment"].includes(expected.status));
  }
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
  expect(
    order.ledger.reduce((sum, line) => sum + line.amount, 0),
    account.sessionId,
  ).toBe(keptOf(account));
  const times = (kind: string) => order.ledger.filter((line) => line.kind === kind).length;
  const opened = expected.open && !foreign;
  if (!["gift", "team"].includes(buyer.way))
    expect(times("access_opened") - times("access_closed"), account.sessionId).toBe(opened ? 1 : 0);
  if (order.status === "paid" && !["guest", "live-mode"].includes(buyer.way)) expect(order.attention).toBeNull();
  const receipts = await db.outboxMail.count({ where: { dedupeKey: `receipt:${order.id}` } });
  expect(receipts, `${buyer.way}: receipts`).toBe(order.receipt ? 1 : 0);
  if (opened) expect(order.receipt, `${buyer.way}: a numbered receipt`).not.toBeNull();
}

/** Each event is kept once and queued at most once; one of the other mode is evidence, and nothing follows from it. */
async function checkInbox(shop: Shop): Promise<void> {
  const { own, foreign } = shop.arrived;
  const rows = await db.stripeEvent.findMany({ where: { id: { in: [...own, ...foreign] } } });
  const ids = rows.map(({ id }) => id);
  expect(ids.length, "an event is kept twice").toBe(new Set(ids).size);
  for (const row of rows.filter(({ id }) => foreign.has(id)))
    expect([row.outcome, row.orderId, row.attempts], "an event of the other mode").toEqual(["wrong-mode", null, 0]);
  const jobs = await db.$queryRaw<{ event: string; jobs: number }[]>`
    select payload->>'eventId' as event, count(*)::int as jobs from graphile_worker._private_jobs
    where payload->>'eventId' = any(${[...own, ...foreign]}) group by 1`;
  for (const { event, jobs: count } of jobs) expect([event, count]).toEqual([foreign.has(event) ? "never" : event, 1]);
}

/** At every moment: whoever may open a course has it by an order for which the money came. */
export async function checkNothingUnpaidIsOpen(shop: Shop): Promise<void> {
  for (const buyer of shop.buyers) {
    const orders = await ordersOf((await buyer.orders()).map(({ id }) => id));
    const sessions = orders.flatMap((order) => order.checkoutSessionId ?? []);
    const paid = (sessions.length > 0 ? shop.controls.books(sessions) : []).filter(({ received }) => received > 0);
    const most = buyer.way === "live-mode" ? 0 : paid.length * (buyer.way === "team" ? SEATS : buyer.way === "bundle" ? 2 : 1);
    const open = await db.entitlement.count({ where: { userId: { in: await buyer.owners() }, revokedAt: null } });
    expect(open, buyer.way).toBeLessThanOrEqual(most);
  }
}
