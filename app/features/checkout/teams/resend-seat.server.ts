import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";
import { moneyIsThere } from "../gifts/gift-state.ts";
import { lockTeam } from "./locked-team.server.ts";
import { seatState } from "./seat-rules.ts";
import { sendSeatMail } from "./send-seat-mail.server.ts";

type ResendSeat =
  | { status: "sent" }
  | { status: "refused"; reason: "no-such-seat" | "not-now" }
  | { status: "refused"; reason: "too-many-tries"; retryAt: Date };

/** Sends the invitation of a seat that nobody has taken yet again; the link in the one before ends. */
export async function resendSeat(ask: { userId: string; teamId: string; seatId: string }, tx: Db = db): Promise<ResendSeat> {
  const limited = await limit("team-mail", ask.teamId);
  if (!limited.allowed) return { status: "refused", reason: "too-many-tries", retryAt: limited.retryAt };
  return inTransaction<ResendSeat>(tx, async (tx) => {
    const team = await lockTeam(ask.teamId, tx, ask.userId);
    const seat = team?.seats.find(({ id }) => id === ask.seatId);
    if (!team || !seat) return { status: "refused", reason: "no-such-seat" };
    if (!moneyIsThere(team.orderStatus) || seatState(seat) !== "invited" || seat.email === "") {
      return { status: "refused", reason: "not-now" };
    }
    await sendSeatMail(team, seat, seat.email, tx);
    return { status: "sent" };
  });
}
