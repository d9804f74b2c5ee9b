import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { newClaimLinkMail } from "./account-mails.ts";
import { addressInMail, makeLink } from "./one-time-link.server.ts";
import { type TooManyTries, tooManyTries } from "./too-many-tries.ts";

/**
 * Mails a new link to the address of one that has ended, as long as its account was not opened. Who holds the old link
 * learns nothing from the answer.
 */
export async function renewClaimLink(ask: { token: string }, tx: Db = db): Promise<{ status: "mail-sent" } | TooManyTries> {
  const old = await tx.accountToken.findFirst({
    where: { id: hashSecretToken(ask.token), purpose: "claim_account", user: { emailVerifiedAt: null } },
    select: { user: { select: { id: true, email: true } } },
  });
  if (!old?.user) return { status: "mail-sent" };
  const { id: userId, email } = old.user;
  const limited = await limit("verification-mail", email);
  if (!limited.allowed) return tooManyTries(limited);
  await inTransaction(tx, async (tx) => {
    const { token, row } = makeLink({ purpose: "claim_account", userId, email });
    await tx.accountToken.create({ data: row });
    await queueMail({ ...newClaimLinkMail(addressInMail(`/claim/${token}`)), to: email }, tx);
  });
  return { status: "mail-sent" };
}
