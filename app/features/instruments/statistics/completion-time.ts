import { type Figure, figure, none } from "./figure.ts";
import { presentSorted, quantileOfSorted } from "./sorted-values.ts";

/** How long people took, in the unit of what went in (seconds, say). Quantiles are R's type 7. */
export interface CompletionTime {
  n: number;
  /** Attempts without a time: not handed in. */
  open: number;
  median: Figure;
  lowerQuartile: Figure;
  upperQuartile: Figure;
  fastest: Figure;
  slowest: Figure;
  /** One attempt left open overnight moves it a long way: the median is the one to show. */
  mean: Figure;
}

/** Sums up times from start to handing in; null, undefined and NaN are attempts that are not handed in. */
export function completionTime(times: ArrayLike<number | null | undefined>): CompletionTime {
  const sorted = presentSorted(times);
  const n = sorted.length;
  const quantile = (share: number) => (n === 0 ? none("nobody") : figure(quantileOfSorted(sorted, share)));
  return {
    n,
    open: times.length - n,
    median: quantile(0.5),
    lowerQuartile: quantile(0.25),
    upperQuartile: quantile(0.75),
    fastest: quantile(0),
    slowest: quantile(1),
    mean: n === 0 ? none("nobody") : figure(sorted.reduce((total, time) => total + time, 0) / n),
  };
}
