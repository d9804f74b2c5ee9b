import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { GradePolicy, ReviewPart, ReviewTime } from "#app/features/instruments/rule-fields.ts";
import {
  type AttemptLimits,
  attemptsLeft,
  decideStart,
  type FormerAttempt,
  gradeSoFar,
  limitsOf,
  type PersonalTerms,
  type StartRefusal,
  waitsUntil,
} from "./attempt-rules.ts";
import type { Grade } from "./grade-policy.ts";
import { type Review, reviewOf, reviewTimes } from "./review-policy.ts";

/** Where a person stands with the attempts of a lesson: what they may do, from when on, and what counts. */
export interface AttemptStanding {
  limits: AttemptLimits;
  made: number;
  /** Null: as many as one likes. */
  left: number | null;
  open: boolean;
  /** By the policy of the lesson; of a profile: handed in. */
  passed: boolean;
  /** Null where nothing was handed in, and for profiles. */
  grade: Grade | null;
  policy: GradePolicy;
  /** Why no attempt can be begun now; null where one can, or is open. */
  refusal: StartRefusal | null;
  /** From when on one can be begun, where it is too soon. */
  nextAt: Date | null;
  /** There is no time left for another one: waiting lasts until it closes, or longer. */
  closesBeforeNext: boolean;
  closed: boolean;
  /** The moment at which it has closed on every clock of the world, and whether that has come: null where it never closes. */
  closesForAllAt: Date | null;
  closedForAll: boolean;
  granted: Pick<PersonalTerms, "extraAttempts" | "extraMinutes" | "closes">;
  timeZone: string | null;
  review: Review;
  reviewTimes: Record<ReviewPart, ReviewTime>;
}

/** The last zone in which a day ends. */
const LAST_ZONE = "Etc/GMT+12";

/** Pure: what `decideStart` would say, in full. */
export function standingOf(
  instrument: CompiledInstrument,
  { timeZone, ...granted }: PersonalTerms,
  former: FormerAttempt[],
  now: Date,
): AttemptStanding {
  const limits = limitsOf(instrument, { timeZone, ...granted });
  const decision = decideStart(limits, former, now);
  const refusal = decision.start === "refused" ? decision.reason : null;
  const grade = gradeSoFar(limits, former);
  const handedIn = former.some(({ open }) => !open);
  const passed = instrument.kind === "graded" ? (grade?.passed ?? false) : handedIn;
  const left = attemptsLeft(limits.attempts, former.length);
  const closed = limits.closesAt !== null && now >= limits.closesAt;
  // What waits for the closing waits for it everywhere: who changes the zone of their account, or has a friend further west,
  // would else read the right answers and begin another attempt.
  const closesForAllAt = limitsOf(instrument, { timeZone: LAST_ZONE, ...granted }).closesAt;
  const closedForAll = closesForAllAt !== null && now >= closesForAllAt;
  const open = former.some((attempt) => attempt.open);
  const nextAt = refusal === "not-open-yet" ? limits.opensAt : refusal === "too-soon" ? waitsUntil(limits, former) : null;
  const times = reviewTimes(instrument);
  return {
    limits,
    made: former.length,
    left,
    open,
    passed,
    grade,
    policy: limits.grade,
    refusal,
    nextAt,
    closesBeforeNext: nextAt !== null && limits.closesAt !== null && nextAt >= limits.closesAt,
    closed,
    closesForAllAt,
    closedForAll,
    granted,
    timeZone,
    review: reviewOf(times, { passed, ended: passed || left === 0 || closedForAll, closed: closedForAll, open }),
    reviewTimes: times,
  };
}
