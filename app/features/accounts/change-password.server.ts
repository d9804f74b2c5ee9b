import { recordAudit } from "#app/platform/audit.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { closeAllSessions } from "#app/platform/sessions/session.server.ts";
import { passwordChangedMail } from "./account-mails.ts";
import { checkOwnPassword, type WrongPassword } from "./check-own-password.server.ts";
import { lockPerson } from "./lock-person.server.ts";
import { addressInMail, voidLinks } from "./one-time-link.server.ts";
import { hashPassword } from "./password.server.ts";
import { passwordFault } from "./password-rules.ts";
import type { TooManyTries } from "./too-many-tries.ts";

interface ChangePassword {
  userId: string;
  /** The session that stays. */
  sessionHash: string;
  currentPassword: string;
  newPassword: string;
}

type Outcome =
  | { status: "changed" }
  | { status: "refused"; reason: "weak-password"; message: string }
  | WrongPassword
  | TooManyTries;

/** Changes the password of who knows the old one, and ends every other session. */
export async function changePassword(ask: ChangePassword, tx: Db = db): Promise<Outcome> {
  const { userId } = ask;
  const checked = await checkOwnPassword({ userId, password: ask.currentPassword }, tx);
  if (checked.status === "refused") return checked;
  const message = passwordFault(ask.newPassword, checked.person.email);
  if (message) return { status: "refused", reason: "weak-password", message };

  const passwordHash = await hashPassword(ask.newPassword);
  return inTransaction<Outcome>(tx, async (tx) => {
    const person = await lockPerson(userId, tx);
    if (person?.passwordHash !== checked.person.passwordHash) return { status: "refused", reason: "wrong-password" };
    await tx.user.update({ where: { id: userId }, data: { passwordHash } });
    await closeAllSessions({ userId, exceptHash: ask.sessionHash }, tx);
    await voidLinks({ userId }, tx);
    await recordAudit({ actorId: userId, action: "account.change-password", subjectKind: "user", subjectId: userId }, tx);
    await queueMail({ ...passwordChangedMail(addressInMail("/forgot-password")), to: checked.person.email }, tx);
    return { status: "changed" };
  });
}
