import type { ScoreResult } from "#app/features/instruments/score.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { NO_TERMS } from "./attempt-rules.ts";
import { standingOf } from "./attempt-standing.ts";
import { findPublicAssessment } from "./public-assessments.queries.server.ts";
import { profileModel } from "./result-model.ts";
import type { ResultPage } from "./results.queries.server.ts";
import { loadRevision } from "./revision.queries.server.ts";
import { readSiteSamples } from "./site-sample.queries.server.ts";

export type GuestResultVisit =
  | { status: "open"; page: ResultPage; expiresAt: Date }
  /** It is in an account: in the viewer's own, or in somebody's. */
  | { status: "saved"; attemptId: string; own: boolean }
  | { status: "no-such-result" };

/**
 * The result that a visitor's token opens, as it was scored then: nothing that is published or taken off since changes
 * it. A token of another assessment, an expired and a deleted result are all as if there had never been one.
 */
export async function readGuestResult(
  ask: { key: string; token: string | null; viewerId: string | null },
  tx: Db = db,
): Promise<GuestResultVisit> {
  const { key, token, viewerId } = ask;
  if (token === null) return { status: "no-such-result" };
  const row = await tx.guestResult.findUnique({
    where: { tokenHash: hashSecretToken(token), expiresAt: { gt: now() } },
    include: { course: { select: { key: true } } },
  });
  const instrument = row && (await loadRevision(row.revisionId)).instrument;
  if (!row || instrument?.key !== key) return { status: "no-such-result" };
  if (row.claimedAt) return { status: "saved", attemptId: row.id, own: viewerId !== null && row.claimedById === viewerId };
  const result = row.result as unknown as ScoreResult;
  if (instrument.kind !== "profile" || result.kind !== "profile") throw new Error(`The guest result ${row.id} is no profile.`);
  const page: ResultPage = {
    status: "submitted",
    attemptId: null,
    title: instrument.title,
    number: 1,
    submittedAt: row.createdAt,
    courseKey: row.course.key,
    lessonKey: key,
    model: profileModel(instrument, result, [], await readSiteSamples({ id: row.revisionId, instrument })),
    standing: standingOf(instrument, NO_TERMS, [], now()),
    history: [],
    comparable: [],
    standalone: { key, open: (await findPublicAssessment(key, tx)) !== null },
  };
  return { status: "open", page, expiresAt: row.expiresAt };
}
