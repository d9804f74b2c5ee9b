import { isForSale, readProduct } from "#app/features/catalog/products.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { reminderMail } from "../order-mail.ts";
import { reminderKey } from "./ask-for-reminder.server.ts";
import { findLeftOrder } from "./left-order.queries.server.ts";

const BATCH = 100;

/** Sends every reminder whose time has come, where it still says something. Any number of runs at once send each once. */
export async function sendDueReminders(): Promise<number> {
  let sent = 0;
  for (;;) {
    const due = await db.order.findMany({ where: { remindAt: { lte: now() } }, take: BATCH, select: { id: true } });
    for (const { id } of due) if (await sendReminder(id)) sent += 1;
    if (due.length < BATCH) return sent;
  }
}

async function sendReminder(orderId: string): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    await tx.$executeRaw`select id from "Order" where id = ${orderId} for update`;
    const order = await tx.order.findUnique({
      where: { id: orderId },
      include: { user: true, items: { orderBy: { position: "asc" }, include: { product: { select: { key: true } } } } },
    });
    const [item] = order?.items ?? [];
    // Another run was faster.
    if (!order?.remindAt || order.remindAt > now() || !item) return false;
    await tx.order.update({ where: { id: orderId }, data: { remindAt: null } });
    const { key } = item.product;
    const left = await findLeftOrder({ userId: order.userId, productKey: key }, tx);
    const product = await readProduct(key, tx);
    // Bought, ordered anew, or no longer to be had: there is nothing to remind of.
    if (left?.id !== orderId || !product || !isForSale(product)) return false;
    const { appUrl: site, supportEmail: support } = env();
    const page = `${site}/${product.sheet?.bundle ? "products" : "courses"}/${key}`;
    const mail = reminderMail({ name: order.user.name, title: item.title, page, support });
    return queueMail({ to: order.user.email, kind: "checkout-reminder", dedupeKey: reminderKey(orderId), ...mail }, tx).then(
      () => true,
    );
  });
}
