import { formatMoney } from "#app/components/formatted.tsx";
import { buyerOf } from "#app/features/checkout/buyer.ts";
import { BOUGHT_TWICE, moneyBack } from "#app/features/checkout/settle-order.ts";
import {
  findWrongOrders,
  findWrongPlans,
  WRONG_WORDS,
  type WrongKind,
} from "#app/features/checkout/wrong-orders.queries.server.ts";
import { db } from "#app/platform/db.server.ts";
import { type Matter, type Remedy, remedyKindOf } from "./matters.ts";

const buyer = {
  select: { id: true, name: true, email: true, erasedBuyer: { select: { name: true, email: true } } },
} as const;
const courseTitles = {
  select: { courses: { select: { course: { select: { key: true } } } }, entitlements: { select: { revokedAt: true } } },
} as const;

/** Orders with a word of attention: money that came otherwise than it should. */
export async function attentiveOrders(most: number): Promise<Matter[]> {
  const orders = await db.order.findMany({
    where: { attention: { not: null } },
    orderBy: { number: "asc" },
    take: most,
    select: {
      ...{ id: true, number: true, attention: true, purpose: true, total: true, currency: true, livemode: true },
      ...{ paidAt: true, createdAt: true },
      user: { select: { ...buyer.select, guestBuyer: { select: { userId: true } } } },
      items: courseTitles,
      payments: {
        select: {
          amount: true,
          currency: true,
          livemode: true,
          createdAt: true,
          refunds: { select: { amount: true, status: true } },
        },
      },
    },
  });
  return orders.map(({ id, number, attention, user, items, payments, ...order }) => {
    const { guestBuyer, ...person } = user;
    const refunds = payments.flatMap((payment) => payment.refunds);
    const left = payments.reduce((sum, { amount }) => sum + amount, 0) - moneyBack(refunds);
    const open = items.some(({ entitlements }) => entitlements.some(({ revokedAt }) => !revokedAt));
    const facts = {
      ...order,
      payments,
      left,
      open,
      attention: attention!,
      guest: guestBuyer !== null,
      boughtTwice: BOUGHT_TWICE,
    };
    const kind = remedyKindOf(facts);
    const twice = attention === BOUGHT_TWICE;
    return {
      key: `order:${id}`,
      title: twice ? "Paid twice" : open ? "Paid with what has gone since" : "Paid, but not what was asked for",
      reason: twice || open || payments.length === 0 ? attention! : `${moneyWords(order, payments)} ${attention}`,
      since: payments[0]?.createdAt ?? order.paidAt ?? order.createdAt,
      person: buyerOf(person),
      order: { id, number },
      remedy: remedyOf(kind, {
        courses: keysOf(items),
        left,
        currency: payments[0]?.currency ?? order.currency,
        // One refund for this much after so many others, whoever presses and in however many tabs.
        requestId: `attention-${id}-${refunds.length}-${left}`,
      }),
      what: attention!,
    };
  });
}

function moneyWords(order: { total: number; currency: string }, payments: { amount: number; currency: string }[]): string {
  const came = payments.map(({ amount, currency }) => formatMoney(amount, currency)).join(" and ");
  return `${came} came, and ${formatMoney(order.total, order.currency)} was asked for.`;
}

function remedyOf(
  kind: ReturnType<typeof remedyKindOf>,
  { courses, ...refund }: { courses: string[]; left: number; currency: string; requestId: string },
): Remedy {
  if (kind === "grant") return { kind, courses };
  return kind === "refund" ? { kind, ...refund } : { kind };
}

function keysOf(items: { courses: { course: { key: string } }[] }[]): string[] {
  return [...new Set(items.flatMap(({ courses }) => courses.map(({ course }) => course.key)))].sort();
}

const DIFFER: Record<WrongKind, string> = {
  "paid-not-granted": "Our books have the money, and nothing is open by it. Asking Stripe has not changed that.",
  "granted-not-paid": "It is open, and no money of it is in our books. Asking Stripe has not changed that.",
  "refunded-still-open": "The money went back, and it is still open. Asking Stripe has not changed that.",
};

/** Orders and plans whose money and access disagree, which the reconciler could not mend. */
export async function wrongMatters(most: number): Promise<Matter[]> {
  const [orders, plans] = await Promise.all([findWrongOrders({ most }), findWrongPlans({ most })]);
  const rows = [
    ...orders.map((one) => ({ ...one, key: `wrong:${one.orderId}` })),
    ...plans.map((one) => ({ ...one, key: `wrong-plan:${one.subscriptionId}` })),
  ];
  const known = await db.order.findMany({
    where: { id: { in: rows.map(({ orderId }) => orderId) } },
    select: { id: true, user: buyer, items: courseTitles },
  });
  const byId = new Map(known.map((order) => [order.id, order]));
  return rows.map(({ key, kind, orderId, number, since }) => {
    const order = byId.get(orderId)!;
    return {
      ...{ key, title: WRONG_WORDS[kind], reason: DIFFER[kind], since },
      person: buyerOf(order.user),
      order: { id: orderId, number },
      remedy: { kind: kind === "paid-not-granted" ? "grant" : "withdraw", courses: keysOf(order.items) },
      what: kind,
    };
  });
}

/** Plans with a word of attention: Stripe has other terms than were agreed. */
export async function attentivePlans(most: number): Promise<Matter[]> {
  const plans = await db.subscription.findMany({
    where: { attention: { not: null } },
    orderBy: { id: "asc" },
    take: most,
    select: { id: true, attention: true, createdAt: true, user: buyer, order: { select: { id: true, number: true } } },
  });
  return plans.map(({ id, attention, createdAt, user, order }) => ({
    key: `plan:${id}`,
    title: "A plan with other terms than were agreed",
    reason: attention!,
    since: createdAt,
    person: buyerOf(user),
    order,
    remedy: { kind: "ask", faultKey: `plan:${id}` },
    what: attention!,
  }));
}
