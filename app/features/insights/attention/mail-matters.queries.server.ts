import { db } from "#app/platform/db.server.ts";
import { MAX_ATTEMPTS } from "#app/platform/jobs.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { mailIsSent } from "../mails.queries.server.ts";
import { lastLine } from "./last-line.ts";
import type { Matter } from "./matters.ts";

/** Mails that the mail server refused until nothing tried them any more. */
export const REFUSED: Prisma.OutboxMailWhereInput = { sentAt: null, attempts: { gte: MAX_ATTEMPTS } };

/** Somebody waits for a mail that will not come, such as the link to what they have bought. Its text is nobody's to read here. */
export async function refusedMails(most: number): Promise<Matter[]> {
  if (!mailIsSent()) return [];
  const mails = await db.outboxMail.findMany({
    where: REFUSED,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: most,
    select: { id: true, to: true, subject: true, createdAt: true, attempts: true, error: true },
  });
  const people = await db.user.findMany({
    where: { email: { in: mails.map(({ to }) => to) } },
    select: { id: true, name: true, email: true },
  });
  return mails.map(({ id, to, subject, createdAt, attempts, error }) => ({
    key: `mail:${id}`,
    title: "A mail that could not be delivered",
    reason: `“${subject}” to ${to} was refused ${attempts} times and is tried no more by itself. Last: ${lastLine(error)}`,
    since: createdAt,
    person: people.find(({ email }) => email === to) ?? null,
    order: null,
    remedy: { kind: "send-again", mailId: id },
    what: `refused ${attempts}`,
  }));
}
