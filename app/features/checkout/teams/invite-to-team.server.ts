import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";
import { moneyIsThere } from "../gifts/gift-state.ts";
import { lockTeam } from "./locked-team.server.ts";
import { seatState } from "./seat-rules.ts";
import { sendSeatMail } from "./send-seat-mail.server.ts";

export type InviteToTeam =
  | { status: "invited"; count: number }
  | { status: "refused"; reason: "no-such-team" | "withdrawn" | "nobody-new" }
  | { status: "refused"; reason: "too-few-seats"; free: number }
  | { status: "refused"; reason: "too-many-tries"; retryAt: Date };

/** Gives each address a free seat and invites it; all of them, or none. Addresses that have a seat already are left alone. */
export async function inviteToTeam(
  ask: { userId: string; teamId: string; emails: string[] },
  tx: Db = db,
): Promise<InviteToTeam> {
  const limited = await limit("team-mail", ask.teamId);
  if (!limited.allowed) return { status: "refused", reason: "too-many-tries", retryAt: limited.retryAt };
  return inTransaction<InviteToTeam>(tx, async (tx) => {
    const team = await lockTeam(ask.teamId, tx, ask.userId);
    if (!team) return { status: "refused", reason: "no-such-team" };
    if (!moneyIsThere(team.orderStatus)) return { status: "refused", reason: "withdrawn" };
    const seated = new Set(team.seats.filter((seat) => seatState(seat) !== "closed").map(({ email }) => email));
    const emails = [...new Set(ask.emails)].filter((email) => !seated.has(email));
    if (emails.length === 0) return { status: "refused", reason: "nobody-new" };
    const free = team.seats.filter((seat) => seatState(seat) === "free");
    if (free.length < emails.length) return { status: "refused", reason: "too-few-seats", free: free.length };
    for (const [at, email] of emails.entries()) await sendSeatMail(team, free[at]!, email, tx);
    return { status: "invited", count: emails.length };
  });
}
