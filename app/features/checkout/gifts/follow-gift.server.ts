import { env } from "#app/platform/env.server.ts";
import { enqueue } from "#app/platform/jobs.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { AccessChange } from "../apply-access.server.ts";
import type { LockedOrder } from "../locked-order.server.ts";
import { giftTakenBackMail } from "./gift-mails.ts";

/** What follows for a gift when its order's money came or went: it is sent if its day has come; who had taken it is told. */
export async function followGift(order: LockedOrder, change: AccessChange, tx: Prisma.TransactionClient): Promise<void> {
  if (change === "opened") await enqueue(tx, "send-due-gifts", {});
  if (change !== "closed") return;
  const gift = await tx.gift.findUnique({
    where: { orderId: order.id },
    select: { id: true, redeemedBy: { select: { email: true } } },
  });
  if (!gift?.redeemedBy) return;
  const title = order.items.map((item) => item.title).join(", ");
  // Money that comes back and goes again is another time to tell.
  const dedupeKey = `gift-taken-back:${gift.id}:${order.ledgerKeys.filter((key) => key.startsWith("access:")).length}`;
  const mail = giftTakenBackMail({ title, site: env().appUrl, support: env().supportEmail });
  await queueMail({ to: gift.redeemedBy.email, dedupeKey, ...mail }, tx);
}
