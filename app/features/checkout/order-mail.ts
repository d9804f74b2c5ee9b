import { formatMoney } from "#app/components/formatted.tsx";
import type { OrderPurpose } from "#prisma/generated/client.ts";
import type { Settlement } from "./settle-order.ts";

/** What the mails of an order are written from. Amounts in minor units. */
export interface MailedOrder {
  number: number;
  purpose: OrderPurpose;
  name: string;
  total: number;
  currency: string;
  items: { title: string; quantity: number; amount: number; currency: string }[];
  courses: { key: string }[];
  /** The site's address, without a trailing slash. */
  site: string;
  support: string | undefined;
}

interface Words {
  subject: string;
  text: string;
}

export function receiptMail(order: MailedOrder): Words {
  const lines = order.items.map(
    (item) => `${item.quantity > 1 ? `${item.quantity} × ` : ""}${item.title}: ${formatMoney(item.amount, item.currency)}`,
  );
  return letter(order, `Your receipt for order ${order.number}`, [
    order.total > 0 ? "Your payment has arrived. Thank you." : "Your order is complete. There was nothing to pay.",
    [`Order ${order.number}`, ...lines, `Total: ${formatMoney(order.total, order.currency)}`].join("\n"),
    whatIsOpen(order),
    `The receipt, to read or print:\n${order.site}/orders/${order.number}`,
  ]);
}

export function paymentFailedMail(order: MailedOrder): Words {
  const [course] = order.courses;
  return letter(order, `The payment for order ${order.number} did not go through`, [
    `Your bank has not paid ${formatMoney(order.total, order.currency)} for ${titles(order)}. Nothing was taken, and ${order.purpose === "own" ? "the course is not open" : "nothing was bought"}.`,
    ...(course ? [`If you still want it, you can buy it again:\n${order.site}/courses/${course.key}`] : []),
  ]);
}

export function refundMail(
  order: MailedOrder,
  refund: { amount: number; currency: string },
  access: Settlement["access"],
  /** Titles of items that are refunded in full, while the rest of the order is not. */
  closed: string[] = [],
): Words {
  return letter(order, `A refund for order ${order.number}`, [
    `We have sent ${formatMoney(refund.amount, refund.currency)} back to you for ${titles(order)}. It can take up to ten days until you see it.`,
    ...(access === "order-refunded" ? [AFTER_REFUND[order.purpose].all] : []),
    ...(access === "granted" && closed.length > 0
      ? [`${closed.join(" and ")} closes with it; your progress is kept. The rest of the order stays open to you.`]
      : []),
    ...(access === "granted" && closed.length === 0 ? [AFTER_REFUND[order.purpose].part] : []),
    `The order:\n${order.site}/orders/${order.number}`,
  ]);
}

export function refundFailedMail(order: MailedOrder, refund: { amount: number; currency: string }, open: boolean): Words {
  return letter(order, `A refund for order ${order.number} did not reach you`, [
    `Your bank did not take the ${formatMoney(refund.amount, refund.currency)} that we sent back to you for ${titles(order)}.`,
    `Please answer this mail, so that we find another way.${open && order.purpose === "own" ? " Until then the course is open to you." : ""}`,
  ]);
}

function whatIsOpen({ purpose, courses, site }: MailedOrder): string {
  if (purpose === "gift")
    return `Your gift goes out by mail on the day you chose. See how it stands, or change it:\n${site}/gifts`;
  if (purpose === "team") return `Your seats are there. Invite your team, and see who has joined:\n${site}/teams`;
  const addresses = courses.map((course) => `${site}/learn/${course.key}`).join("\n");
  return `${courses.length > 1 ? "Your courses are" : "Your course is"} open:\n${addresses}`;
}

/** What a refund means for who paid. */
const AFTER_REFUND: Record<OrderPurpose, { all: string; part: string }> = {
  own: {
    all: "The order is refunded in full, so it no longer opens the course. Your progress is kept.",
    part: "The course stays open to you.",
  },
  gift: {
    all: "The order is refunded in full, so the gift can no longer be taken; if it was taken already, it is closed again.",
    part: "The gift stays as it is.",
  },
  team: {
    all: "The order is refunded in full, so its seats are closed.",
    part: "For each whole price of a seat that went back, one seat is closed, free ones first.",
  },
};

function titles(order: MailedOrder): string {
  return order.items.map((item) => item.title).join(", ");
}

function letter(order: MailedOrder, subject: string, paragraphs: string[]): Words {
  const help = order.support ? [`If something is not right, write to ${order.support}.`] : [];
  return { subject, text: `${[order.name ? `Hello ${order.name},` : "Hello,", ...paragraphs, ...help].join("\n\n")}\n` };
}
