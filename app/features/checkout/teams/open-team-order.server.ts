import { randomUUID } from "node:crypto";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { moneyIsThere } from "../gifts/gift-state.ts";
import { type Offer, totalOf } from "../offer.queries.server.ts";
import type { OpenOrder } from "../open-order.server.ts";
import { asksFor, writeItems } from "../order-items.server.ts";

export interface TeamToBe {
  name: string;
  seats: number;
}

type OpenTeamOrder = { status: "open"; order: OpenOrder } | { status: "bought"; teamId: string };

/**
 * The order of one sending of the team form: makes it with its team and all its seats, or finds the one there is. The
 * unique `openSlot` decides, as with one's own orders and gifts.
 */
export async function openTeamOrder(
  ask: { userId: string; offer: Offer; requestId: string; team: TeamToBe },
  tx: Db = db,
): Promise<OpenTeamOrder> {
  const { userId, offer, team } = ask;
  const requestKey = `${userId}:${ask.requestId}`;
  const outcome = await inTransaction<OpenTeamOrder | "gone">(tx, async (tx) => {
    const present = await findPresent(requestKey, team, offer, tx);
    if (present) return present;
    const { currency, lines } = offer;
    const slot = { openSlot: `team:${requestKey}`, livemode: isLivemode(), createdAt: now() };
    const [order] = await tx.order.createManyAndReturn({
      data: [{ userId, purpose: "team", currency, total: totalOf(lines) * team.seats, ...slot }],
      skipDuplicates: true,
    });
    if (!order) return "gone";
    await writeItems({ orderId: order.id, currency, lines, quantity: team.seats }, tx);
    const teamId = randomUUID();
    await tx.team.create({ data: { id: teamId, orderId: order.id, requestKey, name: team.name, createdAt: now() } });
    await tx.seat.createMany({ data: Array.from({ length: team.seats }, (_, at) => ({ teamId, number: at + 1 })) });
    return { status: "open", order: { ...order, samePrice: true, nothingToPay: false } };
  });
  // Another click was faster: by now its order is there to be found.
  return outcome === "gone" ? openTeamOrder(ask, tx) : outcome;
}

async function findPresent(
  requestKey: string,
  { name, seats }: TeamToBe,
  offer: Offer,
  tx: Prisma.TransactionClient,
): Promise<OpenTeamOrder | null> {
  const team = await tx.team.findUnique({ where: { requestKey }, include: { order: { include: { items: true } } } });
  if (!team) return null;
  const { order } = team;
  if (moneyIsThere(order.status) || order.paidAt) return { status: "bought", teamId: team.id };
  if (order.openSlot === null || order.livemode !== isLivemode()) {
    await tx.order.updateMany({
      where: { id: order.id, openSlot: { not: null } },
      data: { status: "expired", closedAt: now(), openSlot: null },
    });
    // The form makes another order; this one stays what it was.
    await tx.team.updateMany({ where: { id: team.id, requestKey }, data: { requestKey: `${requestKey}:${order.id}` } });
    return null;
  }
  await tx.team.updateMany({ where: { id: team.id }, data: { name } });
  return { status: "open", order: { ...order, samePrice: asksFor(order.items, offer.lines, seats), nothingToPay: false } };
}
