import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { hideSecretLinks } from "./split-links.ts";

const PAGE = 50;

export interface OutboxLine {
  id: string;
  to: string;
  subject: string;
  kind: string;
  createdAt: Date;
  sentAt: Date | null;
  error: string | null;
}

/**
 * True where everybody who gets here may read the outbox: on a site that sends no mail, is not live and listens to this
 * machine alone, asked for by a name of this machine, which no page from elsewhere can make its own. Elsewhere only
 * admins may.
 */
export function isOutboxPublic(request: Request): boolean {
  const { live, mail, host, appUrl } = env();
  const { hostname } = new URL(request.url);
  const known = isOfThisMachine(hostname) || hostname === new URL(appUrl).hostname;
  return mail.kind === "outbox" && !live && isOfThisMachine(host) && known;
}

function isOfThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Mails from the newest on; `older` is what to ask for as `before` to see the next ones. */
export async function readOutbox(ask: { before?: string }): Promise<{ mails: OutboxLine[]; older: string | null }> {
  const rows = await db.outboxMail.findMany({
    where: ask.before && isMailId(ask.before) ? { id: { lt: ask.before } } : undefined,
    orderBy: { id: "desc" },
    take: PAGE + 1,
    select: { id: true, to: true, subject: true, kind: true, createdAt: true, sentAt: true, error: true },
  });
  const mails = rows.slice(0, PAGE);
  return { mails, older: rows.length > PAGE ? (mails.at(-1)?.id ?? null) : null };
}

/** One mail. On a live site its one-time links are hidden: who runs the site need not be able to sign in as others. */
export async function readOutboxMail(mailId: string): Promise<(OutboxLine & { text: string }) | null> {
  if (!isMailId(mailId)) return null;
  const mail = await db.outboxMail.findUnique({ where: { id: mailId } });
  if (!mail) return null;
  const { id, to, subject, kind, createdAt, sentAt, error, text } = mail;
  return { id, to, subject, kind, createdAt, sentAt, error, text: env().live ? hideSecretLinks(text) : text };
}

function isMailId(text: string): boolean {
  return /^[0-9a-f-]{36}$/.test(text);
}
