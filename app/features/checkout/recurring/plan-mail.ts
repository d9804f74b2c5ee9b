import { formatMoney } from "#app/components/formatted.tsx";

/** What the mails of a membership or an instalment plan are written from. Amounts in minor units. */
export interface MailedPlan {
  name: string;
  timeZone: string;
  title: string;
  /** How many payments there are; null: a membership. */
  payments: number | null;
  subscriptionId: string;
  courses: { key: string }[];
  site: string;
  support: string | undefined;
}

interface Words {
  subject: string;
  text: string;
}

export function planReceiptMail(
  plan: MailedPlan,
  payment: { orderNumber: number; place: number; amount: number; currency: string; nextAt: Date | null; opened: boolean },
): Words {
  const { orderNumber, place, nextAt } = payment;
  const amount = formatMoney(payment.amount, payment.currency);
  const what = plan.payments === null ? plan.title : `${plan.title} (payment ${place} of ${plan.payments})`;
  const last = plan.payments !== null && place >= plan.payments;
  return letter(plan, `Your receipt for order ${orderNumber}`, [
    `Your payment of ${amount} for ${what} has arrived. Thank you.`,
    ...(last ? ["That was the last payment. The course stays open to you."] : []),
    ...(nextAt && !last ? [`The next payment is due on ${day(nextAt, plan)}.`] : []),
    ...(payment.opened ? [begin(plan)] : []),
    `The receipt, to read or print:\n${plan.site}/orders/${orderNumber}`,
    manage(plan),
  ]);
}

export function trialMail(plan: MailedPlan, firstPayment: { at: Date; amount: number; currency: string }): Words {
  const amount = formatMoney(firstPayment.amount, firstPayment.currency);
  return letter(plan, `Your trial of ${plan.title} has begun`, [
    `Nothing was charged. Unless you cancel before, the first payment of ${amount} is due on ${day(firstPayment.at, plan)}.`,
    begin(plan),
    manage(plan),
  ]);
}

export function renewalFailedMail(
  plan: MailedPlan,
  payment: { amount: number; currency: string; payUrl: string | null; accessEndsAt: Date | null },
): Words {
  const { accessEndsAt, payUrl } = payment;
  const amount = formatMoney(payment.amount, payment.currency);
  return letter(plan, `A payment for ${plan.title} did not go through`, [
    `Your bank has not paid ${amount} for ${plan.title}. We will try again by ourselves.`,
    ...(accessEndsAt
      ? [`The course stays open to you until ${day(accessEndsAt, plan)}, so that there is time to put it right.`]
      : []),
    ...(payUrl ? [`You can pay it now, or answer your bank's question, here:\n${payUrl}`] : []),
    `Or choose another card:\n${plan.site}/account/plans/${plan.subscriptionId}`,
  ]);
}

export function cardExpiresMail(plan: MailedPlan, card: { last4: string; endsAt: Date; nextAt: Date }): Words {
  const lastDay = new Date(card.endsAt.getTime() - 1);
  const month = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" }).format(lastDay);
  return letter(plan, `Your card for ${plan.title} expires soon`, [
    `The card that ends in ${card.last4} is valid to the end of ${month}. The next payment is due on ${day(card.nextAt, plan)}.`,
    `So that nothing is interrupted, choose another card here:\n${plan.site}/account/plans/${plan.subscriptionId}`,
  ]);
}

export function cancelledMail(plan: MailedPlan, until: Date): Words {
  return letter(plan, `${plan.title} is cancelled`, [
    `Nothing more will be charged. It stays open to you until ${day(until, plan)}.`,
    `If you change your mind before that day, you can go on:\n${plan.site}/account/plans/${plan.subscriptionId}`,
  ]);
}

export function endedMail(plan: MailedPlan, why: "unpaid" | "ended" | "money-back"): Words {
  const reasons = {
    unpaid: "A payment is still missing, and the time in which it could come is over.",
    ended: "The time that was paid for is over.",
    "money-back": "The payment went back to you.",
  };
  const back = why === "unpaid" ? "Once it is paid, the course opens again by itself." : "You can come back at any time.";
  return letter(plan, `${plan.title} is closed`, [
    `${reasons[why]} The course is closed for now, and your progress is kept.`,
    `${back}\n${plan.site}/account/plans/${plan.subscriptionId}`,
  ]);
}

function begin(plan: MailedPlan): string {
  const addresses = plan.courses.map((course) => `${plan.site}/learn/${course.key}`).join("\n");
  return `${plan.courses.length > 1 ? "Your courses are" : "Your course is"} open:\n${addresses}`;
}

function manage(plan: MailedPlan): string {
  return `What you pay and how to change it:\n${plan.site}/account/plans/${plan.subscriptionId}`;
}

function day(date: Date, { timeZone }: MailedPlan): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone }).format(date);
}

function letter(plan: MailedPlan, subject: string, paragraphs: string[]): Words {
  const help = plan.support ? [`If something is not right, write to ${plan.support}.`] : [];
  return { subject, text: `${[`Hello ${plan.name},`, ...paragraphs, ...help].join("\n\n")}\n` };
}
