import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import type { OrderPurpose, Prisma } from "#prisma/generated/client.ts";
import { type PaidItem, paidFor } from "./paid-for.ts";
import type { OrderStatus } from "./settle-order.ts";

/** An order as a settlement finds it. */
export interface LockedOrder {
  id: string;
  number: number;
  userId: string;
  purpose: OrderPurpose;
  status: OrderStatus;
  total: number;
  currency: string;
  livemode: boolean;
  checkoutSessionId: string | null;
  openSlot: string | null;
  paidAt: Date | null;
  closedAt: Date | null;
  attention: string | null;
  /** Changes with every settlement. */
  version: string;
  email: string;
  name: string;
  /** A stand-in ordered it, and it has no account yet. */
  guest: boolean;
  /** The stand-in, where it has one since. */
  guestId: string | null;
  items: {
    id: string;
    title: string;
    quantity: number;
    amount: number;
    currency: string;
    courses: { id: string; key: string }[];
  }[];
  entitlements: { itemId: string; sourceKey: string; revoked: boolean; revokedReason: string | null }[];
  payments: { id: string; paymentIntentId: string }[];
  refunds: { id: string; stripeRefundId: string; status: string }[];
  disputes: { id: string; stripeDisputeId: string; status: string }[];
  /** Of the lines that the ledger has of it. */
  ledgerKeys: string[];
  /** Null until money came. */
  receiptNumber: number | null;
  ownedBefore: boolean;
  /** Less is left of what counts towards it than when it was ordered. */
  creditShort: boolean;
  /** Orders towards which something of this one counts. */
  countsTowards: string[];
}

/** Which order a session belongs to, and its version before Stripe is asked. */
export interface OrderVersion {
  id: string;
  version: string;
  /** The ledger has refunds or disputes of it, so that Stripe's lists of them matter. */
  hasMoneyBack: boolean;
  /** It is for something that is paid again and again. */
  recurring: boolean;
}

/**
 * The order of a Checkout Session; `orderIdHint` finds one whose session id was never stored, because the process
 * ended between Stripe's answer and our writing it down.
 */
export async function findOrderVersion(sessionId: string, orderIdHint: string | null, tx: Db = db): Promise<OrderVersion | null> {
  const [row] = await tx.$queryRaw<OrderVersion[]>`
    select o.id, o.xmin::text as version,
      exists (select from "OrderItem" i join "Price" p on p.id = i."priceId" where i."orderId" = o.id and p.terms <> 'one_time') as recurring,
      exists (select from "Payment" p where p."orderId" = o.id
        and (exists (select from "Refund" r where r."paymentId" = p.id) or exists (select from "Dispute" d where d."paymentId" = p.id)))
      as "hasMoneyBack"
    from "Order" o
    where o."checkoutSessionId" = ${sessionId} or (o.id = ${orderIdHint} and o."checkoutSessionId" is null)
    order by o."checkoutSessionId" nulls last limit 1`;
  return row ?? null;
}

/**
 * Locks the row and reads all that a settlement needs, in one statement. What is beside the row is as fresh as the
 * row only where `version` is still the one that was read before: a caller that waited for the lock sees another one.
 */
