import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { Prisma } from "#prisma/generated/client.ts";
import type { OrderStatus } from "./settle-order.ts";

/** How money and access of an order can disagree. */
export type WrongKind = "paid-not-granted" | "granted-not-paid" | "refunded-still-open";

export interface WrongOrder {
  kind: WrongKind;
  orderId: string;
  number: number;
  status: OrderStatus;
  /** Null where Stripe was never asked about it, and cannot be. */
  checkoutSessionId: string | null;
  userId: string;
  /** Since when, as far as we can tell. */
  since: Date;
}

/** What the page "Needs attention" calls each. */
export const WRONG_WORDS: Record<WrongKind, string> = {
  "paid-not-granted": "Paid, and not open",
  "granted-not-paid": "Open, and not paid",
  "refunded-still-open": "The money went back, and it is still open",
};

/**
 * Orders that give their items to their own buyer and are paid once. What is bought for others opens nothing to its
 * buyer, and what is paid again and again is open by another rule.
 */
const OPENS_ITSELF = Prisma.sql`true`;

/** Stripe's final words on money that did not go back. */
const CAME_TO_NOTHING = Prisma.sql`('failed', 'canceled')`;

/**
 * Orders whose money and access disagree by our own books: no settlement leaves one behind, so each is a fault, such as
 * a row that was changed by hand or a backup that was played back. An order with `attention` waits for a person anyhow.
 */
export async function findWrongOrders(ask: { orderIds?: string[]; userId?: string } = {}): Promise<WrongOrder[]> {
  const within = Prisma.sql`${OPENS_ITSELF}
    and (${ask.orderIds ?? null}::text[] is null or o.id = any(${ask.orderIds ?? null}::text[]))
    and (${ask.userId ?? null}::text is null or o."userId" = ${ask.userId ?? null}::text)`;
  return db.$queryRaw<WrongOrder[]>`
    with money as (
      select p."orderId", sum(p.amount) as received, min(p."createdAt") as "arrivedAt",
        sum((select coalesce(sum(r.amount), 0) from "Refund" r where r."paymentId" = p.id and r.status not in ${CAME_TO_NOTHING})) as returned,
        bool_or(exists (select from "Dispute" d where d."paymentId" = p.id and d.status = 'lost')) as lost
      from "Payment" p group by p."orderId"
    ), wrong as (
      select 'paid-not-granted' as kind, o.id, coalesce(o."paidAt", o."createdAt") as since
      from "Order" o
      where ${within} and o.status in ('paid', 'partially_refunded', 'disputed') and exists (
        select from "OrderItem" i where i."orderId" = o.id
          and exists (select from "ProductCourse" pc where pc."productId" = i."productId")
          and not exists (select from "Entitlement" e where e."orderItemId" = i.id
            and (e."revokedAt" is null or e."revokedReason" not in ('order-refunded', 'dispute-lost', 'not-paid'))))
      union
      select 'paid-not-granted', o.id, m."arrivedAt"
      from "Order" o join money m on m."orderId" = o.id
      where ${within} and o.attention is null and o.status in ('open', 'awaiting_payment', 'failed', 'expired')
        and not m.lost and m.received > m.returned
      union
      select case when o.status = 'refunded' or m.lost or (m.received > 0 and m.returned >= m.received)
          then 'refunded-still-open' else 'granted-not-paid' end,
        o.id, greatest(e."createdAt", o."closedAt")
      from "Entitlement" e join "OrderItem" i on i.id = e."orderItemId" join "Order" o on o.id = i."orderId"
        left join money m on m."orderId" = o.id
      where ${within} and o.attention is null and e."revokedAt" is null and (e."endsAt" is null or e."endsAt" > ${now()})
        and (o.status in ('open', 'awaiting_payment', 'failed', 'expired', 'refunded')
          or (o.total > 0 and m."orderId" is null) or m.lost or (m.received > 0 and m.returned >= m.received))
    )
    select w.kind, o.id as "orderId", o.number, o.status::text as status, o."checkoutSessionId", o."userId", min(w.since) as since
    from wrong w join "Order" o on o.id = w.id
    group by w.kind, o.id order by since, o.number limit 500`;
}
