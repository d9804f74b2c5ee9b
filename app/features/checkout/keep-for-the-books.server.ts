import { randomUUID } from "node:crypto";
import { now } from "#app/platform/clock.server.ts";
import type { Db } from "#app/platform/db.server.ts";
import { stripEventsAbout } from "./strip-events.server.ts";

/** What an entitlement of an order is revoked with when its buyer's account is erased. Money does not bring it back. */
export const ACCOUNT_ERASED = "account-erased";

/** Keeps settlements away from a person's orders until the transaction ends, and tells which are still being paid. */
export async function lockOrdersOf(userId: string, tx: Db): Promise<{ underWay: number[] }> {
  const orders = await tx.$queryRaw<{ number: number; underWay: boolean }[]>`
    select number, status in ('open', 'awaiting_payment') as "underWay" from "Order" where "userId" = ${userId} order by id for update`;
  return { underWay: orders.filter((order) => order.underWay).map(({ number }) => number) };
}

/**
 * Moves what a person has paid for to a stand-in that nobody can sign in to, with the name and address that the books
 * need, and deletes orders that were never paid. What the orders opened is closed. Returns how many are kept.
 */
export async function keepForTheBooks(person: { id: string; name: string; email: string }, tx: Db): Promise<number> {
  const { id: userId, name, email } = person;
  const unpaid = await tx.order.findMany({
    where: { userId, paidAt: null, payments: { none: {} }, started: null },
    select: { id: true },
  });
  const orderId = { in: unpaid.map(({ id }) => id) };
  await tx.stripeEvent.deleteMany({ where: { orderId } });
  await stripEventsAbout(email, tx);
  await tx.entitlement.deleteMany({ where: { orderItem: { orderId } } });
  await tx.orderItem.deleteMany({ where: { orderId } });
  await tx.order.deleteMany({ where: { id: orderId } });

  const kept = await tx.order.count({ where: { userId } });
  if (kept === 0) return 0;
  const standIn = randomUUID();
  const at = now();
  await tx.user.create({ data: { id: standIn, email: `erased-${standIn}@erased.invalid`, name: "Erased account" } });
  await tx.erasedBuyer.create({ data: { userId: standIn, name, email, erasedAt: at } });
  const bought = { userId, OR: [{ orderItem: { order: { userId } } }, { subscription: { userId } }] };
  await tx.entitlement.updateMany({
    where: { ...bought, revokedAt: null },
    data: { revokedAt: at, revokedReason: ACCOUNT_ERASED },
  });
  await tx.entitlement.updateMany({ where: bought, data: { userId: standIn } });
  await tx.subscription.updateMany({
    where: { userId },
    data: { userId: standIn, runningSlot: null, accessOpen: false, lookAgainAt: null },
  });
  await tx.order.updateMany({ where: { userId }, data: { userId: standIn, openSlot: null } });
  await keepGiftsWithoutBuyer(standIn, tx);
  await keepTeamsWithoutOwner(standIn, tx);
  return kept;
}

/** What somebody gave away and paid for still goes to whom it is for, on its day, without a word of or about the buyer. */
async function keepGiftsWithoutBuyer(standIn: string, tx: Db): Promise<void> {
  await tx.$executeRaw`
    delete from "OutboxMail" m using "Gift" g join "Order" o on o.id = g."orderId"
    where o."userId" = ${standIn} and m.kind = 'gift' and m."dedupeKey" like 'gift:' || g.id || ':%'`;
  await tx.$executeRaw`
    update "Gift" g set "senderName" = '', message = '', "requestKey" = g.id,
      "recipientEmail" = case when g."sentAt" is null and g."redeemedAt" is null then g."recipientEmail" else '' end
    from "Order" o where o.id = g."orderId" and o."userId" = ${standIn}`;
}

/** Who has a seat keeps it, and invitations that went out can be taken; nobody hands out the rest. */
async function keepTeamsWithoutOwner(standIn: string, tx: Db): Promise<void> {
  await tx.$executeRaw`
    delete from "OutboxMail" m using "Seat" s join "Team" t on t.id = s."teamId" join "Order" o on o.id = t."orderId"
    where o."userId" = ${standIn} and m.kind = 'seat' and m."dedupeKey" like 'seat:' || s.id || ':%'`;
  await tx.seat.updateMany({ where: { team: { order: { userId: standIn } } }, data: { email: "" } });
  await tx.$executeRaw`
    update "Team" t set name = 'A team', "requestKey" = t.id from "Order" o where o.id = t."orderId" and o."userId" = ${standIn}`;
}
