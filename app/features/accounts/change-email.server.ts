import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";
import { addressTakenMail, changeEmailMail, changeEmailNotice } from "./account-mails.ts";
import { checkOwnPassword, type WrongPassword } from "./check-own-password.server.ts";
import { lockPerson } from "./lock-person.server.ts";
import { addressInMail, makeLink, voidLinks } from "./one-time-link.server.ts";
import { type TooManyTries, tooManyTries } from "./too-many-tries.ts";

interface ChangeEmail {
  userId: string;
  password: string;
  /** The new address, normalised. */
  email: string;
}

type Outcome = { status: "mail-sent" } | { status: "refused"; reason: "same-address" } | WrongPassword | TooManyTries;

/**
 * Mails a link to the new address and a notice to the old one, which stays until the link is followed. Where the new
 * address belongs to somebody else, they get a mail that says so, and the answer here is the same.
 */
export async function changeEmail(ask: ChangeEmail, tx: Db = db): Promise<Outcome> {
  const { userId, email } = ask;
  const checked = await checkOwnPassword(ask, tx);
  if (checked.status === "refused") return checked;
  if (checked.person.email === email) return { status: "refused", reason: "same-address" };
  const limited = await limit("change-email", userId);
  if (!limited.allowed) return tooManyTries(limited);

  return inTransaction<Outcome>(tx, async (tx) => {
    const person = await lockPerson(userId, tx);
    if (person?.passwordHash !== checked.person.passwordHash) return { status: "refused", reason: "wrong-password" };
    // One move at a time: the last one asked for.
    await voidLinks({ userId, purposes: ["change_email"] }, tx);
    const { token, row } = makeLink({ purpose: "change_email", userId, email });
    const written = await tx.$executeRaw`
      insert into "AccountToken" (id, purpose, "userId", email, "expiresAt", "createdAt")
      select ${row.id}, 'change_email', ${userId}, ${email}, ${row.expiresAt}, ${row.createdAt}
      where not exists (select from "User" u where u.email = ${email} and u."emailVerifiedAt" is not null)`;
    const mail =
      written === 1 ? changeEmailMail(addressInMail(`/account/confirm-email/${token}`)) : addressTakenMail(env().appUrl);
    await queueMail({ ...mail, to: email }, tx);
    await queueMail({ ...changeEmailNotice(email, addressInMail("/account/security")), to: person.email }, tx);
    return { status: "mail-sent" };
  });
}
