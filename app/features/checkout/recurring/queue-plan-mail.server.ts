import { now } from "#app/platform/clock.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import type { Price, Prisma } from "#prisma/generated/client.ts";
import { queueOrderMail } from "../queue-order-mail.server.ts";
import type { KeptInvoices } from "./keep-invoices.server.ts";
import { type LockedPlan, payerOf } from "./locked-plan.server.ts";
import { CARD_NOTICE } from "./look-again.ts";
import type { PlanAccess } from "./plan-access.server.ts";
import {
  cancelledMail,
  cardExpiresMail,
  endedMail,
  type MailedPlan,
  planReceiptMail,
  renewalFailedMail,
  trialMail,
} from "./plan-mail.ts";
import type { SettledSubscription } from "./settle-subscription.ts";
import type { SubscriptionReading } from "./subscription-facts.server.ts";

interface PlanNews {
  subscriptionId: string;
  reading: SubscriptionReading;
  price: Price;
  settled: SettledSubscription;
  access: PlanAccess;
  orders: KeptInvoices["orders"];
  refunds: KeptInvoices["refunds"];
}

/** Queues what the payer is to know, each mail once: the last column of the table for recurring money in docs/money.md. */
export async function queuePlanMail(plan: LockedPlan, news: PlanNews, tx: Prisma.TransactionClient): Promise<void> {
  const { subscriptionId: id, settled, access, price } = news;
  const { email, ...payer } = payerOf(plan);
  const [item] = plan.items;
  const about: MailedPlan = {
    ...payer,
    title: item!.title,
    payments: price.payments,
    subscriptionId: id,
    courses: plan.items.flatMap(({ product }) => product.courses.map(({ course }) => course)),
    site: env().appUrl,
    support: env().supportEmail,
  };
  const send = (kind: string, dedupeKey: string, mail: { subject: string; text: string }) =>
    queueMail({ to: email, kind, dedupeKey, ...mail }, tx);

  for (const { order, invoice, place } of news.orders) {
    const { amountPaid: amount, currency } = invoice;
    const payment = { orderNumber: order.number, place, amount, currency, nextAt: settled.nextPaymentAt, opened: access.opened };
    await send("receipt", `receipt:${order.id}`, planReceiptMail(about, payment));
  }
  for (const { order, moved } of news.refunds) {
    const shut = typeof settled.access === "string" && settled.access === "order-refunded";
    const settlement = { status: order.status, access: shut ? "order-refunded" : "none", attention: null } as const;
    await queueOrderMail(order, settlement, { ...moved, accessOpened: false, givenBack: [] }, tx);
  }
  if (access.opened && settled.status === "trialing" && settled.nextPaymentAt) {
    const { amount, currency } = price;
    await send("trial-begun", `trial:${id}`, trialMail(about, { at: settled.nextPaymentAt, amount, currency }));
  }
  // Of an account that is gone only the money is told.
  if (plan.user.erasedBuyer) return;
  await sendWarnings(about, news, send);
  if (access.closed) {
    const lost = typeof settled.access === "string" && settled.access !== "none" && settled.access !== "unchanged";
    const why = lost ? "money-back" : settled.status === "unpaid" ? "unpaid" : "ended";
    await send(
      "plan-ended",
      `plan-ended:${id}:${access.endsAt?.getTime() ?? settled.paidUntil?.getTime()}`,
      endedMail(about, why),
    );
  }
}

type Send = (kind: string, dedupeKey: string, mail: { subject: string; text: string }) => Promise<void>;

async function sendWarnings(
  about: MailedPlan,
  { subscriptionId: id, reading, settled, access }: PlanNews,
  send: Send,
): Promise<void> {
  const { invoices, facts, card } = reading;
  for (const invoice of invoices) {
    if (invoice.status !== "open" || invoice.attempts === 0) continue;
    const { amountDue: amount, currency, payUrl } = invoice;
    const accessEndsAt = access.open ? access.endsAt : null;
    const mail = renewalFailedMail(about, { amount, currency, payUrl, accessEndsAt });
    await send("plan-payment-failed", `plan-payment-failed:${invoice.stripeInvoiceId}`, mail);
  }
  // An instalment plan ends by itself, and nobody has cancelled it.
  if (settled.runs && about.payments === null && facts.cancelAt !== null && access.open) {
    const until = access.endsAt ?? facts.cancelAt;
    await send("plan-cancelled", `plan-cancelled:${id}:${facts.cancelAt.getTime()}`, cancelledMail(about, until));
  }
  const { nextPaymentAt } = settled;
  const soon = card !== null && card.endsAt.getTime() - CARD_NOTICE <= now().getTime();
  if (soon && nextPaymentAt !== null && card.endsAt <= nextPaymentAt) {
    const mail = cardExpiresMail(about, { ...card, nextAt: nextPaymentAt });
    await send("card-expires", `card-expires:${id}:${card.last4}:${card.endsAt.getTime()}`, mail);
  }
}
