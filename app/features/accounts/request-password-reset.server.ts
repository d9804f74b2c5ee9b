import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { limitAll, networkOf } from "#app/platform/rate-limit.server.ts";
import { noAccountMail, resetPasswordMail } from "./account-mails.ts";
import { addressInMail, makeLink } from "./one-time-link.server.ts";
import { type TooManyTries, tooManyTries } from "./too-many-tries.ts";

interface Ask {
  /** Normalised. */
  email: string;
  clientAddress: string;
  returnTo?: string | null;
}

/**
 * Mails a link to choose a new password, or, where there is no account, a mail that says so: the answer here is the
 * same, after the same two statements.
 */
export async function requestPasswordReset(ask: Ask, tx: Db = db): Promise<{ status: "mail-sent" } | TooManyTries> {
  const limited = await limitAll([
    ["reset-from-address", networkOf(ask.clientAddress)],
    ["reset-for-email", ask.email],
  ]);
  if (!limited.allowed) return tooManyTries(limited);

  await inTransaction(tx, async (tx) => {
    const { token, row } = makeLink({ purpose: "reset_password", email: ask.email });
    const written = await tx.$executeRaw`
      insert into "AccountToken" (id, purpose, "userId", email, "expiresAt", "createdAt")
      select ${row.id}, 'reset_password', u.id, u.email, ${row.expiresAt}, ${row.createdAt}
      from "User" u where u.email = ${ask.email}`;
    const mail =
      written === 1 ? resetPasswordMail(addressInMail(`/reset-password/${token}`, ask.returnTo)) : noAccountMail(env().appUrl);
    await queueMail({ ...mail, to: ask.email }, tx);
  });
  return { status: "mail-sent" };
}
