import { randomInt, randomUUID } from "node:crypto";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { rememberAttempt } from "./attempt-facts.queries.server.ts";
import {
  deadlineOf,
  decideStart,
  type FormerAttempt,
  limitsOf,
  NO_TERMS,
  type PersonalTerms,
  type StartRefusal,
} from "./attempt-rules.ts";
import { findRevision } from "./revision.queries.server.ts";

export type StartAttempt =
  | { status: "opened" | "resumed"; attemptId: string }
  /** The open attempt ran out of time: hand it in (`submitAttempt`), then ask again. */
  | { status: "overdue"; attemptId: string }
  | { status: "refused"; reason: StartRefusal | "no-such-enrolment" | "no-such-instrument" };

interface Ask {
  userId: string;
  enrolmentId: string;
  courseId: string;
  lessonKey: string;
  /** As the lesson of the learner's release names it (`ManifestLesson.assessment`). */
  instrument: { key: string; digest: string };
  /** The person's own, in which the days of opening and closing are read; UTC where it is left out or null. */
  timeZone?: string | null;
  /** Fixes the order of items; drawn where it is left out. */
  seed?: number;
}

interface Row extends FormerAttemptOrNulls, Omit<PersonalTerms, "timeZone"> {
  /** Id of the attempt that was opened; null where none was. */
  opened: string | null;
  /** Of what is granted to the person. */
  version: number;
}

/** Null where there is no attempt yet. */
type FormerAttemptOrNulls = { [Key in keyof FormerAttempt]: FormerAttempt[Key] | null };

/**
 * Opens an attempt where the past is what the decision to open one rests on: `$12` attempts so far, and version `$13` of
 * what staff have granted. It writes nothing where it is not, or where the number or the place of the one open attempt is
 * taken, and tells the past in any case. The row of what is granted is made where there is none, and locked: only so is
 * its newest version seen, and a grant that comes now waits, and then finds the attempt whose time it extends.
 */
const statement = {
  name: "open-attempt",
  text: `
    with enrolment as materialized (
      select id, "userId", "courseId" from "Enrolment" where id = $1 and "userId" = $2 and "courseId" = $3
    ), granted as (
      insert into "Accommodation" as g ("enrolmentId", "lessonKey") select id, $4 from enrolment
      on conflict ("enrolmentId", "lessonKey") do update set version = g.version
      returning g.version, g."extraAttempts", g."extraMinutes", g.closes
    ), former as materialized (
      select a.id, a.number, a."submittedAt" is null as open, a."deadlineAt", a."submittedAt", s.passed, s.percent
      from "Attempt" a join enrolment e on e.id = a."enrolmentId"
      left join lateral (
        select passed, (result ->> 'percent')::float8 as percent from "Score"
        where "attemptId" = a.id order by sequence desc limit 1
      ) s on true where a."lessonKey" = $4
    ), opened as (
      insert into "Attempt" (id, "userId", "enrolmentId", "courseId", "lessonKey", "revisionId", number, seed, "openSlot", "startedAt", "deadlineAt")
      select $5, e."userId", e.id, e."courseId", $4, $6, $7::int, $8::int, e.id || ':' || $4::text, $9::timestamptz, $10::timestamptz
      from enrolment e, granted g
      where $11::boolean and (select count(*) from former) = $12::int and g.version = $13::int
      on conflict do nothing returning id
    )
    select (select id from opened) as opened, g.*, f.* from granted g left join former f on true`,
};

const MOST_ROUNDS = 100;

/**
 * Opens an attempt, or gives back the one that is open: one SQL statement for the first attempt, two for later ones.
 * Limits hold however many starts arrive at once, by the unique keys of Attempt: of all who know the same past, one
 * gets the next number and the open place, and the others decide again; so does a start that knew nothing of what staff have granted. May the
 * person open the lesson at all? That is for the caller to decide first.
 */
export async function startAttempt(ask: Ask): Promise<StartAttempt> {
  const revision = await findRevision(ask);
  if (!revision) return { status: "refused", reason: "no-such-instrument" };
  const { userId, enrolmentId, courseId, lessonKey } = ask;

  // Nobody has asked for the past yet: what is decided on it is done only where there is none.
  let past: FormerAttempt[] | undefined;
  let terms: PersonalTerms = { ...NO_TERMS, timeZone: ask.timeZone ?? null };
  let version = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const startedAt = now();
    const limits = limitsOf(revision.instrument, terms);
    const decision = decideStart(limits, past ?? [], startedAt);
    if (past && decision.start === "refused") return { status: "refused", reason: decision.reason };
    if (past && decision.start === "overdue") return { status: "overdue", attemptId: decision.attempt.id };
    if (past && decision.start === "resume") return { status: "resumed", attemptId: decision.attempt.id };

    const place = { userId, enrolmentId, courseId, lessonKey };
    const number = decision.start === "new" ? decision.number : 1;
    const made = { id: randomUUID(), revisionId: revision.id, number, seed: ask.seed ?? randomInt(2 ** 31), startedAt };
    const { rows } = await pool.query<Row>({
      ...statement,
      values: [
        ...[enrolmentId, userId, courseId, lessonKey, made.id, made.revisionId, made.number, made.seed, startedAt],
        deadlineOf(startedAt, limits),
        decision.start === "new",
        past?.length ?? 0,
        version,
      ],
    });
    const [told] = rows;
    if (!told) return { status: "refused", reason: "no-such-enrolment" };
    if (told.opened) {
      rememberAttempt({ ...place, ...made });
      return { status: "opened", attemptId: made.id };
    }
    // Another attempt is there, or was opened at this moment: then it is told the next time.
    past = rows.filter((row): row is FormerAttempt & Row => row.id !== null);
    const { extraAttempts, extraMinutes, closes } = told;
    terms = { ...terms, extraAttempts, extraMinutes, closes };
    version = told.version;
  }
  throw new Error(`No attempt could be opened for enrolment ${enrolmentId}: another one stays in the way.`);
}
