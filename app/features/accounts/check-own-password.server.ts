import type { Db } from "#app/platform/db.server.ts";
import { limit, settleTries } from "#app/platform/rate-limit.server.ts";
import { verifyPassword } from "./password.server.ts";
import { type TooManyTries, tooManyTries } from "./too-many-tries.ts";

export interface WrongPassword {
  status: "refused";
  reason: "wrong-password";
}

type Checked = { status: "known"; person: { email: string; passwordHash: string } } | WrongPassword | TooManyTries;

/** Whether who sits at a signed-in browser knows the account's password: asked before what a thief would do first. */
export async function checkOwnPassword(ask: { userId: string; password: string }, tx: Db): Promise<Checked> {
  const limited = await limit("password-check", ask.userId);
  if (!limited.allowed) return tooManyTries(limited);
  const person = await tx.user.findUnique({ where: { id: ask.userId }, select: { email: true, passwordHash: true } });
  const matches = await verifyPassword(person?.passwordHash, ask.password);
  if (!person?.passwordHash || !matches) return { status: "refused", reason: "wrong-password" };
  await settleTries({ giveBack: [["password-check", ask.userId]] });
  return { status: "known", person: { email: person.email, passwordHash: person.passwordHash } };
}
