import { REVOKED_BY_MONEY } from "#app/features/access/decide-access.ts";
import { now } from "#app/platform/clock.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { LockedOrder } from "../locked-order.server.ts";
import type { Settlement } from "../settle-order.ts";
import { readSeats } from "./locked-team.server.ts";
import { seatsPaidFor, seatsToMove } from "./seat-rules.ts";
import { seatClosedMail } from "./team-mails.ts";

/**
 * Closes and opens seats of a team, whose order is locked, so that as many are open as are paid for. The grant of a seat
 * that closes is revoked, and comes back with it. Where all of the money went, `applyForOthers` has revoked every grant
 * and no seat is touched: the order itself says that nothing is open.
 */
export async function settleSeats(
  order: LockedOrder,
  settlement: Settlement,
  returned: number,
  tx: Prisma.TransactionClient,
): Promise<void> {
  const [item] = order.items;
  if (settlement.access !== "granted" || !item) return;
  const seats = await readSeats({ orderId: order.id }, tx);
  const move = seatsToMove(seats, seatsPaidFor(item, returned));
  if (move.open.length > 0) await tx.seat.updateMany({ where: { id: { in: move.open } }, data: { closedAt: null } });
  if (move.close.length > 0) await tx.seat.updateMany({ where: { id: { in: move.close } }, data: { closedAt: now() } });
  const closing = new Set(move.close);
  const opening = new Set(move.open);
  const isOpen = ({ id, closedAt }: (typeof seats)[number]) => !closing.has(id) && (closedAt === null || opening.has(id));
  // Of who has the seat now: what somebody had before them stays theirs no more.
  const keysOf = (some: typeof seats) => some.map(({ id, turn }) => ({ sourceKey: { startsWith: `seat:${id}:${turn}:` } }));
  const byMoney = { in: [...REVOKED_BY_MONEY] };
  if (order.entitlements.some(({ revoked }) => revoked)) {
    await tx.entitlement.updateMany({
      where: { OR: keysOf(seats.filter(isOpen)), revokedReason: byMoney },
      data: { revokedAt: null, revokedReason: null },
    });
  }
  if (move.close.length === 0) return;
  await tx.entitlement.updateMany({
    where: { OR: keysOf(seats.filter(({ id }) => closing.has(id))), revokedAt: null },
    data: { revokedAt: now(), revokedReason: "order-refunded" },
  });
  await tellWhoSatThere(order, move.close, tx);
}

async function tellWhoSatThere(order: LockedOrder, seatIds: string[], tx: Prisma.TransactionClient): Promise<void> {
  const seats = await tx.seat.findMany({
    where: { id: { in: seatIds }, userId: { not: null } },
    select: { id: true, turn: true, closedAt: true, user: { select: { email: true } } },
  });
  const title = order.items.map((item) => item.title).join(", ");
  for (const { id, turn, closedAt, user } of seats) {
    const mail = seatClosedMail({ title, site: env().appUrl, support: env().supportEmail });
    await queueMail({ to: user!.email, dedupeKey: `seat-closed:${id}:${turn}:${closedAt!.getTime()}`, ...mail }, tx);
  }
}
