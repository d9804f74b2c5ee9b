import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { closingMoment } from "#app/features/instruments/local-time.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { type LearnerPlace, lockAccommodation, writeAccommodation } from "./accommodation.server.ts";
import { findLessonRules } from "./lesson-rules.queries.server.ts";

interface Accommodate {
  /** Who grants it: the caller decides that they may. */
  actorId: string;
  courseId: string;
  userId: string;
  lessonKey: string;
  extraAttempts: number;
  extraMinutes: number;
  /** A later day or time to close at, on the student's own clock, as an instrument writes it. */
  closes: string | null;
  reason: string;
}

type Refusal =
  | "no-such-student"
  | "no-such-assessment"
  | "reason-missing"
  | "nothing-granted"
  /** The assessment has none of the limits that these would widen. */
  | "no-limit-of-attempts"
  | "no-time-limit"
  | "never-closes"
  | "not-later";

export type AccommodateStudent = { status: "granted" | "unchanged" } | { status: "refused"; reason: Refusal };

/**
 * Grants one student further attempts, more time or a later closing in one assessment, in place of what was granted
 * before, with its line in the audit log. An attempt that is open has the time from then on; no grant ever shortens it.
 * Sent twice, it changes nothing.
 */
export async function accommodateStudent(ask: Accommodate, tx: Db = db): Promise<AccommodateStudent> {
  const { actorId, courseId, userId, lessonKey, extraAttempts, extraMinutes, closes } = ask;
  const reason = ask.reason.trim();
  if (!reason) return { status: "refused", reason: "reason-missing" };
  const enrolment = await tx.enrolment.findFirst({
    where: { courseId, userId },
    select: { id: true, releaseId: true, user: { select: { timeZone: true } } },
  });
  if (!enrolment) return { status: "refused", reason: "no-such-student" };
  const rules = await findLessonRules({ courseId, releaseId: enrolment.releaseId, lessonKey });
  if (!rules) return { status: "refused", reason: "no-such-assessment" };
  const refusal = refusalOf(rules, ask, enrolment.user.timeZone);
  if (refusal) return { status: "refused", reason: refusal };

  const place: LearnerPlace = { enrolmentId: enrolment.id, lessonKey, timeZone: enrolment.user.timeZone };
  return inTransaction<AccommodateStudent>(tx, async (tx) => {
    const before = await lockAccommodation(place, tx);
    const terms = { extraAttempts, extraMinutes, closes };
    const same = Object.entries({ ...terms, reason }).every(([name, value]) => before[name as keyof typeof before] === value);
    if (same) return { status: "unchanged" };
    await writeAccommodation({ place, rules, terms, reason, grantedById: actorId, grantedAt: now() }, tx);
    const { extraAttempts: attempts, extraMinutes: minutes, closes: until } = before;
    const detail = {
      courseId,
      lessonKey,
      before: { extraAttempts: attempts, extraMinutes: minutes, closes: until },
      after: terms,
    };
    const subject = { subjectKind: "user", subjectId: userId };
    await recordAudit({ actorId, action: "accommodation.grant", ...subject, reason, detail }, tx);
    return { status: "granted" };
  });
}

function refusalOf(rules: CompiledInstrument, ask: Accommodate, timeZone: string | null): Refusal | null {
  const { extraAttempts, extraMinutes, closes } = ask;
  if (extraAttempts === 0 && extraMinutes === 0 && !closes) return "nothing-granted";
  if (extraAttempts > 0 && (rules.kind !== "graded" || rules.attempts === undefined)) return "no-limit-of-attempts";
  if (extraMinutes > 0 && rules.minutes === undefined) return "no-time-limit";
  if (!closes) return null;
  if (!rules.closes) return "never-closes";
  return closingMoment(closes, timeZone) > closingMoment(rules.closes, timeZone) ? null : "not-later";
}
