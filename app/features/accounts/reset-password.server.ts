import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { closeAllSessions } from "#app/platform/sessions/session.server.ts";
import { passwordChangedMail } from "./account-mails.ts";
import { lockPerson } from "./lock-person.server.ts";
import { addressInMail, type DeadLink, readLink, takeLink, voidLinks } from "./one-time-link.server.ts";
import { hashPassword } from "./password.server.ts";
import { passwordFault } from "./password-rules.ts";

type ResetPassword = { status: "changed" } | { status: "refused"; reason: "weak-password"; message: string } | DeadLink;

/**
 * Sets a new password by the link of a mail and ends every session. Works once, for one hour. It proves the address as
 * well, so an account that was never verified is now.
 */
export async function resetPassword(ask: { token: string; password: string }, tx: Db = db): Promise<ResetPassword> {
  const link = await readLink({ token: ask.token, purpose: "reset_password" }, tx);
  if (link.status === "refused") return link;
  const { userId, email } = link;
  if (!userId) return { status: "refused", reason: "unknown-link" };
  const message = passwordFault(ask.password, email);
  if (message) return { status: "refused", reason: "weak-password", message };

  const passwordHash = await hashPassword(ask.password);
  return inTransaction<ResetPassword>(tx, async (tx) => {
    const person = await lockPerson(userId, tx);
    const taken = await takeLink({ token: ask.token, purpose: "reset_password" }, tx);
    // The account may have moved to another address since the mail went out.
    if (!taken || !person || person.email !== email) return { status: "refused", reason: "used-link" };
    await tx.user.update({ where: { id: userId }, data: { passwordHash, emailVerifiedAt: person.emailVerifiedAt ?? now() } });
    await closeAllSessions({ userId }, tx);
    await voidLinks({ userId }, tx);
    await recordAudit({ actorId: userId, action: "account.reset-password", subjectKind: "user", subjectId: userId }, tx);
    await queueMail({ ...passwordChangedMail(addressInMail("/forgot-password")), to: person.email }, tx);
    return { status: "changed" };
  });
}
