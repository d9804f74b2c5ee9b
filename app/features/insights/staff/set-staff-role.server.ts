import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { mayManageStaff, type StaffRole } from "../staff-access.ts";
import { joinedStaffMail } from "./staff-mails.ts";

export type SetStaffRole =
  | { status: "set" | "unchanged" }
  | { status: "refused"; reason: "not-allowed" | "no-such-instructor" | "on-staff-already" | "last-owner" };

interface Ask {
  actor: Pick<Viewer, "id" | "role" | "name">;
  course: { id: string; key: string; title: string };
  /** Somebody who is new to the staff by their address, and who is on it by their id. */
  person: { email: string } | { userId: string };
  /** Null: they leave the staff. */
  role: StaffRole | null;
}

/**
 * Puts an instructor on the staff of a course, gives them another role there, or takes them off it, from their next request on.
 * An owner always stays, however many change it at once. Who is new is told by mail.
 */
export async function setStaffRole(ask: Ask, tx: Db = db): Promise<SetStaffRole> {
  const { actor, course, person, role } = ask;
  return inTransaction<SetStaffRole>(tx, async (tx) => {
    // One change at a time: two owners who demote each other would leave none.
    await tx.$queryRaw`select id from "Course" where id = ${course.id} for update`;
    const staff = await tx.courseStaff.findMany({ where: { courseId: course.id } });
    const roleOf = (userId: string) => staff.find((one) => one.userId === userId)?.role ?? null;
    if (!mayManageStaff({ viewer: actor, staffRole: roleOf(actor.id) })) return { status: "refused", reason: "not-allowed" };
    const isNew = "email" in person;
    const found = await tx.user.findFirst({
      where: isNew ? { email: person.email, role: { not: "student" } } : { id: person.userId },
      select: { id: true, email: true },
    });
    const before = found && roleOf(found.id);
    if (!found || (!isNew && before === null)) return { status: "refused", reason: "no-such-instructor" };
    if (isNew && before !== null) return { status: "refused", reason: "on-staff-already" };
    if (before === role) return { status: "unchanged" };
    const owners = staff.filter((one) => one.role === "owner").length;
    if (before === "owner" && owners === 1) return { status: "refused", reason: "last-owner" };

    const place = { courseId: course.id, userId: found.id };
    if (role === null) await tx.courseStaff.delete({ where: { courseId_userId: place } });
    else if (before === null) await tx.courseStaff.create({ data: { ...place, role, createdAt: now() } });
    else await tx.courseStaff.update({ where: { courseId_userId: place }, data: { role } });
    const subject = { subjectKind: "course", subjectId: course.id };
    const detail = { courseKey: course.key, userId: found.id, before, after: role };
    await recordAudit({ actorId: actor.id, action: "course.set-staff", ...subject, detail }, tx);
    if (before === null && role !== null) {
      const page = `${env().appUrl}/instructor/courses/${course.key}`;
      await queueMail({ to: found.email, ...joinedStaffMail({ title: course.title, by: actor.name, role, page }) }, tx);
    }
    return { status: "set" };
  });
}
