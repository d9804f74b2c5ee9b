import { now } from "#app/platform/clock.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { hashSecretToken, newSecretToken } from "#app/platform/secret-token.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { LockedSeat, LockedTeam } from "./locked-team.server.ts";
import { seatMail } from "./team-mails.ts";

/** Writes down whom a seat is for and queues the invitation; the link of an earlier one ends. The team is locked. */
export async function sendSeatMail(
  team: LockedTeam,
  seat: LockedSeat,
  email: string,
  tx: Prisma.TransactionClient,
): Promise<void> {
  const token = newSecretToken();
  const mails = seat.mails + 1;
  await tx.seat.update({ where: { id: seat.id }, data: { email, linkHash: hashSecretToken(token), invitedAt: now(), mails } });
  const { appUrl: site, supportEmail: support } = env();
  const mail = seatMail({ title: team.title, teamName: team.name, site, support }, `${site}/seat/${token}`);
  await queueMail({ to: email, dedupeKey: `seat:${seat.id}:${mails}`, ...mail }, tx);
}
