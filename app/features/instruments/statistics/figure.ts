/** Why a figure does not exist. A page says it in words; a figure is never NaN and never a made-up zero. */
export type WhyNone =
  | "nobody" // no value at all
  | "too-few-people"
  | "too-few-items"
  | "no-variance" // all values are the same
  | "nobody-in-common" // two items that fewer than two people answered both
  | "not-two-valued" // a point-biserial of an item with more than two scores
  | "no-common-factor" // the items share nothing that one factor could carry
  | "improper-solution" // a factor that explains all of an item, or more (a Heywood case)
  | "not-converged"
  | "not-a-reliability" // a reliability outside 0 to 1
  | "no-error" // a reliability of 1 leaves no error to compare with
  | "not-finite"; // the numbers are too large for the arithmetic

/** A number, or the reason why there is none. */
export type Figure = { value: number; reason: null } | { value: null; reason: WhyNone };

export interface Interval {
  lower: Figure;
  upper: Figure;
}

export function figure(value: number): Figure {
  return Number.isFinite(value) ? { value, reason: null } : none("not-finite");
}

export function none(reason: WhyNone): Figure {
  return { value: null, reason };
}

export function intervalOf(lower: number, upper: number): Interval {
  return { lower: figure(lower), upper: figure(upper) };
}

export function noInterval(reason: WhyNone): Interval {
  return { lower: none(reason), upper: none(reason) };
}
