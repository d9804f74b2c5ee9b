import { randomInt, randomUUID } from "node:crypto";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
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

const former = {
  name: "former-attempts",
  text: `
    select e.id as "enrolmentId", a.id, a.number, a."submittedAt" is null as open, a."deadlineAt",
      (select s.passed from "Score" s where s."attemptId" = a.id order by s."scorerVersion" desc limit 1) as passed
    from "Enrolment" e left join "Attempt" a on a."enrolmentId" = e.id and a."lessonKey" = $4
    where e.id = $1 and e."userId" = $2 and e."courseId" = $3`,
};

const MOST_ROUNDS = 100;

/** Writes nothing where the number or the place of the one open attempt is taken. */
const insertion = {
  name: "open-attempt",
  text: `
    insert into "Attempt" (id, "userId", "enrolmentId", "courseId", "lessonKey", "revisionId", number, seed, "openSlot", "startedAt", "deadlineAt")
    select $1, e."userId", e.id, e."courseId", $5, $6, $7, $8, e.id || ':' || $5::text, $9::timestamptz, $10::timestamptz
    from "Enrolment" e where e.id = $2 and e."userId" = $3 and e."courseId" = $4
    on conflict do nothing returning id`,
};

/**
 * Opens an attempt, or gives back the one that is open: two SQL statements. Limits hold however many starts arrive at
 * once, by the unique keys of Attempt: of all who read the same past, one gets the next number and the open place, and
 * the others read again. May the person open the lesson at all? That is for the caller to decide first.
 */
export async function startAttempt(ask: Ask): Promise<StartAttempt> {
  const revision = await findRevision(ask);
  if (!revision) return { status: "refused", reason: "no-such-instrument" };
  const limits = { ...limitsOf(revision.instrument), ...ask.rules };
  const { userId, enrolmentId, courseId, lessonKey } = ask;

  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { rows } = await pool.query<Row>({ ...former, values: [enrolmentId, userId, courseId, lessonKey] });
    if (rows.length === 0) return { status: "refused", reason: "no-such-enrolment" };
    const attempts = rows.filter((row): row is FormerAttempt & Row => row.id !== null);
    const startedAt = now();
    const decision = decideStart(revision.instrument.kind, limits, attempts, startedAt);
    if (decision.start === "refused") return { status: "refused", reason: decision.reason };
    if (decision.start === "overdue") return { status: "overdue", attemptId: decision.attempt.id };
    if (decision.start === "resume") return { status: "resumed", attemptId: decision.attempt.id };

    const seed = ask.seed ?? randomInt(2 ** 31);
    const deadlineAt = deadlineOf(startedAt, limits.minutes);
    const place = [randomUUID(), enrolmentId, userId, courseId, lessonKey, revision.id];
    const opened = await pool.query<{ id: string }>({
      ...insertion,
      values: [...place, decision.number, seed, startedAt, deadlineAt],
    });
    if (opened.rows[0]) return { status: "opened", attemptId: opened.rows[0].id };
    // Nothing was written, so another start has opened an attempt since: it is there at the next reading.
  }
  throw new Error(`No attempt could be opened for enrolment ${enrolmentId}: another one stays in the way.`);
}

/** The columns of an attempt are null where there is none yet. */
type Row = { enrolmentId: string } & { [Key in keyof FormerAttempt]: FormerAttempt[Key] | null };
