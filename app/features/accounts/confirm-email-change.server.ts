import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction, isUniqueViolation } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { emailChangedNotice } from "./account-mails.ts";
import { lockPerson } from "./lock-person.server.ts";
import { type DeadLink, readLink, takeLink, voidLinks } from "./one-time-link.server.ts";

type ConfirmEmailChange = { status: "changed"; email: string } | { status: "refused"; reason: "address-taken" } | DeadLink;

const ADDRESS_TAKEN: ConfirmEmailChange = { status: "refused", reason: "address-taken" };

/** Moves an account to the address that the link was mailed to. An address that was taken meanwhile changes nothing. */
export async function confirmEmailChange(ask: { token: string }, tx: Db = db): Promise<ConfirmEmailChange> {
  const link = await readLink({ token: ask.token, purpose: "change_email" }, tx);
  if (link.status === "refused") return link;
  const { userId, email } = link;
  if (!userId || !email) return { status: "refused", reason: "unknown-link" };
  try {
    return await inTransaction(tx, (tx) => moveTo(email, { userId, token: ask.token }, tx));
  } catch (error) {
    // Somebody else came to the address in this very moment.
    if (isUniqueViolation(error)) return ADDRESS_TAKEN;
    throw error;
  }
}

async function moveTo(email: string, ask: { userId: string; token: string }, tx: Db): Promise<ConfirmEmailChange> {
  const { userId, token } = ask;
  const person = await lockPerson(userId, tx);
  const taken = await takeLink({ token, purpose: "change_email" }, tx);
  if (!person || !taken) return { status: "refused", reason: "used-link" };
  await removeUnprovenHolder(email, tx);
  if (await tx.user.findUnique({ where: { email }, select: { id: true } })) return ADDRESS_TAKEN;
  await tx.user.update({ where: { id: userId }, data: { email, emailVerifiedAt: now() } });
  await voidLinks({ userId }, tx);
  const detail = { before: person.email, after: email };
  await recordAudit({ actorId: userId, action: "account.change-email", subjectKind: "user", subjectId: userId, detail }, tx);
  await queueMail({ ...emailChangedNotice(email, env().supportEmail), to: person.email }, tx);
  return { status: "changed", email };
}

/** A sign-up that nobody ever confirmed holds no address against who has just proven it to be theirs. */
async function removeUnprovenHolder(email: string, tx: Db): Promise<void> {
  await tx.user.deleteMany({
    where: {
      email,
      emailVerifiedAt: null,
      enrolments: { none: {} },
      entitlements: { none: {} },
      attempts: { none: {} },
      orders: { none: {} },
    },
  });
}
