import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { CONSENT_VERSION } from "./consent-words.ts";

interface Instrument {
  userId: string;
  courseId: string;
  instrumentKey: string;
}

type RecordConsent = { status: "recorded" } | { status: "refused"; reason: "other-words" };

/** Writes down that a person agrees to the words of this version. Words that are no longer the site's are refused. */
export async function recordConsent(ask: Instrument & { wordsVersion: number }, tx: Db = db): Promise<RecordConsent> {
  if (ask.wordsVersion !== CONSENT_VERSION) return { status: "refused", reason: "other-words" };
  const consentedAt = now();
  await tx.consent.upsert({
    where: { userId_courseId_instrumentKey_wordsVersion: ask },
    create: { ...ask, consentedAt },
    update: { consentedAt, withdrawnAt: null },
  });
  return { status: "recorded" };
}

/** Whether a person has agreed to the words of today for this questionnaire. */
export async function hasConsented({ userId, courseId, instrumentKey }: Instrument, tx: Db = db): Promise<boolean> {
  const wordsVersion = CONSENT_VERSION;
  const row = await tx.consent.findUnique({
    where: { userId_courseId_instrumentKey_wordsVersion: { userId, courseId, instrumentKey, wordsVersion } },
    select: { withdrawnAt: true },
  });
  return row !== null && row.withdrawnAt === null;
}

type WithdrawConsent = { status: "withdrawn" } | { status: "refused"; reason: "no-such-consent" };

/**
 * Takes a consent back: what is shared of this questionnaire is shared no longer, the answers leave the averages, and
 * the person is asked again before they begin another attempt. What they answered stays theirs until they delete it.
 */
export async function withdrawConsent(ask: { userId: string; consentId: string }, tx: Db = db): Promise<WithdrawConsent> {
  const { userId } = ask;
  return inTransaction<WithdrawConsent>(tx, async (tx) => {
    const consent = await tx.consent.findFirst({ where: { id: ask.consentId, userId } });
    if (!consent) return { status: "refused", reason: "no-such-consent" };
    const { courseId, instrumentKey } = consent;
    // Who is sharing an attempt, or is being let into figures, at this moment has ended when this goes on, and it is taken
    // back; who comes later sees that the consent is gone.
    await tx.$queryRaw`
      select a.id from "Attempt" a join "InstrumentRevision" r on r.id = a."revisionId"
      where a."userId" = ${userId} and a."courseId" = ${courseId} and r.key = ${instrumentKey} order by a.id for update of a`;
    const withdrawnAt = now();
    const { count } = await tx.consent.updateMany({
      where: { userId, courseId, instrumentKey, withdrawnAt: null },
      data: { withdrawnAt },
    });
    if (count === 0) return { status: "withdrawn" };
    const attempt = { userId, courseId, revision: { key: instrumentKey } };
    await tx.resultShare.updateMany({
      where: { liveSlot: { not: null }, attempt },
      data: { liveSlot: null, revokedAt: withdrawnAt },
    });
    await tx.statisticsMember.deleteMany({ where: { attempt } });
    const subject = { subjectKind: "user", subjectId: userId };
    const detail = { courseId, instrument: instrumentKey };
    await recordAudit({ actorId: userId, action: "consent.withdraw", ...subject, detail }, tx);
    return { status: "withdrawn" };
  });
}
