import { type Db, db } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";

/** By which order a subscription began, and how that order stood before Stripe was asked. */
export interface PlanVersion {
  orderId: string;
  version: string;
  /** Payments of it with refunds or disputes, so that Stripe's lists of them matter. */
  moneyBackOf: string[];
}

/**
 * The order by which a subscription began. `orderIdHint` finds it before we have a row of the subscription: an order for
 * something recurring, by which no other subscription began.
 */
export async function findPlanVersion(
  stripeSubscriptionId: string,
  orderIdHint: string | null,
  tx: Db = db,
): Promise<PlanVersion | null> {
  const [row] = await tx.$queryRaw<PlanVersion[]>`
    select o.id as "orderId", o.xmin::text as version,
      array(select p."paymentIntentId" from "SubscriptionInvoice" i join "Payment" p on p."orderId" = i."orderId"
        where i."subscriptionId" = s.id and (exists (select from "Refund" r where r."paymentId" = p.id)
          or exists (select from "Dispute" d where d."paymentId" = p.id))) as "moneyBackOf"
    from "Order" o left join "Subscription" s on s."orderId" = o.id
    where s."stripeSubscriptionId" = ${stripeSubscriptionId}
      or (o.id = ${orderIdHint} and s.id is null and exists (
        select from "OrderItem" i join "Price" p on p.id = i."priceId" where i."orderId" = o.id and p.terms <> 'one_time'))
    order by s.id nulls last limit 1`;
  return row ?? null;
}

const PLAN = {
  user: { include: { erasedBuyer: true } },
  items: {
    include: { price: true, product: { include: { courses: { include: { course: { select: { id: true, key: true } } } } } } },
  },
  started: {
    include: {
      price: true,
      entitlements: true,
      invoices: { include: { order: { include: { payments: { include: { refunds: true, disputes: true } } } } } },
    },
  },
} satisfies Prisma.OrderInclude;

export type LockedPlan = Prisma.OrderGetPayload<{ include: typeof PLAN }> & { version: string };

/** Locks the order by which a subscription began, and reads all that its settlement needs. */
export async function lockPlan(orderId: string, tx: Prisma.TransactionClient): Promise<LockedPlan | null> {
  const [locked] = await tx.$queryRaw<{ version: string }[]>`
    select xmin::text as version from "Order" where id = ${orderId} for update`;
  if (!locked) return null;
  // After the lock: a statement of its own sees what the one before it wrote.
  const order = await tx.order.findUniqueOrThrow({ where: { id: orderId }, include: PLAN });
  return { ...order, ...locked };
}

/** Who pays, and what the mails need of them. */
export function payerOf({ user }: LockedPlan): { name: string; email: string; timeZone: string } {
  const { name, email } = user.erasedBuyer ?? user;
  return { name, email, timeZone: user.timeZone ?? "UTC" };
}
