import { db } from "#app/platform/db.server.ts";

const WORDS = { senderName: true, message: true, sendOn: true, timeZone: true, sentAt: true, redeemedAt: true } as const;
const CONTENT = { items: { orderBy: { id: "asc" }, select: { title: true } } } as const;

/**
 * Gifts that the person gave, with what they wrote, and gifts that they took or that were sent to their address. Who took
 * what they gave is that person's own, and so is what they do not know of yet.
 */
export async function exportGifts(userId: string) {
  const { email } = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  const given = await db.gift.findMany({
    where: { order: { userId } },
    orderBy: { id: "asc" },
    select: { ...WORDS, recipientEmail: true, createdAt: true, order: { select: { number: true, ...CONTENT } } },
  });
  const received = await db.gift.findMany({
    where: { OR: [{ redeemedById: userId }, { recipientEmail: email, sentAt: { not: null }, redeemedAt: null }] },
    orderBy: { id: "asc" },
    select: { senderName: true, message: true, sentAt: true, redeemedAt: true, order: { select: CONTENT } },
  });
  const titles = (items: { title: string }[]) => items.map(({ title }) => title);
  return {
    given: given.map(({ order, ...gift }) => ({ order: order.number, titles: titles(order.items), ...gift })),
    received: received.map(({ order, ...gift }) => ({ titles: titles(order.items), ...gift })),
  };
}

/** Teams that the person pays for, with whom they invited, and seats that they have. */
export async function exportTeams(userId: string) {
  const owned = await db.team.findMany({
    where: { order: { userId } },
    orderBy: { createdAt: "asc" },
    select: {
      ...{ name: true, createdAt: true },
      order: { select: { number: true, ...CONTENT } },
      seats: {
        orderBy: { number: "asc" },
        select: { number: true, email: true, invitedAt: true, joinedAt: true, closedAt: true },
      },
    },
  });
  const seats = await db.seat.findMany({
    where: { userId },
    orderBy: { joinedAt: "asc" },
    select: { joinedAt: true, closedAt: true, team: { select: { name: true, order: { select: CONTENT } } } },
  });
  return {
    owned: owned.map(({ order, ...team }) => ({ order: order.number, titles: order.items.map(({ title }) => title), ...team })),
    seats: seats.map(({ team, ...seat }) => ({ team: team.name, titles: team.order.items.map(({ title }) => title), ...seat })),
  };
}
