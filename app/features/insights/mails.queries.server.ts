import { z } from "zod";
import type { OutboxLine } from "#app/features/accounts/outbox.queries.server.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { cursor, searchWords } from "./read-query.ts";

const PAGE = 100;
const SHOWN = ["all", "unsent", "failed"] as const;

export const mailListQuery = z.object({
  show: z.enum(SHOWN, { error: "Choose which mails to see." }).default("all"),
  /** Part of the address that they went to. */
  q: searchWords,
  before: cursor,
});

const conditions: Record<(typeof SHOWN)[number], Prisma.OutboxMailWhereInput> = {
  all: {},
  unsent: { sentAt: null },
  failed: { sentAt: null, error: { not: null } },
};

/** Mails without their text, the newest first. `older`: what to ask for as `before` to see the next ones. */
export async function listMails(query: z.output<typeof mailListQuery>): Promise<{ mails: OutboxLine[]; older: string | null }> {
  const { show, q, before } = query;
  const rows = await db.outboxMail.findMany({
    where: { ...conditions[show], ...(q && { to: { contains: q, mode: "insensitive" } }), ...(before && { id: { lt: before } }) },
    orderBy: { id: "desc" },
    take: PAGE + 1,
    select: { id: true, to: true, subject: true, kind: true, createdAt: true, sentAt: true, error: true },
  });
  const mails = rows.slice(0, PAGE);
  return { mails, older: rows.length > PAGE ? (mails.at(-1)?.id ?? null) : null };
}

export async function countUnsentMails(): Promise<{ unsent: number; failed: number }> {
  const [unsent, failed] = await Promise.all([
    db.outboxMail.count({ where: conditions.unsent }),
    db.outboxMail.count({ where: conditions.failed }),
  ]);
  return { unsent, failed };
}

/** True where the site sends mail at all; without a mail server everything stays in the outbox, and that is no fault. */
export function mailIsSent(): boolean {
  return env().mail.kind === "smtp";
}