export async function lockOrder(orderId: string, tx: Prisma.TransactionClient): Promise<LockedOrder | null> {
  const [row] = await tx.$queryRaw<(Omit<LockedOrder, "creditShort"> & { credits: CountedCredit[] })[]>`
    select o.id, o.number, o."userId", o."guestId",
      exists (select from "GuestBuyer" s where s."userId" = o."userId") as guest, o.purpose::text as purpose, o.status::text as status, o.total, o.currency, o.livemode, o."checkoutSessionId",
      o."openSlot", o."paidAt", o."closedAt", o.attention, o.xmin::text as version,
      coalesce(b.email, u.email) as email, coalesce(b.name, u.name) as name,
      (select coalesce(json_agg(json_build_object('id', i.id, 'title', i.title, 'quantity', i.quantity, 'amount', i.amount, 'currency', i.currency,
          'courses', (select coalesce(json_agg(json_build_object('id', c.id, 'key', c.key) order by c.key), '[]'::json)
            from "OrderItemCourse" ic join "Course" c on c.id = ic."courseId" where ic."orderItemId" = i.id)) order by i.position, i.id), '[]'::json)
        from "OrderItem" i where i."orderId" = o.id) as items,
      (select coalesce(json_agg(json_build_object('itemId', i.id, 'sourceKey', e."sourceKey", 'revoked', e."revokedAt" is not null,
          'revokedReason', e."revokedReason")), '[]'::json)
        from "Entitlement" e join "OrderItem" i on i.id = e."orderItemId" where i."orderId" = o.id) as entitlements,
      (select coalesce(json_agg(json_build_object('id', p.id, 'paymentIntentId', p."paymentIntentId")), '[]'::json)
        from "Payment" p where p."orderId" = o.id) as payments,
      (select coalesce(json_agg(json_build_object('id', r.id, 'stripeRefundId', r."stripeRefundId", 'status', r.status)), '[]'::json)
        from "Refund" r join "Payment" p on p.id = r."paymentId" where p."orderId" = o.id) as refunds,
      (select coalesce(json_agg(json_build_object('id', d.id, 'stripeDisputeId', d."stripeDisputeId", 'status', d.status)), '[]'::json)
        from "Dispute" d join "Payment" p on p.id = d."paymentId" where p."orderId" = o.id) as disputes,
      array(select l.key from "LedgerEntry" l where l."orderId" = o.id) as "ledgerKeys",
      (select n.number from "Receipt" n where n."orderId" = o.id) as "receiptNumber",
      -- An item of which each course has a live purchase that is older than this order's own.
      o.purpose = 'own' and exists (
        select from "OrderItem" i where i."orderId" = o.id
          and exists (select from "OrderItemCourse" ic where ic."orderItemId" = i.id)
          and not exists (
            select from "OrderItemCourse" ic where ic."orderItemId" = i.id and not exists (
              select from "Entitlement" e left join "OrderItem" other on other.id = e."orderItemId"
              where e."userId" = o."userId" and e."courseId" = ic."courseId" and e.source = 'order' and e."revokedAt" is null
                and (e."endsAt" is null or e."endsAt" > ${now()}) and other."orderId" is distinct from o.id
                and e."createdAt" < coalesce((select min(own."createdAt") from "Entitlement" own where own."orderItemId" = i.id), 'infinity'))))
      as "ownedBefore",
      (select coalesce(json_agg(json_build_object('amount', u.amount, 'inUse', u.slot is not null, 'id', u."fromItemId", 'status', f.status, 'order', json_build_object(
          'items', (select json_agg(json_build_object('id', i.id, 'amount', i.amount, 'credit', i.credit) order by i.position)
            from "OrderItem" i where i."orderId" = f.id),
          'payments', (select coalesce(json_agg(json_build_object('refunds', (
              select coalesce(json_agg(json_build_object('amount', r.amount, 'status', r.status, 'itemId', r."itemId")), '[]'::json)
              from "Refund" r where r."paymentId" = p.id))), '[]'::json)
            from "Payment" p where p."orderId" = f.id)))), '[]'::json)
        from "UpgradeCredit" u join "OrderItem" t on t.id = u."towardsId" join "OrderItem" fi on fi.id = u."fromItemId"
          join "Order" f on f.id = fi."orderId" where t."orderId" = o.id) as credits,
      array(select distinct t."orderId" from "UpgradeCredit" u join "OrderItem" fi on fi.id = u."fromItemId"
        join "OrderItem" t on t.id = u."towardsId" where fi."orderId" = o.id and u.slot is not null) as "countsTowards"
    from "Order" o join "User" u on u.id = o."userId" left join "ErasedBuyer" b on b."userId" = u.id
    where o.id = ${orderId}
    for update of o`;
  if (!row) return null;
  const { credits, ...order } = row;
  return { ...order, creditShort: credits.some(isShort) };
}

/** What counts towards an order, with the item that was paid for. */
interface CountedCredit extends PaidItem {
  amount: number;
  /** False once it was given back. */
  inUse: boolean;
  status: OrderStatus;
}

function isShort(credit: CountedCredit): boolean {
  const kept = credit.status === "paid" || credit.status === "partially_refunded" || credit.status === "disputed";
  return !credit.inUse || !kept || paidFor(credit) < credit.amount;
}
