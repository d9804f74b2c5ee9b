import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { MoneyMoved } from "./keep-ledger.server.ts";
import type { LockedOrder } from "./locked-order.server.ts";
import { paymentFailedMail, receiptMail, refundFailedMail, refundMail } from "./order-mail.ts";
import type { Settlement } from "./settle-order.ts";

/** Queues what the buyer is to know, each mail once: see the last column of the table in docs/money.md. */
export async function queueOrderMail(
  order: LockedOrder,
  settlement: Settlement,
  moved: MoneyMoved & { accessOpened: boolean; givenBack: string[] },
  tx: Prisma.TransactionClient,
): Promise<void> {
  // A guest who has not said any address yet.
  if (order.email === "") return;
  const about = {
    ...order,
    courses: order.items.flatMap((item) => item.courses),
    site: env().appUrl,
    support: env().supportEmail,
  };
  const send = (kind: string, dedupeKey: string, mail: { subject: string; text: string }) =>
    queueMail({ to: order.email, kind, dedupeKey, ...mail }, tx);

  if (moved.accessOpened) await send("receipt", `receipt:${order.id}`, receiptMail(about));
  const failedNow = settlement.status === "failed" && settlement.access === "none" && order.status !== "failed";
  if (failedNow) await send("payment-failed", `payment-failed:${order.id}`, paymentFailedMail(about));
  const closed = order.items.filter(({ id }) => moved.givenBack.includes(id)).map(({ title }) => title);
  for (const refund of moved.refundsGiven) {
    await send("refund", `refund:${refund.id}`, refundMail(about, refund, settlement.access, closed));
  }
  for (const refund of moved.refundsFailed) {
    await send("refund-failed", `refund-failed:${refund.id}`, refundFailedMail(about, refund, settlement.access === "granted"));
  }
}
