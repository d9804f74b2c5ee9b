import { randomUUID } from "node:crypto";
import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import type { EntitlementFact } from "./decide-access.ts";

export interface Grant {
  userId: string;
  courseId: string;
  source: EntitlementFact["source"];
  /** Names this grant once and for all: `order-item:ITEM:COURSE`, `free:USER:COURSE`, `manual:ID`. */
  sourceKey: string;
  orderItemId?: string;
  subscriptionId?: string;
  /** Why, for the record. */
  reason: string;
  grantedById?: string;
  /** Now, where it is left out. */
  startsAt?: Date;
  /** The first moment without access; left out, it does not end. */
  endsAt?: Date;
}

/**
 * Grants in one statement. A grant whose `sourceKey` is already there is left as it is, revoked or not: that is what
 * makes granting twice impossible, however many ask at once. Returns how many were new.
 */
export async function grantEntitlements(grants: Grant[], tx: Db = db): Promise<number> {
  if (grants.length === 0) return 0;
  const at = now();
  const data = grants.map((grant) => ({ ...grant, startsAt: grant.startsAt ?? at, createdAt: at }));
  const { count } = await tx.entitlement.createMany({ data, skipDuplicates: true });
  return count;
}

/** One grant. Asking again with the same `sourceKey` changes nothing. */
export async function grantEntitlement(grant: Grant, tx: Db = db): Promise<"granted" | "already-granted"> {
  return (await grantEntitlements([grant], tx)) === 1 ? "granted" : "already-granted";
}

type GrantManually =
  | { status: "granted" | "already-granted" }
  | { status: "refused"; reason: "no-such-person" | "no-such-course" | "reason-missing" | "ends-before-it-starts" };

/**
 * A grant by hand, with its line in the audit log. `requestId` names one sending of the form: the same form sent
 * twice grants once.
 */
export async function grantManually(
  ask: { userId: string; courseId: string; actorId: string; reason: string; startsAt?: Date; endsAt?: Date; requestId?: string },
  tx: Db = db,
): Promise<GrantManually> {
  const reason = ask.reason.trim();
  if (!reason) return { status: "refused", reason: "reason-missing" };
  const startsAt = ask.startsAt ?? now();
  if (ask.endsAt && ask.endsAt <= startsAt) return { status: "refused", reason: "ends-before-it-starts" };
  return inTransaction(tx, async (tx) => {
    if (!(await tx.user.findUnique({ where: { id: ask.userId }, select: { id: true } }))) {
      return { status: "refused", reason: "no-such-person" };
    }
    if (!(await tx.course.findUnique({ where: { id: ask.courseId }, select: { id: true } }))) {
      return { status: "refused", reason: "no-such-course" };
    }
    const sourceKey = `manual:${ask.requestId ?? randomUUID()}`;
    const { userId, courseId, actorId, endsAt } = ask;
    const grant: Grant = { userId, courseId, source: "manual", sourceKey, reason, grantedById: actorId, startsAt, endsAt };
    const status = await grantEntitlement(grant, tx);
    if (status === "granted") {
      const detail = { courseId, sourceKey, startsAt: startsAt.toISOString(), endsAt: endsAt?.toISOString() ?? null };
      await recordAudit({ actorId, action: "entitlement.grant", subjectKind: "user", subjectId: userId, reason, detail }, tx);
    }
    return { status };
  });
}
