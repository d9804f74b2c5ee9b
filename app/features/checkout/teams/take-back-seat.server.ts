import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { moneyIsThere } from "../gifts/gift-state.ts";
import { lockTeam } from "./locked-team.server.ts";
import { seatState } from "./seat-rules.ts";

type TakeBackSeat = { status: "taken-back" } | { status: "refused"; reason: "no-such-seat" | "entered" | "not-now" };

/** Frees a seat for somebody else: one that was not taken, or whose holder has never opened what it holds. */
export async function takeBackSeat(ask: { userId: string; teamId: string; seatId: string }, tx: Db = db): Promise<TakeBackSeat> {
  return inTransaction<TakeBackSeat>(tx, async (tx) => {
    const team = await lockTeam(ask.teamId, tx, ask.userId);
    const seat = team?.seats.find(({ id }) => id === ask.seatId);
    if (!team || !seat) return { status: "refused", reason: "no-such-seat" };
    const state = seatState(seat);
    if (state === "entered") return { status: "refused", reason: "entered" };
    // What the money closed comes back with it, to whom it was closed.
    if (state === "closed" || !moneyIsThere(team.orderStatus)) return { status: "refused", reason: "not-now" };
    if (state === "free") return { status: "taken-back" };
    await tx.entitlement.updateMany({
      where: { sourceKey: { startsWith: `seat:${seat.id}:` }, revokedAt: null },
      data: { revokedAt: now(), revokedReason: "The seat was given to somebody else" },
    });
    const empty = { email: "", linkHash: null, invitedAt: null, joinedAt: null, userId: null };
    await tx.seat.update({ where: { id: seat.id }, data: { ...empty, turn: seat.turn + 1 } });
    const about = { action: "team.take-back-seat", subjectKind: "order", subjectId: team.orderId };
    await recordAudit({ actorId: ask.userId, ...about, detail: { seat: seat.number } }, tx);
    return { status: "taken-back" };
  });
}
