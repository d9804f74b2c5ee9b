import { liveAt } from "#app/features/access/entitlement.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { moneyBack, type OrderStatus } from "./settle-order.ts";
import { type BillFacts, NO_BILL } from "./tax.ts";

/** An order in its buyer's list. Amounts in minor units. */
export interface OrderSummary {
  number: number;
  status: OrderStatus;
  titles: string[];
  total: number;
  currency: string;
  createdAt: Date;
}

/** What a person has ordered, the newest first. Payment pages that were left and have expired are no orders to them. */
export async function listOwnOrders(userId: string, tx: Db = db): Promise<OrderSummary[]> {
  const orders = await tx.order.findMany({
    where: { userId, status: { not: "expired" } },
    orderBy: { number: "desc" },
    select: {
      number: true,
      status: true,
      total: true,
      currency: true,
      createdAt: true,
      items: { orderBy: { position: "asc" }, select: { title: true } },
    },
  });
  return orders.map(({ items, ...order }) => ({ ...order, titles: items.map((item) => item.title) }));
}

export interface Receipt extends Omit<OrderSummary, "titles"> {
  /** Of the receipt; null before money came. */
  receiptNumber: number | null;
  /** As it was when the money came. */
  buyer: { name: string; email: string } & BillFacts;
  paidAt: Date | null;
  /** `amount` is what was charged, after the discount. */
  items: {
    id: string;
    title: string;
    amount: number;
    discount: number;
    credit: number;
    currency: string;
    courseKeys: string[];
  }[];
  /** By which something was taken off. */
  code: string | null;
  refunds: { id: string; amount: number; currency: string; status: string; createdAt: Date }[];
  refunded: number;
  /** The order opens its courses right now. */
  open: boolean;
  /** Something arrived that a person of the school must look at first. */
  inReview: boolean;
}

/** The number in an address; undefined where it is none. */
export function readOrderNumber(written: string | undefined): number | undefined {
  return /^[1-9]\d{0,8}$/.test(written ?? "") ? Number(written) : undefined;
}

/** One order of this person; null where there is none of that number, or it is somebody else's. */
export async function readReceipt(ask: { userId: string; orderNumber: number }, tx: Db = db): Promise<Receipt | null> {
  const order = await tx.order.findFirst({
    where: { userId: ask.userId, number: ask.orderNumber },
    include: {
      user: { select: { name: true, email: true } },
      receipt: { select: { number: true, name: true, email: true, tax: true, address: true, taxIds: true } },
      coupon: { select: { promotionCode: { select: { code: true } } } },
      items: {
        orderBy: [{ position: "asc" }, { id: "asc" }],
        include: {
          courses: { select: { course: { select: { key: true } } } },
          entitlements: { where: { ...liveAt(now()), userId: ask.userId }, select: { id: true } },
        },
      },
      payments: { include: { refunds: { orderBy: { createdAt: "asc" } } } },
    },
  });
  if (!order) return null;
  const { number, status, total, currency, createdAt, paidAt, user, receipt } = order;
  const refunds = order.payments.flatMap((payment) => payment.refunds);
  return {
    number,
    status,
    total,
    currency,
    createdAt,
    paidAt,
    receiptNumber: receipt?.number ?? null,
    buyer: { ...NO_BILL, ...(receipt ?? { name: user.name, email: user.email }) },
    code: order.coupon?.promotionCode.code ?? null,
    items: order.items.map(({ id, title, amount, discount, credit, currency, courses }) => {
      return { id, title, amount, discount, credit, currency, courseKeys: courses.map(({ course }) => course.key) };
    }),
    refunds: refunds.map(({ id, amount, currency, status, createdAt }) => ({ id, amount, currency, status, createdAt })),
    refunded: moneyBack(refunds),
    open: order.items.some((item) => item.entitlements.length > 0),
    inReview: order.attention !== null && paidAt === null,
  };
}
