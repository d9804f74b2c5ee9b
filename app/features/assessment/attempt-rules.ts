/** The rules of attempts: pure, so the same on every machine. */

/** After the deadline the server goes on taking answers for so long: what was given in time may arrive late. */
export const GRACE_SECONDS = 30;

/** No answer can be from further ahead than this; one that claims to be would block every later one. */
export const MAX_SEQUENCE_AHEAD = 24 * 60 * 60 * 1000;

export interface AttemptLimits {
  /** How many attempts in all; null: no limit. */
  attempts: number | null;
  /** Time for one attempt; null: no limit. */
  minutes: number | null;
}

/** The moment until which answers count, or null without a time limit. */
export function deadlineOf(startedAt: Date, minutes: number | null): Date | null {
  return minutes === null ? null : new Date(startedAt.getTime() + minutes * 60_000);
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
  passed: boolean | null;
}

export type StartDecision =
  | { start: "new"; number: number }
  | { start: "resume"; attempt: FormerAttempt }
  /** The open attempt's time is over: it has to be handed in first. */
  | { start: "overdue"; attempt: FormerAttempt }
  | { start: "refused"; reason: "no-attempts-left" | "already-passed" };

/** A passed check is done and can only be read again; a profile can be taken again, as people change. */
export function decideStart(
  kind: "graded" | "profile",
  limits: AttemptLimits,
  former: FormerAttempt[],
  now: Date,
): StartDecision {
  const open = former.find((attempt) => attempt.open);
  if (open) return { start: isOverdue(open.deadlineAt, now) ? "overdue" : "resume", attempt: open };
  if (kind === "graded" && former.some((attempt) => attempt.passed)) return { start: "refused", reason: "already-passed" };
  if (attemptsLeft(limits.attempts, former.length) === 0) return { start: "refused", reason: "no-attempts-left" };
  return { start: "new", number: Math.max(0, ...former.map((attempt) => attempt.number)) + 1 };
}

export function limitsOf(instrument: { kind: "graded" | "profile"; attempts?: number; minutes?: number }): AttemptLimits {
  return { attempts: instrument.attempts ?? null, minutes: instrument.minutes ?? null };
}
