import { formatMoney } from "#app/components/formatted.tsx";
import type { Settlement } from "./settle-order.ts";

/** What the mails of an order are written from. Amounts in minor units. */
export interface MailedOrder {
  number: number;
  name: string;
  total: number;
  currency: string;
  items: { title: string; amount: number; currency: string }[];
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
  const lines = order.items.map((item) => `${item.title}: ${formatMoney(item.amount, item.currency)}`);
  return letter(order, `Your receipt for order ${order.number}`, [
    order.total > 0 ? "Your payment has arrived. Thank you." : "Your order is complete. There was nothing to pay.",
    [`Order ${order.number}`, ...lines, `Total: ${formatMoney(order.total, order.currency)}`].join("\n"),
    `${order.courses.length > 1 ? "Your courses are" : "Your course is"} open:\n${order.courses.map((course) => `${order.site}/learn/${course.key}`).join("\n")}`,
    `The receipt, to read or print:\n${order.site}/orders/${order.number}`,
  ]);
}

export function paymentFailedMail(order: MailedOrder): Words {
  const [course] = order.courses;
  return letter(order, `The payment for order ${order.number} did not go through`, [
    `Your bank has not paid ${formatMoney(order.total, order.currency)} for ${titles(order)}. Nothing was taken, and the course is not open.`,
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
    ...(access === "order-refunded"
      ? ["The order is refunded in full, so it no longer opens the course. Your progress is kept."]
      : []),
    ...(access === "granted" && closed.length > 0
      ? [`${closed.join(" and ")} closes with it; your progress is kept. The rest of the order stays open to you.`]
      : []),
    ...(access === "granted" && closed.length === 0 ? ["The course stays open to you."] : []),
    `The order:\n${order.site}/orders/${order.number}`,
  ]);
}

export function refundFailedMail(order: MailedOrder, refund: { amount: number; currency: string }, open: boolean): Words {
  return letter(order, `A refund for order ${order.number} did not reach you`, [
    `Your bank did not take the ${formatMoney(refund.amount, refund.currency)} that we sent back to you for ${titles(order)}.`,
    `Please answer this mail, so that we find another way.${open ? " Until then the course is open to you." : ""}`,
  ]);
}

function titles(order: MailedOrder): string {
  return order.items.map((item) => item.title).join(", ");
}

function letter(order: MailedOrder, subject: string, paragraphs: string[]): Words {
  const help = order.support ? [`If something is not right, write to ${order.support}.`] : [];
  return { subject, text: `${[`Hello ${order.name},`, ...paragraphs, ...help].join("\n\n")}\n` };
}
