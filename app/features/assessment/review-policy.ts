import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { type ReviewPart, type ReviewTime, USUAL_REVIEW } from "#app/features/instruments/rule-fields.ts";

/** Where a person stands with the attempts of a lesson, as far as showing results depends on it. */
interface ReviewFacts {
  passed: boolean;
  /** No further attempt can be begun: it is passed, all attempts are used, or it has closed. */
  ended: boolean;
  closed: boolean;
  /** An attempt is being answered at this moment. */
  open: boolean;
}

export type Review = Record<ReviewPart, boolean>;

export function reviewTimes(instrument: CompiledInstrument): Record<ReviewPart, ReviewTime> {
  return { ...USUAL_REVIEW, ...(instrument.kind === "graded" && instrument.review) };
}

/**
 * What of a result may be shown now. While an attempt is open nothing is that waits for anything: who answers would read
 * it beside the questions.
 */
export function reviewOf(times: Record<ReviewPart, ReviewTime>, facts: ReviewFacts): Review {
  const shown = (time: ReviewTime): boolean => {
    if (time === "always" || time === "never") return time === "always";
    if (facts.open) return false;
    if (time === "after-passing") return facts.passed;
    return time === "after-closing" ? facts.closed : facts.ended;
  };
  return {
    score: shown(times.score),
    marks: shown(times.marks),
    answers: shown(times.answers),
    feedback: shown(times.feedback),
  };
}
