import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { limitAll, networkOf } from "#app/platform/rate-limit.server.ts";
import { alreadyRegisteredMail, verifyEmailMail } from "./account-mails.ts";
import { addressInMail, makeLink } from "./one-time-link.server.ts";
import { hashPassword } from "./password.server.ts";
import { type TooManyTries, tooManyTries } from "./too-many-tries.ts";

interface SignUp {
  name: string;
  /** Normalised, as `signUpForm` gives it; so is the password. */
  email: string;
  password: string;
  clientAddress: string;
  returnTo?: string | null;
}

/**
 * Begins an account: it opens once the link in the mail is followed. Where there is an account already, its owner gets
 * a mail that says so. Both take the same work and have the same answer, so nobody learns who has an account.
 */
export async function signUp(ask: SignUp, tx: Db = db): Promise<{ status: "mail-sent" } | TooManyTries> {
  const limited = await limitAll([
    ["sign-up-from-address", networkOf(ask.clientAddress)],
    ["sign-up-for-email", ask.email],
  ]);
  if (!limited.allowed) return tooManyTries(limited);

  const passwordHash = await hashPassword(ask.password);
  await inTransaction(tx, async (tx) => {
    const person = await claimAddress({ ...ask, passwordHash }, tx);
    // Four statements for both: look, write, link, mail.
    const { token, row } = person.verified
      ? makeLink({ purpose: "reset_password", userId: person.id, email: ask.email })
      : makeLink({ purpose: "verify_email", userId: person.id, email: ask.email, name: ask.name, passwordHash });
    await tx.accountToken.create({ data: row });
    const mail = person.verified
      ? alreadyRegisteredMail(
          env().appUrl,
          addressInMail("/sign-in", ask.returnTo),
          addressInMail(`/reset-password/${token}`, ask.returnTo),
        )
      : verifyEmailMail(addressInMail(`/verify-email/${token}`, ask.returnTo));
    await queueMail({ ...mail, to: ask.email }, tx);
  });
  return { status: "mail-sent" };
}

/** The account of an address: a new one, the unverified one with what was asked for now, or the verified one untouched. */
async function claimAddress(ask: SignUp & { passwordHash: string }, tx: Db): Promise<{ id: string; verified: boolean }> {
  const { email, name, passwordHash } = ask;
  const known = await tx.user.findUnique({ where: { email }, select: { id: true } });
  if (!known) {
    const data = { email, name, passwordHash };
    const [created] = await tx.user.createManyAndReturn({ data, skipDuplicates: true, select: { id: true } });
    if (created) return { id: created.id, verified: false };
    // Somebody else signed up with the address in this very moment.
    return claimAddress(ask, tx);
  }
  const unverified = { id: known.id, emailVerifiedAt: null };
  const { count } = await tx.user.updateMany({ where: unverified, data: { name, passwordHash } });
  return { id: known.id, verified: count === 0 };
}
