import { SCORER_VERSION, score } from "#app/features/instruments/score.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { limit, networkOf } from "#app/platform/rate-limit.server.ts";
import { hashSecretToken, newSecretToken } from "#app/platform/secret-token.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { readAnswerForm } from "./answer-form.ts";
import { askBeforeHandingIn } from "./ask-before-handing-in.ts";
import type { FormOutcome } from "./attempt-outcome.tsx";
import { CONSENT_VERSION } from "./consent-words.ts";
import { type GuestPage, guestPage, REVISION_FIELD, readGuestAnswers, SEED_FIELD } from "./guest-form.ts";
import { findPublicAssessment, type PublicAssessment } from "./public-assessments.queries.server.ts";
import { loadRevision } from "./revision.queries.server.ts";

export const GUEST_RESULT_DAYS = 30;

export type KeepGuestResult =
  /** Only who has the token can open it. */
  | { status: "kept"; token: string }
  /** Nothing is stored: the page again, with what was answered, and what there is to ask. */
  | { status: "asked"; page: GuestPage; outcome: FormOutcome }
  | { status: "too-many-tries"; page: GuestPage; retryAt: Date }
  | { status: "refused"; reason: "no-such-assessment" | "bad-form" };

interface Ask {
  key: string;
  form: FormData;
  clientAddress: string;
  /** Opens the visitor's earlier result of this assessment, which the new one replaces where it was not saved. */
  formerToken: string | null;
}

/** Scores what a visitor sent and stores it with its answers for thirty days, under the hash of a new token. */
export async function keepGuestResult(ask: Ask, tx: Db = db): Promise<KeepGuestResult> {
  const current = await findPublicAssessment(ask.key, tx);
  if (!current) return { status: "refused", reason: "no-such-assessment" };
  const seed = readSeed(ask.form.get(SEED_FIELD));
  const assessment = await asShown(current, ask.form.get(REVISION_FIELD), tx);
  if (seed === undefined || !assessment) return { status: "refused", reason: "bad-form" };

  const { instrument, courseId, revisionId } = assessment;
  const { given } = readAnswerForm(ask.form);
  const { answers, errors, unknown } = readGuestAnswers(instrument, given);
  if (unknown > 0) return { status: "refused", reason: "bad-form" };
  const page = guestPage(assessment, seed, given);
  if (Object.keys(errors).length > 0) return { status: "asked", page, outcome: { status: "bad", errors } };
  const missing = askBeforeHandingIn(page);
  // Of no answers at all there is no result, however often somebody asks.
  const asks = ask.form.get("intent") !== "submit-anyway" || Object.keys(answers).length === 0;
  if (missing && asks) return { status: "asked", page, outcome: missing };

  const limited = await limit("guest-result-from-address", networkOf(ask.clientAddress));
  if (!limited.allowed) return { status: "too-many-tries", page, retryAt: limited.retryAt };
  const token = newSecretToken();
  const createdAt = now();
  await inTransaction(tx, async (tx) => {
    if (ask.formerToken !== null) {
      const former = { tokenHash: hashSecretToken(ask.formerToken), revision: { key: ask.key }, claimedAt: null };
      await tx.guestResult.deleteMany({ where: former });
    }
    await tx.guestResult.create({
      data: {
        tokenHash: hashSecretToken(token),
        courseId,
        revisionId,
        seed,
        answers,
        result: score(instrument, answers, { seed }) as unknown as Prisma.InputJsonObject,
        scorerVersion: SCORER_VERSION,
        wordsVersion: CONSENT_VERSION,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + GUEST_RESULT_DAYS * 24 * 60 * 60 * 1000),
      },
    });
  });
  return { status: "kept", token };
}

function readSeed(field: unknown): number | undefined {
  const seed = typeof field === "string" && /^\d{1,10}$/.test(field) ? Number(field) : undefined;
  return seed !== undefined && seed < 2 ** 31 ? seed : undefined;
}

/** The assessment with the questions that the visitor's page had: today's, or those of an earlier revision. */
async function asShown(current: PublicAssessment, revisionId: unknown, tx: Db): Promise<PublicAssessment | undefined> {
  // The driver refuses a NUL byte, and no id has one.
  if (typeof revisionId !== "string" || revisionId.includes("\0")) return undefined;
  if (revisionId === current.revisionId) return current;
  const own = { id: revisionId, courseId: current.courseId, key: current.key };
  if ((await tx.instrumentRevision.count({ where: own })) === 0) return undefined;
  const { instrument } = await loadRevision(revisionId);
  return instrument.kind === "profile" ? { ...current, revisionId, instrument } : undefined;
}
