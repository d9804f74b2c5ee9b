import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { openSession } from "#app/platform/sessions/session.server.ts";
import { lockPerson } from "./lock-person.server.ts";
import { type DeadLink, readLink, takeLink, voidLinks } from "./one-time-link.server.ts";

type VerifyEmail = { status: "verified"; userId: string; setCookie: string } | DeadLink;

/** Follows the link of a sign-up: the address is proven, the account opens, and so does a session. Works once. */
export async function verifyEmail(ask: { token: string; userAgent: string }, tx: Db = db): Promise<VerifyEmail> {
  const link = await readLink({ token: ask.token, purpose: "verify_email" }, tx);
  if (link.status === "refused") return link;
  const { userId, email } = link;
  if (!userId) return { status: "refused", reason: "unknown-link" };

  return inTransaction<VerifyEmail>(tx, async (tx) => {
    const person = await lockPerson(userId, tx);
    const taken = await takeLink({ token: ask.token, purpose: "verify_email" }, tx);
    if (!taken || !person || person.email !== email || person.emailVerifiedAt) return { status: "refused", reason: "used-link" };
    await tx.user.update({
      where: { id: userId },
      data: {
        emailVerifiedAt: now(),
        name: link.name ?? person.name,
        passwordHash: link.passwordHash ?? person.passwordHash,
      },
    });
    // The links of other sign-ups with this address must not bring their passwords any more.
    await voidLinks({ userId }, tx);
    return { status: "verified", userId, setCookie: await openSession(userId, ask.userAgent, tx) };
  });
}
