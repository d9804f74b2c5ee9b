import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import type { SubscriptionStatus } from "./settle-subscription.ts";

/** A membership or an instalment plan, as the person who pays it sees it. Amounts in minor units. */
export interface OwnPlanView {
  id: string;
  title: string;
  status: SubscriptionStatus;
  inReview: boolean;
  terms: { amount: number; currency: string; interval: string | null; intervalCount: number; payments: number | null };
  paid: number;
  /** Its courses are open by it at this moment. */
  open: boolean;
  accessEndsAt: Date | null;
  nextPaymentAt: Date | null;
  /** When a membership ends that was cancelled and still runs. */
  endsByWish: Date | null;
  over: boolean;
  cardLast4: string | null;
  courseKeys: string[];
  /** A payment that is missing, and where it can be made. */
  missing: { amount: number; currency: string; payUrl: string | null; nextAttemptAt: Date | null } | null;
}

export interface OwnPlanDetail extends OwnPlanView {
  payments: { orderNumber: number; amount: number; currency: string; at: Date }[];
  /** Other ways that this membership can be changed to. */
  others: { key: string; amount: number; currency: string; interval: string | null; intervalCount: number; payments: null }[];
}

const VIEW = {
  price: true,
  invoices: { orderBy: { dueAt: "desc" }, include: { order: { select: { number: true, total: true, paidAt: true } } } },
  product: { select: { courses: { select: { course: { select: { key: true } } }, orderBy: { courseId: "asc" } } } },
} as const;

/** The newest first. */
export async function listOwnPlans(userId: string, tx: Db = db): Promise<OwnPlanView[]> {
  const rows = await tx.subscription.findMany({ where: { userId }, orderBy: { id: "desc" }, include: VIEW });
  return rows.map(viewOf);
}

/** One plan of this person; null where there is none of that id, or it is somebody else's. */
export async function readOwnPlan(ask: { userId: string; planId: string }, tx: Db = db): Promise<OwnPlanDetail | null> {
  if (!/^[0-9a-f-]{36}$/.test(ask.planId)) return null;
  const row = await tx.subscription.findFirst({ where: { id: ask.planId, userId: ask.userId }, include: VIEW });
  if (!row) return null;
  const view = viewOf(row);
  const changeable = ["active", "trialing"].includes(view.status) && view.endsByWish === null && !view.inReview;
  const { productId, price } = row;
  const others =
    changeable && price.terms === "subscription"
      ? await tx.price.findMany({
          where: { productId, active: true, terms: "subscription", currency: price.currency, id: { not: price.id } },
          orderBy: [{ amount: "asc" }],
        })
      : [];
  return {
    ...view,
    payments: row.invoices.flatMap(({ order, currency }) =>
      order?.paidAt ? [{ orderNumber: order.number, amount: order.total, currency, at: order.paidAt }] : [],
    ),
    others: others.map(({ key, id, amount, currency, interval, intervalCount }) => {
      return { key: key ?? id, amount, currency, interval, intervalCount, payments: null };
    }),
  };
}

type Row = Awaited<ReturnType<typeof db.subscription.findFirstOrThrow<{ include: typeof VIEW }>>>;

function viewOf(row: Row): OwnPlanView {
  const { amount, currency, interval, intervalCount, payments } = row.price;
  const late = row.status === "past_due" || row.status === "unpaid" || row.status === "canceled";
  const invoice = late
    ? row.invoices.find(({ status, attempts }) => (status === "open" && attempts > 0) || status === "uncollectible")
    : undefined;
  return {
    id: row.id,
    title: row.title,
    status: row.status,
    inReview: row.attention !== null,
    terms: { amount, currency, interval, intervalCount, payments },
    paid: row.paid,
    open: row.accessOpen && (row.accessEndsAt === null || row.accessEndsAt > now()),
    accessEndsAt: row.accessEndsAt,
    nextPaymentAt: row.nextPaymentAt,
    endsByWish: payments === null && row.endedAt === null ? row.cancelAt : null,
    over: row.endedAt !== null,
    cardLast4: row.cardLast4,
    courseKeys: row.product.courses.map(({ course }) => course.key),
    missing: invoice
      ? { amount: invoice.amountDue, currency: invoice.currency, payUrl: invoice.payUrl, nextAttemptAt: invoice.nextAttemptAt }
      : null,
  };
}
