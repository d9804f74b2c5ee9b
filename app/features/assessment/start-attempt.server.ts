import { randomInt } from "node:crypto";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { type AttemptLimits, deadlineOf, decideStart, type FormerAttempt, limitsOf } from "./attempt-rules.ts";
import { findRevision } from "./revision.queries.server.ts";

export type StartAttempt =
  | { status: "opened" | "resumed"; attemptId: string }
  /** The open attempt ran out of time: hand it in (`submitAttempt`), then ask again. */
  | { status: "overdue"; attemptId: string }
  | { status: "refused"; reason: "no-attempts-left" | "already-passed" | "no-such-enrolment" | "no-such-instrument" };

interface Ask {
  userId: string;
  enrolmentId: string;
  courseId: string;
  lessonKey: string;
  /** As the lesson of the learner's release names it (`ManifestLesson.assessment`). */
  instrument: { key: string; digest: string };
  /** Limits for this one person, where they are not the instrument's own. */
  rules?: Partial<AttemptLimits>;
  /** Fixes the order of items; drawn where it is left out. */
  seed?: number;
}

/**
 * Opens an attempt, or gives back the one that is open. Limits hold however many starts arrive at once: they queue up
 * on the enrolment's row, and the unique keys of Attempt stand behind that. May the person open the lesson at all? That
 * is for the caller to decide first.
 */
export async function startAttempt(ask: Ask, tx: Db = db): Promise<StartAttempt> {
  const revision = await findRevision(ask, tx);
  if (!revision) return { status: "refused", reason: "no-such-instrument" };
  const { kind } = revision.instrument;
  const limits = { ...limitsOf(revision.instrument), ...ask.rules };

  return inTransaction(tx, async (tx) => {
    // "no key": the lock holds up other starts, and neither answers nor progress.
    const owned = await tx.$queryRaw<unknown[]>`
      select id from "Enrolment"
      where id = ${ask.enrolmentId} and "userId" = ${ask.userId} and "courseId" = ${ask.courseId} for no key update`;
    if (owned.length === 0) return { status: "refused", reason: "no-such-enrolment" };

    const startedAt = now();
    const decision = decideStart(kind, limits, await readFormer(ask, tx), startedAt);
    if (decision.start === "refused") return { status: "refused", reason: decision.reason };
    if (decision.start === "overdue") return { status: "overdue", attemptId: decision.attempt.id };
    if (decision.start === "resume") return { status: "resumed", attemptId: decision.attempt.id };

    const { userId, enrolmentId, courseId, lessonKey } = ask;
    const { id } = await tx.attempt.create({
      data: {
        userId,
        enrolmentId,
        courseId,
        lessonKey,
        revisionId: revision.id,
        number: decision.number,
        seed: ask.seed ?? randomInt(2 ** 31),
        openSlot: `${enrolmentId}:${lessonKey}`,
        startedAt,
        deadlineAt: deadlineOf(startedAt, limits.minutes),
      },
      select: { id: true },
    });
    return { status: "opened", attemptId: id };
  });
}

async function readFormer(ask: Ask, tx: Db): Promise<FormerAttempt[]> {
  return tx.$queryRaw<FormerAttempt[]>`
    select a.id, a.number, a."submittedAt" is null as open, a."deadlineAt",
      (select s.passed from "Score" s where s."attemptId" = a.id order by s."scorerVersion" desc limit 1) as passed
    from "Attempt" a
    where a."enrolmentId" = ${ask.enrolmentId} and a."lessonKey" = ${ask.lessonKey} and a."userId" = ${ask.userId}`;
}
