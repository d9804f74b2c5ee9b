import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { withReturnTo } from "#app/platform/http/redirect-target.ts";
import { hashSecretToken, newSecretToken } from "#app/platform/secret-token.server.ts";
import type { TokenPurpose } from "#prisma/generated/client.ts";

const HOUR = 60 * 60 * 1000;
const LIFETIME: Record<TokenPurpose, number> = {
  verify_email: 24 * HOUR,
  change_email: 24 * HOUR,
  reset_password: HOUR,
  first_instructor: 24 * HOUR,
  claim_account: 7 * 24 * HOUR,
};

export type DeadLink = { status: "refused"; reason: "unknown-link" | "expired-link" | "used-link" };
export interface OpenLink {
  status: "open";
  userId: string | null;
  email: string | null;
  name: string | null;
  passwordHash: string | null;
}

/** A new token of a purpose, and the row that stands for it; only the row goes to the database. */
export function makeLink(link: { purpose: TokenPurpose; userId?: string; email?: string; name?: string; passwordHash?: string }) {
  const token = newSecretToken();
  const expiresAt = new Date(now().getTime() + LIFETIME[link.purpose]);
  return { token, row: { ...link, id: hashSecretToken(token), createdAt: now(), expiresAt } };
}

/** What a link is worth now, without using it up: for the page that shows the button. */
export async function readLink(ask: { token: string; purpose: TokenPurpose }, tx: Db = db): Promise<OpenLink | DeadLink> {
  const row = await tx.accountToken.findUnique({ where: { id: hashSecretToken(ask.token) } });
  if (!row || row.purpose !== ask.purpose) return { status: "refused", reason: "unknown-link" };
  if (row.usedAt) return { status: "refused", reason: "used-link" };
  if (row.expiresAt <= now()) return { status: "refused", reason: "expired-link" };
  const { userId, email, name, passwordHash } = row;
  return { status: "open", userId, email, name, passwordHash };
}

/** Uses a link up. Of any number of tries at once, one is told true. */
export async function takeLink(ask: { token: string; purpose: TokenPurpose }, tx: Db): Promise<boolean> {
  const { count } = await tx.accountToken.updateMany({
    where: { id: hashSecretToken(ask.token), purpose: ask.purpose, usedAt: null, expiresAt: { gt: now() } },
    data: { usedAt: now() },
  });
  return count === 1;
}

/** Uses up every open link of a person, so that none of them can undo what was just done. */
export async function voidLinks(ask: { userId: string; purposes?: TokenPurpose[] }, tx: Db): Promise<void> {
  const purpose = ask.purposes ? { in: ask.purposes } : undefined;
  await tx.accountToken.updateMany({ where: { userId: ask.userId, purpose, usedAt: null }, data: { usedAt: now() } });
}

/** An address of this site for a mail; the page to return to goes with it. */
export function addressInMail(path: string, returnTo?: string | null): string {
  return env().appUrl + withReturnTo(path, returnTo);
}
