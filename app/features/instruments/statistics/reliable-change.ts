import { type Figure, figure, none } from "./figure.ts";
import { standardErrorOfMeasurement } from "./measurement-error.ts";
import { standardErrorsAt } from "./normal.ts";

export interface ReliableChange {
  /** After less before, in the unit of the score. */
  difference: number;
  /** Of one score: sd * sqrt(1 - reliability). */
  standardError: Figure;
  /** Of the difference of two: the standard error * sqrt(2). */
  standardErrorOfDifference: Figure;
  /** The reliable change index: the difference over its standard error. */
  index: Figure;
  /** The smallest change that counts: 1.96 standard errors of the difference at 95 percent. */
  smallestReliable: Figure;
  /** null where there is no index. Whether higher is better is for the scale to say. */
  verdict: "higher" | "lower" | "within-error" | null;
}

/**
 * Whether a score has changed by more than the error of two measurements (Jacobson & Truax 1991). `sd` and `reliability`
 * come from one stated group, usually people before a course. Beyond (not at) 1.96 at the 95 percent level a change this
 * large would be unlikely without a real one; `level` is between 0 and 1.
 */
export function reliableChange(ask: {
  before: number;
  after: number;
  sd: number;
  reliability: number;
  level?: number;
}): ReliableChange {
  const critical = standardErrorsAt(ask.level ?? 0.95);
  const difference = ask.after - ask.before;
  const standardError = standardErrorOfMeasurement(ask.sd, ask.reliability);
  if (standardError.value === null) {
    const [standardErrorOfDifference, index, smallestReliable] = [standardError, standardError, standardError];
    return { difference, standardError, standardErrorOfDifference, index, smallestReliable, verdict: null };
  }
  const ofDifference = standardError.value * Math.SQRT2;
  const index = ofDifference === 0 ? none("no-error") : figure(difference / ofDifference);
  return {
    difference,
    standardError,
    standardErrorOfDifference: figure(ofDifference),
    index,
    smallestReliable: figure(critical * ofDifference),
    verdict: index.value === null ? null : verdictOf(index.value, critical),
  };
}

function verdictOf(index: number, critical: number): "higher" | "lower" | "within-error" {
  if (Math.abs(index) <= critical) return "within-error";
  return index > 0 ? "higher" : "lower";
}
