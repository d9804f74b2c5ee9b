import type { Prisma } from "#prisma/generated/client.ts";
import type { OrderStatus } from "../settle-order.ts";

export interface LockedGift {
  id: string;
  orderId: string;
  orderStatus: OrderStatus;
  paidAt: Date | null;
  buyerId: string;
  buyerErased: boolean;
  /** Of what was bought. */
  title: string;
  recipientEmail: string;
  senderName: string;
  message: string;
  sendOn: string;
  timeZone: string;
  sendAt: Date;
  sentAt: Date | null;
  sendings: number;
  redeemedAt: Date | null;
  redeemedById: string | null;
}

/**
 * Locks a gift's order and then the gift, as everything does that changes one, and reads both as they are then. Whoever
 * locks a person too does it after. Null where there is no such gift, or, with `buyerId`, none of that buyer.
 */
export async function lockGift(giftId: string, tx: Prisma.TransactionClient, buyerId?: string): Promise<LockedGift | null> {
  // A statement of its own: what the next one reads is as fresh as the lock.
  await tx.$queryRaw`
    select o.id from "Order" o join "Gift" g on g."orderId" = o.id where g.id = ${giftId} for update of o`;
  const [row] = await tx.$queryRaw<LockedGift[]>`
    select g.id, g."orderId", o.status::text as "orderStatus", o."paidAt", o."userId" as "buyerId",
      exists (select from "ErasedBuyer" b where b."userId" = o."userId") as "buyerErased",
      coalesce((select string_agg(i.title, ', ' order by i.id) from "OrderItem" i where i."orderId" = o.id), '') as title,
      g."recipientEmail", g."senderName", g.message, g."sendOn", g."timeZone", g."sendAt", g."sentAt", g.sendings,
      g."redeemedAt", g."redeemedById"
    from "Gift" g join "Order" o on o.id = g."orderId" where g.id = ${giftId} for update of g`;
  return row && (buyerId === undefined || row.buyerId === buyerId) ? row : null;
}
