import { type Db, db, inTransaction, pool } from "#app/platform/db.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { limit, limitAll, networkOf, settleTries, type Try } from "#app/platform/rate-limit.server.ts";
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

interface Person {
  id: string;
  emailVerified: boolean;
  passwordHash: string | null;
}

/** Opens a session for who knows the password. The same answer after the same work whether or not there is an account. */
export async function signIn(ask: SignIn, tx: Db = db): Promise<Outcome> {
  const network = networkOf(ask.clientAddress);
  const fromHere: Try = ["sign-in-from-address-to-account", `${network} ${ask.email}`];
  const inAll: Try[] = [
    ["sign-in-to-account", ask.email],
    ["sign-in-from-address", network],
  ];
  // Tries that are refused here do not count for the account: one address cannot lock its owner out.
  const own = await limitAll([fromHere]);
  const limited = own.allowed ? await limitAll(inAll) : own;
  if (!limited.allowed) return tooManyTries(limited);

  const person = await findPerson(ask.email);
  const matches = await verifyPassword(person?.passwordHash, ask.password);
  if (!person?.passwordHash || !matches) return { status: "refused", reason: "wrong-credentials" };
  const { id, passwordHash } = person;
  if (!person.emailVerified) return sendFreshLink({ ...ask, userId: id, passwordHash }, tx);

  const [setCookie] = await Promise.all([
    openSessionByPassword({ userId: id, passwordHash, userAgent: ask.userAgent }),
    settleTries({ forget: [fromHere], giveBack: inAll }),
  ]);
  // The password was replaced meanwhile.
  if (setCookie === null) return { status: "refused", reason: "wrong-credentials" };
  return { status: "signed-in", userId: id, setCookie };
}

async function findPerson(email: string): Promise<Person | undefined> {
  const { rows } = await pool.query<Person>({
    name: "person-signing-in",
    text: `select id, "emailVerifiedAt" is not null as "emailVerified", "passwordHash" from "User" where email = $1`,
    values: [email],
  });
  return rows[0];
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
