import { entitlementsOf } from "#app/features/access/entitlement.queries.server.ts";
import { db } from "#app/platform/db.server.ts";

/** The account itself. Whether there is a password, and nothing of it. */
export async function exportProfile(userId: string) {
  const person = await db.user.findUniqueOrThrow({
    where: { id: userId },
    select: {
      ...{ id: true, email: true, emailVerifiedAt: true, name: true, role: true, timeZone: true, theme: true, createdAt: true },
      passwordHash: true,
      staffOf: { orderBy: { createdAt: "asc" }, select: { role: true, createdAt: true, course: { select: { key: true } } } },
    },
  });
  const { passwordHash, staffOf, ...profile } = person;
  return {
    ...profile,
    hasPassword: passwordHash !== null,
    staffOf: staffOf.map(({ course, role, createdAt }) => ({ course: course.key, role, since: createdAt })),
  };
}

/** Where the person is signed in. The id of a session is left out. */
export function exportSessions(userId: string) {
  return db.session.findMany({
    where: { userId },
    orderBy: { createdAt: "asc" },
    select: { createdAt: true, lastUsedAt: true, expiresAt: true, userAgent: true },
  });
}

const MONEY = { amount: true, currency: true, createdAt: true } as const;

/** Orders with what was paid and given back. Amounts in minor units. Addresses of payment pages are left out. */
export async function exportOrders(userId: string) {
  return db.order.findMany({
    where: { userId },
    orderBy: { number: "asc" },
    select: {
      ...{ number: true, status: true, currency: true, total: true, createdAt: true, paidAt: true, closedAt: true },
      items: {
        orderBy: { position: "asc" },
        select: { title: true, amount: true, discount: true, credit: true, currency: true },
      },
      coupon: { select: { promotionCode: { select: { code: true } } } },
      receipt: { select: { number: true, issuedAt: true, name: true, email: true } },
      payments: {
        orderBy: { createdAt: "asc" },
        select: {
          ...MONEY,
          refunds: { orderBy: { createdAt: "asc" }, select: { ...MONEY, status: true, reason: true } },
          disputes: { orderBy: { createdAt: "asc" }, select: { ...MONEY, status: true } },
        },
      },
    },
  });
}

export async function exportEntitlements(userId: string) {
  const entitlements = await entitlementsOf(userId);
  return entitlements.map(({ courseKey, source, state, startsAt, endsAt, revokedAt, revokedReason, reason, orderNumber }) => {
    return { course: courseKey, source, state, startsAt, endsAt, revokedAt, revokedReason, reason, order: orderNumber };
  });
}

/** Memberships and instalment plans; their payments are among the orders. */
export async function exportPlans(userId: string) {
  return db.subscription.findMany({
    where: { userId },
    orderBy: { id: "asc" },
    select: {
      ...{ title: true, status: true, paid: true, trialEndsAt: true, paidUntil: true, accessEndsAt: true, nextPaymentAt: true },
      ...{ cancelAt: true, endedAt: true, cardLast4: true, createdAt: true },
      price: { select: { amount: true, currency: true, interval: true, intervalCount: true, payments: true } },
      invoices: {
        orderBy: { dueAt: "asc" },
        select: {
          status: true,
          amountDue: true,
          amountPaid: true,
          currency: true,
          periodStart: true,
          periodEnd: true,
          dueAt: true,
        },
      },
    },
  });
}

export async function exportEnrolments(userId: string) {
  const enrolments = await db.enrolment.findMany({
    where: { userId },
    orderBy: { createdAt: "asc" },
    select: {
      ...{ lastLessonKey: true, lastSeenAt: true, completedAt: true, createdAt: true },
      course: { select: { key: true } },
      release: { select: { number: true } },
      accommodations: {
        where: { grantedAt: { not: null } },
        orderBy: { lessonKey: "asc" },
        select: { lessonKey: true, extraAttempts: true, extraMinutes: true, closes: true, reason: true, grantedAt: true },
      },
      progress: { omit: { enrolmentId: true, completedOn: true }, orderBy: { firstViewedAt: "asc" } },
    },
  });
  return enrolments.map(({ course, release, ...enrolment }) => ({ course: course.key, release: release.number, ...enrolment }));
}

export async function exportConsents(userId: string) {
  const consents = await db.consent.findMany({
    where: { userId },
    orderBy: { consentedAt: "asc" },
    select: { instrumentKey: true, wordsVersion: true, consentedAt: true, withdrawnAt: true, course: { select: { key: true } } },
  });
  return consents.map(({ course, instrumentKey, ...consent }) => ({ course: course.key, instrument: instrumentKey, ...consent }));
}

/** Mails to the person's address. Their texts are left out: some have links that open the account. */
export async function exportMails(userId: string) {
  const { email } = await db.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true } });
  return db.outboxMail.findMany({
    where: { to: email },
    orderBy: { createdAt: "asc" },
    select: { kind: true, subject: true, createdAt: true, sentAt: true },
  });
}

/** What the site has written down about the account. Who did it is told only as far as it is not another person. */
export async function exportAuditLines(userId: string) {
  const lines = await db.auditEntry.findMany({
    where: { OR: [{ subjectKind: "user", subjectId: userId }, { actorId: userId }] },
    orderBy: { id: "asc" },
    select: { at: true, actorId: true, action: true, reason: true, subjectKind: true, subjectId: true },
  });
  return lines.map(({ at, actorId, action, reason, subjectKind, subjectId }) => {
    const aboutYou = subjectKind !== "user" || subjectId === userId;
    return {
      at,
      action,
      by: actorId === userId ? "you" : actorId === null ? "the site" : "the people who run the site",
      // What somebody who runs the site wrote down about another person is that person's.
      reason: actorId !== userId || aboutYou ? reason : "",
    };
  });
}
