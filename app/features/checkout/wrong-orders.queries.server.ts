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

const MONEY_IS_HERE = Prisma.sql`('paid', 'partially_refunded', 'disputed')`;
const NO_MONEY = Prisma.sql`('open', 'awaiting_payment', 'failed', 'expired')`;
/** Stripe's final words on money that did not go back. */
const CAME_TO_NOTHING = Prisma.sql`('failed', 'canceled')`;
/** What a person took away stays so, and is right. */
const BY_MONEY = Prisma.sql`('order-refunded', 'item-refunded', 'dispute-lost', 'not-paid')`;
/** Paid again and again: its access is the plan's, and by another rule. */
const RECURRING = Prisma.sql`exists (select from "OrderItem" ri join "Price" rp on rp.id = ri."priceId" where ri."orderId" = o.id and rp.terms <> 'one_time')`;

/**
 * Orders whose money and access disagree by our own books: no settlement leaves one behind, so each is a fault, such as
 * a row that was changed by hand or a backup that was played back. An order with `attention` waits for a person anyhow.
 * What is bought for others opens nothing to its buyer, and is looked at for what is open and should not be.
 */
export async function findWrongOrders(ask: { orderIds?: string[]; after?: number; most?: number } = {}): Promise<WrongOrder[]> {
  const { orderIds = null, after = 0, most = 100 } = ask;
  const within = Prisma.sql`(${orderIds}::text[] is null or o.id = any(${orderIds}::text[])) and o.number > ${after}
    and o.attention is null and not ${RECURRING}`;
  const opensItself = Prisma.sql`o.purpose = 'own' and not exists (select from "ErasedBuyer" b where b."userId" = o."userId")`;
  const itemIsBack = Prisma.sql`i.amount > 0 and i.amount <= (select coalesce(sum(r.amount), 0) from "Refund" r
    join "Payment" p on p.id = r."paymentId" where p."orderId" = o.id and r."itemId" = i.id and r.status not in ${CAME_TO_NOTHING})`;
  return db.$queryRaw<WrongOrder[]>`
    with money as (
      select p."orderId", sum(p.amount) as received, min(p."createdAt") as "arrivedAt",
        sum((select coalesce(sum(r.amount), 0) from "Refund" r where r."paymentId" = p.id and r.status not in ${CAME_TO_NOTHING})) as returned,
        bool_or(exists (select from "Dispute" d where d."paymentId" = p.id and d.status = 'lost')) as lost
      from "Payment" p group by p."orderId"
    ), wrong as (
      select 'paid-not-granted' as kind, o.id, coalesce(o."paidAt", o."createdAt") as since
      from "Order" o
      where ${within} and ${opensItself} and o.status in ${MONEY_IS_HERE} and exists (
        select from "OrderItem" i join "OrderItemCourse" ic on ic."orderItemId" = i.id
        where i."orderId" = o.id
          and not (${itemIsBack})
          and not exists (select from "Entitlement" e where e."orderItemId" = i.id and e."courseId" = ic."courseId"
            and (e."revokedAt" is null or e."revokedReason" is null or e."revokedReason" not in ${BY_MONEY})))
      union
      select 'paid-not-granted', o.id, m."arrivedAt"
      from "Order" o join money m on m."orderId" = o.id
      where ${within} and ${opensItself} and o.status in ${NO_MONEY} and not m.lost and m.received > m.returned
      union
      select case when o.status = 'refunded' or m.lost or (m.received > 0 and m.returned >= m.received) or ${itemIsBack}
          then 'refunded-still-open' else 'granted-not-paid' end,
        o.id, greatest(e."createdAt", o."closedAt")
      from "Entitlement" e join "OrderItem" i on i.id = e."orderItemId" join "Order" o on o.id = i."orderId"
        left join money m on m."orderId" = o.id
      where ${within} and e."revokedAt" is null and (e."endsAt" is null or e."endsAt" > ${now()})
        and (o.status = 'refunded' or o.status in ${NO_MONEY}
          or (o.total > 0 and m."orderId" is null) or m.lost or (m.received > 0 and m.returned >= m.received) or ${itemIsBack})
    )
    select w.kind, o.id as "orderId", o.number, o.status::text as status, o."userId", min(w.since) as since
    from wrong w join "Order" o on o.id = w.id
    group by w.kind, o.id order by o.number, w.kind limit ${most}`;
}

export interface WrongPlan {
  kind: WrongKind;
  subscriptionId: string;
  orderId: string;
  number: number;
  userId: string;
  since: Date;
}

/** The same of memberships and instalment plans. */
export async function findWrongPlans(ask: { userId?: string; after?: string; most?: number } = {}): Promise<WrongPlan[]> {
  const { userId = null, after = "", most = 100 } = ask;
  const at = now();
  return db.$queryRaw<WrongPlan[]>`
    select case when s.status in ('refunded', 'failed') then 'refunded-still-open'
        when s.status = 'incomplete' then 'granted-not-paid' else 'paid-not-granted' end as kind,
      s.id as "subscriptionId", o.id as "orderId", o.number, s."userId", s."createdAt" as since
    from "Subscription" s join "Order" o on o.id = s."orderId"
    where s.id > ${after} and (${userId}::text is null or s."userId" = ${userId}::text) and s.attention is null
      and not exists (select from "ErasedBuyer" b where b."userId" = s."userId")
      and ((s.status in ('refunded', 'failed', 'incomplete') and exists (select from "Entitlement" e
          where e."subscriptionId" = s.id and e."revokedAt" is null and (e."endsAt" is null or e."endsAt" > ${at})))
        or (s.status not in ('refunded', 'failed', 'incomplete') and s."accessOpen" and (s."accessEndsAt" is null or s."accessEndsAt" > ${at})
          and not exists (select from "Entitlement" e where e."subscriptionId" = s.id
            and ((e."revokedAt" is null and (e."endsAt" is null or e."endsAt" > ${at}))
              or (e."revokedAt" is not null and (e."revokedReason" is null or e."revokedReason" not in ${BY_MONEY}))))))
    order by s.id limit ${most}`;
}
