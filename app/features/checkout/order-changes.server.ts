import { db } from "#app/platform/db.server.ts";
import type { OrderStatus } from "./settle-order.ts";
import type { WrongKind } from "./wrong-orders.queries.server.ts";

/** What a look at Stripe has changed of an order. */
export interface OrderChange {
  orderNumber: number;
  /** What was found and mended; `status`: the order's state alone was behind. */
  what: WrongKind | "status";
  before: OrderStatus | null;
  after: OrderStatus;
}

/** A place in the books: what stands behind it came later. */
export interface BookMark {
  line: number;
  entry: string;
}

export async function markBooks(): Promise<BookMark> {
  const [line, entry] = await Promise.all([
    db.ledgerEntry.aggregate({ _max: { number: true } }),
    db.auditEntry.findFirst({ orderBy: { id: "desc" }, select: { id: true } }),
  ]);
  return { line: line._max.number ?? 0, entry: entry?.id ?? "" };
}

/**
 * What changed of orders since a mark, by the books themselves: each order once, the first number first. What a webhook
 * changed at the same moment is in it too.
 */
export async function changesSince(mark: BookMark, orderIds?: string[]): Promise<OrderChange[]> {
  const of = orderIds && { in: orderIds };
  const [lines, entries] = await Promise.all([
    db.ledgerEntry.findMany({
      where: { number: { gt: mark.line }, kind: { in: ["access_opened", "access_closed"] }, orderId: of },
      orderBy: { number: "asc" },
      select: { orderId: true, kind: true, reason: true },
    }),
    db.auditEntry.findMany({
      where: { id: { gt: mark.entry }, action: "order.settle", subjectKind: "order", subjectId: of },
      orderBy: { id: "asc" },
      select: { subjectId: true, detail: true },
    }),
  ]);
  const access = new Map(lines.map(({ orderId, kind, reason }) => [orderId, kindOf(kind, reason)]));
  const before = new Map<string, OrderStatus>();
  for (const { subjectId, detail } of entries) {
    const status = (detail as { before?: { status?: OrderStatus } } | null)?.before?.status;
    if (status && !before.has(subjectId)) before.set(subjectId, status);
  }
  const ids = [...new Set([...access.keys(), ...before.keys()])];
  const orders = await db.order.findMany({
    where: { id: { in: ids } },
    orderBy: { number: "asc" },
    select: { id: true, number: true, status: true },
  });
  return orders.map(({ id, number, status }) => ({
    orderNumber: number,
    what: access.get(id) ?? "status",
    before: before.get(id) ?? null,
    after: status,
  }));
}

function kindOf(kind: string, reason: string): WrongKind {
  if (kind === "access_opened") return "paid-not-granted";
  return reason === "not-paid" ? "granted-not-paid" : "refunded-still-open";
}
