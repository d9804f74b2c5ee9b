import type { Answers, ScoreResult } from "#app/features/instruments/score.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { Prisma } from "#prisma/generated/client.ts";

export type ClaimGuestResult =
  /** `first` is true for the one call that saved it; asked again by the same person, the answer is the same. */
  | { status: "saved"; attemptId: string; first: boolean }
  | { status: "refused"; reason: "no-such-result" | "saved-by-somebody-else" };

/**
 * Makes a visitor's result a person's own: an attempt of the same id with its answers and its score, as they are, and
 * the consent that they gave by sending them. It
 * happens once, whoever asks at the same moment: the row of the result is locked, and the attempt's id is taken.
 */
export async function claimGuestResult(
  ask: { userId: string; key: string; token: string },
  tx: Db = db,
): Promise<ClaimGuestResult> {
  const { userId, key } = ask;
  return inTransaction<ClaimGuestResult>(tx, async (tx) => {
    const at = now();
    const tokenHash = hashSecretToken(ask.token);
    await tx.$queryRaw`select id from "GuestResult" where "tokenHash" = ${tokenHash} for update`;
    // Read after the lock: a claim that held it has written by now.
    const guest = await tx.guestResult.findUnique({ where: { tokenHash, expiresAt: { gt: at }, revision: { key } } });
    if (!guest) return { status: "refused", reason: "no-such-result" };
    if (guest.claimedAt) {
      if (guest.claimedById === userId) return { status: "saved", attemptId: guest.id, first: false };
      return { status: "refused", reason: "saved-by-somebody-else" };
    }
    await tx.guestResult.update({
      where: { id: guest.id, claimedAt: null },
      data: { claimedAt: at, claimedById: userId, answers: Prisma.DbNull, result: Prisma.DbNull },
    });
    await writeAttempt({ userId, key, guest }, tx);
    const consent = { userId, courseId: guest.courseId, instrumentKey: key, wordsVersion: guest.wordsVersion };
    const agreed = { consentedAt: guest.createdAt, withdrawnAt: null };
    await tx.consent.createMany({ data: [{ ...consent, ...agreed }], skipDuplicates: true });
    // What the person has said since then about the same questionnaire, in either direction, is newer, and stays.
    await tx.consent.updateMany({
      where: { ...consent, consentedAt: { lt: guest.createdAt }, withdrawnAt: { lt: guest.createdAt } },
      data: agreed,
    });
    return { status: "saved", attemptId: guest.id, first: true };
  });
}

type Guest = Prisma.GuestResultGetPayload<object>;

async function writeAttempt({ userId, key, guest }: { userId: string; key: string; guest: Guest }, tx: Prisma.TransactionClient) {
  const { id, courseId, revisionId, seed, scorerVersion, createdAt } = guest;
  // One numbering at a time: two results may be saved to one account at once.
  await tx.$queryRaw`select id from "User" where id = ${userId} for no key update`;
  const place = { userId, enrolmentId: null, courseId, lessonKey: key };
  const last = await tx.attempt.aggregate({ where: place, _max: { number: true } });
  const answers = guest.answers as Answers;
  const result = guest.result as unknown as ScoreResult;
  await tx.attempt.create({
    data: {
      id,
      ...place,
      revisionId,
      number: (last._max.number ?? 0) + 1,
      seed,
      startedAt: createdAt,
      submittedAt: createdAt,
      answers: {
        create: Object.entries(answers).map(([itemKey, value]) => ({ itemKey, value, sequence: 1, savedAt: createdAt })),
      },
      scores: {
        create: {
          sequence: 1,
          scorerVersion,
          result: result as unknown as Prisma.InputJsonObject,
          passed: result.passed,
          createdAt,
        },
      },
    },
  });
}
