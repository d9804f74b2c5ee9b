import { recordAudit } from "#app/platform/audit.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { lockAdministration } from "./first-instructor.server.ts";
import { lockPerson } from "./lock-person.server.ts";

interface SetRole {
  actorId: string;
  userId: string;
  role: "student" | "instructor" | "admin";
  reason?: string;
}

type Outcome = { status: "set" } | { status: "refused"; reason: "not-allowed" | "no-such-person" | "last-admin" };

/** Gives a person a role, from their next request on. Only admins may, and one of them always stays. */
export async function setRole(ask: SetRole, tx: Db = db): Promise<Outcome> {
  return inTransaction<Outcome>(tx, async (tx) => {
    // One change at a time: two admins who demote each other would leave none.
    await lockAdministration(tx);
    const actor = await tx.user.findUnique({ where: { id: ask.actorId }, select: { role: true } });
    if (actor?.role !== "admin") return { status: "refused", reason: "not-allowed" };
    const person = await lockPerson(ask.userId, tx);
    if (!person) return { status: "refused", reason: "no-such-person" };
    if (person.role === ask.role) return { status: "set" };
    if (person.role === "admin" && (await tx.user.count({ where: { role: "admin" } })) === 1)
      return { status: "refused", reason: "last-admin" };
    await tx.user.update({ where: { id: person.id }, data: { role: ask.role } });
    const detail = { before: person.role, after: ask.role };
    const subject = { subjectKind: "user", subjectId: person.id };
    await recordAudit({ actorId: ask.actorId, action: "account.set-role", ...subject, reason: ask.reason, detail }, tx);
    return { status: "set" };
  });
}
