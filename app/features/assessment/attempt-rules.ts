import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { closingMoment, openingMoment } from "#app/features/instruments/local-time.ts";
import type { GradePolicy } from "#app/features/instruments/rule-fields.ts";
import { type Grade, gradeOf } from "./grade-policy.ts";

/**
 * The rules of attempts: pure, so the same on every machine. They are those of the release that the learner is on, also
 * for attempts that were made on an earlier one; the items, and what their answers are worth, are those of the revision
 * that an attempt is pinned to. The deadline of an attempt is reckoned when it starts, and moves only where staff give
 * more time.
 */

/** After the deadline the server goes on taking answers for so long: what was given in time may arrive late. */
export const GRACE_SECONDS = 30;

/** No answer can be from further ahead than this; one that claims to be would block every later one. */
export const MAX_SEQUENCE_AHEAD = 24 * 60 * 60 * 1000;

export interface AttemptLimits {
  /** How many attempts in all; null: no limit. */
  attempts: number | null;
  /** Time for one attempt; null: no limit. */
  minutes: number | null;
  /** The least time between two attempts; 0: none. */
  waitMinutes: number;
  opensAt: Date | null;
  /** The first moment at which it is closed. */
  closesAt: Date | null;
  grade: GradePolicy;
  /** Percent; null for a profile, which nobody passes or fails. */
  passMark: number | null;
}

/** What holds for one person besides the instrument's own rules. */
export interface PersonalTerms {
  /** IANA name; null: UTC. */
  timeZone: string | null;
  /** What staff have granted. */
  extraAttempts: number;
  extraMinutes: number;
  /** A later day or time to close at, as an instrument writes it. */
  closes: string | null;
}

export const NO_TERMS: PersonalTerms = { timeZone: null, extraAttempts: 0, extraMinutes: 0, closes: null };

/** The limits for one person. A grant widens a limit that there is, and makes none where there is none. */
export function limitsOf(instrument: CompiledInstrument, terms: PersonalTerms = NO_TERMS): AttemptLimits {
  const { minutes, waitMinutes = 0, opens, closes } = instrument;
  const graded = instrument.kind === "graded" ? instrument : undefined;
  const { timeZone, extraAttempts, extraMinutes } = terms;
  const closings = closes ? [closes, ...(terms.closes ? [terms.closes] : [])] : [];
  const moments = closings.map((written) => closingMoment(written, timeZone).getTime());
  return {
    attempts: graded?.attempts === undefined ? null : graded.attempts + extraAttempts,
    minutes: minutes === undefined ? null : minutes + extraMinutes,
    waitMinutes,
    opensAt: opens ? openingMoment(opens, timeZone) : null,
    closesAt: moments.length > 0 ? new Date(Math.max(...moments)) : null,
    grade: graded?.grade ?? "highest",
    passMark: graded?.passMark ?? null,
  };
}

/**
 * The moment until which answers count, or null without any limit. What is open when it closes ends with it: an attempt
 * that begins five minutes before has five minutes.
 */
export function deadlineOf(startedAt: Date, { minutes, closesAt }: Pick<AttemptLimits, "minutes" | "closesAt">): Date | null {
  const ends = minutes === null ? null : new Date(startedAt.getTime() + minutes * 60_000);
  if (!ends || !closesAt) return ends ?? closesAt;
  return ends < closesAt ? ends : closesAt;
}

/** True when no further answer is taken, and the server hands the attempt in by itself. */
export function isOverdue(deadlineAt: Date | null, now: Date): boolean {
  return deadlineAt !== null && now.getTime() > deadlineAt.getTime() + GRACE_SECONDS * 1000;
}

/** Null: as many as one likes. */
export function attemptsLeft(limit: number | null, made: number): number | null {
  return limit === null ? null : Math.max(0, limit - made);
}

export interface FormerAttempt {
  id: string;
  number: number;
  open: boolean;
  deadlineAt: Date | null;
  /** Null while it is open. */
  submittedAt: Date | null;
  /** Null while it is open. */
  passed: boolean | null;
  /** Null while it is open, and for profiles. */
  percent: number | null;
}

/** What those that are handed in come to; null where none is, and for profiles. */
export function gradeSoFar(
  { grade, passMark }: Pick<AttemptLimits, "grade" | "passMark">,
  former: FormerAttempt[],
): Grade | null {
  if (passMark === null) return null;
  const graded = former.flatMap(({ open, percent, passed, ...attempt }) =>
    open || percent === null ? [] : [{ ...attempt, percent, passed: passed === true }],
  );
  return gradeOf(grade, passMark, graded);
}

/** The first moment at which another attempt may begin, as far as waiting goes; null where nothing has to be waited for. */
export function waitsUntil({ waitMinutes }: Pick<AttemptLimits, "waitMinutes">, former: FormerAttempt[]): Date | null {
  if (waitMinutes === 0) return null;
  // One that ran out of time ended then, however late the server came to hand it in.
  const ends = former.flatMap(({ submittedAt, deadlineAt }) =>
    submittedAt ? [Math.min(submittedAt.getTime(), deadlineAt?.getTime() ?? Number.POSITIVE_INFINITY)] : [],
  );
  return ends.length === 0 ? null : new Date(Math.max(...ends) + waitMinutes * 60_000);
}

export type StartRefusal = "already-passed" | "no-attempts-left" | "closed" | "not-open-yet" | "too-soon";

export type StartDecision =
  | { start: "new"; number: number }
  | { start: "resume"; attempt: FormerAttempt }
  /** The open attempt's time is over: it has to be handed in first. */
  | { start: "overdue"; attempt: FormerAttempt }
  | { start: "refused"; reason: StartRefusal };

/** A passed check is done and can only be read again; a profile can be taken again, as people change. */
export function decideStart(limits: AttemptLimits, former: FormerAttempt[], now: Date): StartDecision {
  const open = former.find((attempt) => attempt.open);
  if (open) return { start: isOverdue(open.deadlineAt, now) ? "overdue" : "resume", attempt: open };
  const reason = refusalOf(limits, former, now);
  if (reason) return { start: "refused", reason };
  return { start: "new", number: Math.max(0, ...former.map((attempt) => attempt.number)) + 1 };
}

function refusalOf(limits: AttemptLimits, former: FormerAttempt[], now: Date): StartRefusal | null {
  const { opensAt, closesAt } = limits;
  if (gradeSoFar(limits, former)?.passed) return "already-passed";
  if (attemptsLeft(limits.attempts, former.length) === 0) return "no-attempts-left";
  if (closesAt && now >= closesAt) return "closed";
  if (opensAt && now < opensAt) return "not-open-yet";
  const until = waitsUntil(limits, former);
  return until && now < until ? "too-soon" : null;
}
