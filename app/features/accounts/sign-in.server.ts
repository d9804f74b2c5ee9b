import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { forget, giveBack, limit, limitAll, networkOf } from "#app/platform/rate-limit.server.ts";
import { openSessionByPassword } from "#app/platform/sessions/session.server.ts";
import { verifyEmailMail } from "./account-mails.ts";
import { addressInMail, makeLink } from "./one-time-link.server.ts";
import { verifyPassword } from "./password.server.ts";
import { type TooManyTries, tooManyTries } from "./too-many-tries.ts";

interface SignIn {
  /** Normalised, as `signInForm` gives it; so is the password. */
  email: string;
  password: string;
  clientAddress: string;
  userAgent: string;
  returnTo?: string | null;
}

type Outcome =
  | { status: "signed-in"; userId: string; setCookie: string }
  /** `unverified` is said only to who knows the password; a fresh mail is on its way then. */
  | { status: "refused"; reason: "wrong-credentials" | "unverified" }
  | TooManyTries;

/** Opens a session for who knows the password. The same answer after the same work whether or not there is an account. */
export async function signIn(ask: SignIn, tx: Db = db): Promise<Outcome> {
  const network = networkOf(ask.clientAddress);
  const pair = `${network} ${ask.email}`;
  const limited = await limitAll([
    ["sign-in-from-address-to-account", pair],
    ["sign-in-to-account", ask.email],
    ["sign-in-from-address", network],
  ]);
  if (!limited.allowed) return tooManyTries(limited);

  const person = await tx.user.findUnique({
    where: { email: ask.email },
    select: { id: true, emailVerifiedAt: true, passwordHash: true },
  });
  const matches = await verifyPassword(person?.passwordHash, ask.password);
  if (!person?.passwordHash || !matches) return { status: "refused", reason: "wrong-credentials" };
  if (!person.emailVerifiedAt) return sendFreshLink({ ...ask, userId: person.id, passwordHash: person.passwordHash }, tx);

  const { id, passwordHash } = person;
  const setCookie = await openSessionByPassword({ userId: id, passwordHash, userAgent: ask.userAgent });
  if (setCookie === null) return { status: "refused", reason: "wrong-credentials" };
  await Promise.all([
    forget("sign-in-from-address-to-account", pair),
    giveBack("sign-in-to-account", ask.email),
    giveBack("sign-in-from-address", network),
  ]);
  return { status: "signed-in", userId: id, setCookie };
}

async function sendFreshLink(ask: SignIn & { userId: string; passwordHash: string }, tx: Db): Promise<Outcome> {
  const limited = await limit("verification-mail", ask.email);
  if (!limited.allowed) return tooManyTries(limited);
  await inTransaction(tx, async (tx) => {
    const { userId, email, passwordHash } = ask;
    const { token, row } = makeLink({ purpose: "verify_email", userId, email, passwordHash });
    await tx.accountToken.create({ data: row });
    await queueMail({ ...verifyEmailMail(addressInMail(`/verify-email/${token}`, ask.returnTo)), to: email }, tx);
  });
  return { status: "refused", reason: "unverified" };
}
