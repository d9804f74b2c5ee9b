import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { type Offer, totalOf } from "../offer.queries.server.ts";
import type { OpenOrder } from "../open-order.server.ts";
import { asksFor, writeItems } from "../order-items.server.ts";
import { moneyIsThere } from "./gift-state.ts";

export interface GiftToBe {
  recipientEmail: string;
  senderName: string;
  message: string;
  sendOn: string;
  timeZone: string;
  sendAt: Date;
}

type OpenGiftOrder = { status: "open"; order: OpenOrder } | { status: "bought"; giftId: string };

/**
 * The order of one sending of the gift form: makes it with its gift, or finds the one there is and writes down what the
 * form says now. The unique `openSlot` decides, so that clicks and tabs at once get the same one.
 */
export async function openGiftOrder(
  ask: { userId: string; offer: Offer; requestId: string; gift: GiftToBe },
  tx: Db = db,
): Promise<OpenGiftOrder> {
  const { userId, offer } = ask;
  const requestKey = `${userId}:${ask.requestId}`;
  const outcome = await inTransaction<OpenGiftOrder | "gone">(tx, async (tx) => {
    const present = await findPresent(requestKey, ask.gift, offer, tx);
    if (present) return present;
    const { currency, lines } = offer;
    const slot = { openSlot: `gift:${requestKey}`, livemode: isLivemode(), createdAt: now() };
    const [order] = await tx.order.createManyAndReturn({
      data: [{ userId, purpose: "gift", currency, total: totalOf(lines), ...slot }],
      skipDuplicates: true,
    });
    if (!order) return "gone";
    await writeItems({ orderId: order.id, currency, lines }, tx);
    await tx.gift.create({ data: { orderId: order.id, requestKey, ...ask.gift, createdAt: now() } });
    return { status: "open", order: { ...order, samePrice: true, nothingToPay: false } };
  });
  // Another click was faster: by now its order is there to be found.
  return outcome === "gone" ? openGiftOrder(ask, tx) : outcome;
}

async function findPresent(
  requestKey: string,
  words: GiftToBe,
  offer: Offer,
  tx: Prisma.TransactionClient,
): Promise<OpenGiftOrder | null> {
  const gift = await tx.gift.findUnique({ where: { requestKey }, include: { order: { include: { items: true } } } });
  if (!gift) return null;
  const { order } = gift;
  if (moneyIsThere(order.status) || order.paidAt) return { status: "bought", giftId: gift.id };
  const ended = order.openSlot === null || order.livemode !== isLivemode();
  if (ended) {
    await tx.order.updateMany({
      where: { id: order.id, openSlot: { not: null } },
      data: { status: "expired", closedAt: now(), openSlot: null },
    });
    // The form makes another order; this one stays what it was.
    await tx.gift.updateMany({ where: { id: gift.id, requestKey }, data: { requestKey: `${requestKey}:${order.id}` } });
    return null;
  }
  // Nothing is sent before the money is there, so what it says may still change.
  await tx.gift.updateMany({ where: { id: gift.id, sentAt: null, order: { status: "open" } }, data: words });
  const samePrice = asksFor(order.items, offer.lines);
  return { status: "open", order: { ...order, samePrice, nothingToPay: false } };
}
