import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { closeAllSessions, openSession } from "#app/platform/sessions/session.server.ts";
import { lockPerson } from "./lock-person.server.ts";
import { type DeadLink, readLink, takeLink, voidLinks } from "./one-time-link.server.ts";
import { hashPassword } from "./password.server.ts";
import { passwordFault } from "./password-rules.ts";

type ClaimAccount =
  | { status: "claimed"; userId: string; setCookie: string }
  | { status: "refused"; reason: "weak-password"; message: string }
  | DeadLink;

/**
 * Opens the account that was made from the address that paid, to who reads that address's mail: they choose name and
 * password. What somebody else may have asked for with this address, a sign-up that was never confirmed, ends.
 */
export async function claimAccount(
  ask: { token: string; name: string; password: string; userAgent: string },
  tx: Db = db,
): Promise<ClaimAccount> {
  const link = await readLink({ token: ask.token, purpose: "claim_account" }, tx);
  if (link.status === "refused") return link;
  const { userId, email } = link;
  if (!userId) return { status: "refused", reason: "unknown-link" };
  const message = passwordFault(ask.password, email);
  if (message) return { status: "refused", reason: "weak-password", message };

  const passwordHash = await hashPassword(ask.password);
  return inTransaction<ClaimAccount>(tx, async (tx) => {
    const person = await lockPerson(userId, tx);
    const taken = await takeLink({ token: ask.token, purpose: "claim_account" }, tx);
    if (!taken || !person || person.email !== email || person.emailVerifiedAt) return { status: "refused", reason: "used-link" };
    await tx.user.update({ where: { id: userId }, data: { name: ask.name, passwordHash, emailVerifiedAt: now() } });
    await voidLinks({ userId }, tx);
    await closeAllSessions({ userId }, tx);
    await recordAudit({ actorId: userId, action: "account.claim", subjectKind: "user", subjectId: userId }, tx);
    return { status: "claimed", userId, setCookie: await openSession(userId, ask.userAgent, tx) };
  });
}
