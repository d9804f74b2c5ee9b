import { recordAudit } from "#app/platform/audit.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { lockAccommodation, writeAccommodation } from "./accommodation.server.ts";
import { NO_TERMS } from "./attempt-rules.ts";

export type WithdrawAccommodation =
  | { status: "withdrawn" }
  | { status: "refused"; reason: "no-such-accommodation" | "reason-missing" };

/**
 * Takes back what was granted to one student in one assessment, with its line in the audit log. Attempts that were made
 * stay, and one that is open keeps its time. The caller decides that the actor may.
 */
export async function withdrawAccommodation(
  ask: { actorId: string; courseId: string; userId: string; lessonKey: string; reason: string },
  tx: Db = db,
): Promise<WithdrawAccommodation> {
  const { actorId, courseId, userId, lessonKey } = ask;
  const reason = ask.reason.trim();
  if (!reason) return { status: "refused", reason: "reason-missing" };
  return inTransaction<WithdrawAccommodation>(tx, async (tx) => {
    const found = await tx.accommodation.findFirst({
      where: { lessonKey, grantedAt: { not: null }, enrolment: { courseId, userId } },
      select: { enrolmentId: true },
    });
    if (!found) return { status: "refused", reason: "no-such-accommodation" };
    const place = { enrolmentId: found.enrolmentId, lessonKey, timeZone: null };
    const { reason: granted, grantedAt, ...before } = await lockAccommodation(place, tx);
    // Somebody else has withdrawn it meanwhile.
    if (!grantedAt) return { status: "refused", reason: "no-such-accommodation" };
    const { timeZone: _zone, ...terms } = NO_TERMS;
    await writeAccommodation({ place, rules: null, terms, reason: "", grantedById: null, grantedAt: null }, tx);
    const detail = { courseId, lessonKey, before: { ...before, reason: granted, grantedAt: grantedAt.toISOString() } };
    const subject = { subjectKind: "user", subjectId: userId };
    await recordAudit({ actorId, action: "accommodation.withdraw", ...subject, reason, detail }, tx);
    return { status: "withdrawn" };
  });
}
