import { grantEntitlements } from "#app/features/access/grant-entitlement.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { moneyIsThere } from "../gifts/gift-state.ts";
import { ownsAll } from "../gifts/redeem-gift.server.ts";
import { lockTeam } from "./locked-team.server.ts";

export type JoinTeam =
  /** By this person, now or before. */
  | { status: "joined"; courseKeys: string[] }
  | { status: "refused"; reason: "unknown-link" | "taken" | "withdrawn" | "already-owned" | "already-in-team" };

/**
 * Takes the seat of an invitation. The link is the key: the account may have any address. Of any number of tries at once
 * one is told `joined`; the same person is told so again. Nobody has two seats of one team.
 */
export async function joinTeam(ask: { userId: string; token: string }, tx: Db = db): Promise<JoinTeam> {
  const { userId } = ask;
  return inTransaction<JoinTeam>(tx, async (tx) => {
    const linkHash = hashSecretToken(ask.token);
    const place = await tx.seat.findUnique({ where: { linkHash }, select: { id: true, teamId: true } });
    const team = place && (await lockTeam(place.teamId, tx));
    // The invitation may have been replaced while we waited for the team.
    const still = team && (await tx.seat.findUnique({ where: { linkHash }, select: { id: true } }));
    const seat = team?.seats.find(({ id }) => id === still?.id);
    if (!team || !seat) return { status: "refused", reason: "unknown-link" };
    const courseKeys = team.courses.map(({ key }) => key);
    if (!moneyIsThere(team.orderStatus) || seat.closedAt) return { status: "refused", reason: "withdrawn" };
    if (seat.joinedAt) {
      return seat.userId === userId ? { status: "joined", courseKeys } : { status: "refused", reason: "taken" };
    }
    if (team.seats.some((other) => other.userId === userId)) return { status: "refused", reason: "already-in-team" };
    // Whoever is erasing this account waits, or has done so.
    const [person] = await tx.$queryRaw<{ id: string }[]>`select id from "User" where id = ${userId} for key share`;
    if (!person) return { status: "refused", reason: "unknown-link" };
    const courseIds = team.courses.map(({ id }) => id);
    if (await ownsAll(userId, courseIds, tx)) return { status: "refused", reason: "already-owned" };

    await tx.seat.update({ where: { id: seat.id }, data: { joinedAt: now(), userId } });
    await grantEntitlements(
      team.courses.map((course) => ({
        userId,
        courseId: course.id,
        source: "team",
        sourceKey: `seat:${seat.id}:${seat.turn}:${course.id}`,
        orderItemId: course.orderItemId,
        reason: "A seat of a team",
      })),
      tx,
    );
    await recordAudit({ actorId: userId, action: "team.join", subjectKind: "order", subjectId: team.orderId }, tx);
    return { status: "joined", courseKeys };
  });
}
