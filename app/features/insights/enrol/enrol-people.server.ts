import { grantEntitlements } from "#app/features/access/grant-entitlement.server.ts";
import { accountsOf } from "#app/features/accounts/accounts-of.server.ts";
import { sha256 } from "#app/features/courseware/course-folder.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { mayEnrol, type StaffRole } from "../staff-access.ts";
import { changes, type Effect, effectsInOneLine, enrolEffects, type PersonFacts } from "./enrol-effects.ts";
import { queueEnrolMails } from "./queue-enrol-mails.server.ts";
import type { WrittenPerson } from "./read-people.ts";

interface Ask {
  actor: Pick<Viewer, "id" | "role" | "name">;
  course: { id: string; key: string; title: string; staffRole: StaffRole | null; currentReleaseId: string };
  people: WrittenPerson[];
  /** The first moment without access; null: it does not end. */
  until: Date | null;
}

/** What enrolling a list would do. `seen` names it, so that what is confirmed is what was seen. */
export interface EnrolmentPreview {
  effects: Effect[];
  seen: string;
}

/** What enrolling a list would do now. Changes nothing. */
export async function previewEnrolment(ask: Pick<Ask, "course" | "people" | "until">, tx: Db = db): Promise<EnrolmentPreview> {
  const emails = [...new Set(ask.people.map(({ email }) => email))];
  const rows = await tx.user.findMany({
    where: { email: { in: emails } },
    select: {
      email: true,
      role: true,
      staffOf: { where: { courseId: ask.course.id }, select: { role: true } },
      entitlements: {
        where: { courseId: ask.course.id },
        select: { startsAt: true, endsAt: true, revokedAt: true, revokedReason: true },
      },
    },
  });
  const facts = new Map<string, PersonFacts>(
    rows.map(({ email, role, staffOf, entitlements }) => [
      email,
      { staff: role === "admin" || staffOf.length > 0, entitlements },
    ]),
  );
  const effects = enrolEffects(ask.people, facts, { until: ask.until, now: now() });
  return { effects, seen: sha256(effectsInOneLine(effects)) };
}

/** Access until then would open nothing. */
export const isOver = (until: Date | null) => until !== null && until <= now();

export type EnrolPeople =
  | { status: "enrolled"; count: number }
  /** Between the look and the press somebody's access has changed: nothing was done, and this is what it would do now. */
  | { status: "refused"; reason: "moved-on"; preview: EnrolmentPreview }
  | { status: "refused"; reason: "not-allowed" | "nobody" | "day-is-over" }
  | { status: "refused"; reason: "too-many-tries"; retryAt: Date };

/**
 * Gives the course to the people of a list, all of them or none, as the preview that `seen` names has
 * shown it. Whoever has no account gets one that opens with a link in their mail. `requestId` names one sending of the form:
 * sent twice, it gives and mails once.
 */
export async function enrolPeople(
  ask: Ask & { reason: string; seen: string; requestId: string },
  tx: Db = db,
): Promise<EnrolPeople> {
  const { actor, course, until, reason, requestId } = ask;
  if (!mayEnrol({ viewer: actor, staffRole: course.staffRole })) return { status: "refused", reason: "not-allowed" };
  if (isOver(until)) return { status: "refused", reason: "day-is-over" };
  const limited = await limit("enrol-people", actor.id);
  if (!limited.allowed) return { status: "refused", reason: "too-many-tries", retryAt: limited.retryAt };
  return inTransaction<EnrolPeople>(tx, async (tx) => {
    // One list at a time: two that cross would each give what the other has given.
    await tx.$queryRaw`select id from "Course" where id = ${course.id} for no key update`;
    const done = await tx.entitlement.count({
      where: { courseId: course.id, grantedById: actor.id, sourceKey: { startsWith: `manual:${requestId}:` } },
    });
    if (done > 0) return { status: "enrolled", count: done };
    const preview = await previewEnrolment(ask, tx);
    if (preview.seen !== ask.seen) return { status: "refused", reason: "moved-on", preview };
    const changed = changes(preview.effects);
    if (changed.length === 0) return { status: "refused", reason: "nobody" };

    const accounts = await accountsOf(
      changed.map(({ email, name }) => ({ email, name: name || [...email.split("@")[0]!].slice(0, 100).join("") })),
      tx,
    );
    const given = changed.map(({ email, effect }) => ({ longer: effect === "longer", account: accounts.get(email)! }));
    await grantEntitlements(
      given.map(({ account }) => ({
        userId: account.id,
        courseId: course.id,
        source: "manual",
        sourceKey: `manual:${requestId}:${account.id}`,
        reason,
        grantedById: actor.id,
        endsAt: until ?? undefined,
      })),
      tx,
    );
    // On the list of students from now on, also before they come.
    await tx.enrolment.createMany({
      data: given.map(({ account }) => ({
        userId: account.id,
        courseId: course.id,
        releaseId: course.currentReleaseId,
        createdAt: now(),
      })),
      skipDuplicates: true,
    });
    for (const { account, longer } of given) {
      const detail = { courseId: course.id, requestId, longer, endsAt: until?.toISOString() ?? null };
      const subject = { subjectKind: "user", subjectId: account.id };
      await recordAudit({ actorId: actor.id, action: "entitlement.grant", ...subject, reason, detail }, tx);
    }
    await queueEnrolMails({ by: actor.name, course, until, given }, tx);
    return { status: "enrolled", count: given.length };
  });
}
