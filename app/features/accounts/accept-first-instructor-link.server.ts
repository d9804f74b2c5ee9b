import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { closeAllSessions, openSession } from "#app/platform/sessions/session.server.ts";
import { hasAdmin, lockAdministration } from "./first-instructor.server.ts";
import { lockPerson } from "./lock-person.server.ts";
import { type DeadLink, readLink, takeLink, voidLinks } from "./one-time-link.server.ts";
import { hashPassword, verifyPassword } from "./password.server.ts";

interface Accept {
  token: string;
  name: string;
  email: string;
  password: string;
  userAgent: string;
}

type Outcome =
  | { status: "accepted"; userId: string; setCookie: string }
  | { status: "refused"; reason: "address-taken" }
  | DeadLink;

/**
 * Makes the holder of the link the site's first admin, who has an instructor's rights too. They read the link on the
 * server's own console, so their address counts as proven. With the address of an account that is already in use, the
 * password must be that account's.
 */
export async function acceptFirstInstructorLink(ask: Accept, tx: Db = db): Promise<Outcome> {
  const link = await readLink({ token: ask.token, purpose: "first_instructor" }, tx);
  if (link.status === "refused") return link;
  const known = await tx.user.findUnique({
    where: { email: ask.email },
    select: { id: true, emailVerifiedAt: true, passwordHash: true },
  });
  const theirs = await verifyPassword(known?.passwordHash, ask.password);
  if (known?.emailVerifiedAt && !theirs) return { status: "refused", reason: "address-taken" };
  const passwordHash = await hashPassword(ask.password);

  return inTransaction<Outcome>(tx, async (tx) => {
    await lockAdministration(tx);
    const current = await tx.user.findUnique({ where: { email: ask.email }, select: { id: true } });
    const person = current && (await lockPerson(current.id, tx));
    // The account was made, verified, or got another password while we looked at it.
    if (person?.emailVerifiedAt && person.passwordHash !== known?.passwordHash)
      return { status: "refused", reason: "address-taken" };
    if ((await hasAdmin(tx)) || !(await takeLink({ token: ask.token, purpose: "first_instructor" }, tx))) {
      return { status: "refused", reason: "used-link" };
    }
    const data = { name: ask.name, passwordHash, role: "admin" as const, emailVerifiedAt: person?.emailVerifiedAt ?? now() };
    const { email } = ask;
    const { id: userId } = await tx.user.upsert({
      where: { email },
      create: { ...data, email },
      update: data,
      select: { id: true },
    });
    await voidLinks({ userId }, tx);
    await closeAllSessions({ userId }, tx);
    const subject = { subjectKind: "user", subjectId: userId };
    await recordAudit({ actorId: userId, action: "account.become-first-instructor", ...subject }, tx);
    return { status: "accepted", userId, setCookie: await openSession(userId, ask.userAgent, tx) };
  });
}
