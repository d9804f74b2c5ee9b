import { fQuantile } from "./f-quantile.ts";
import { type Figure, type Interval, intervalOf, noInterval } from "./figure.ts";
import { checkLevel, standardErrorsAt } from "./normal.ts";

/**
 * Feldt's confidence interval of alpha (Feldt, Woodruff & Salih 1987), as R psych's `alpha.ci`:
 * 1 - (1 - alpha) F, with F the upper and the lower quantile of an F distribution of n - 1 and (n - 1) (k - 1) degrees of
 * freedom. Exact for normal scores of equal covariances without gaps. `level` between 0 and 1.
 */
export function feldtInterval(alpha: Figure, people: number, items: number, level = 0.95): Interval {
  checkLevel(level);
  if (alpha.value === null) return noInterval(alpha.reason);
  if (items < 2) return noInterval("too-few-items");
  if (people < 2) return noInterval("too-few-people");
  const tail = (1 - level) / 2;
  const [df1, df2] = [people - 1, (people - 1) * (items - 1)];
  const bound = (share: number) => 1 - (1 - alpha.value) * fQuantile(share, df1, df2);
  return intervalOf(bound(1 - tail), bound(tail));
}

/**
 * Duhachek & Iacobucci's (2004) confidence interval of alpha: alpha plus and minus a number of its standard errors, at 95
 * percent 1.96 as in R psych. For large samples; it can reach beyond 1, which is not hidden.
 */
export function duhachekInterval(alpha: Figure, standardError: Figure, level = 0.95): Interval {
  const reach = standardErrorsAt(level);
  if (alpha.value === null) return noInterval(alpha.reason);
  if (standardError.value === null) return noInterval(standardError.reason);
  return intervalOf(alpha.value - reach * standardError.value, alpha.value + reach * standardError.value);
}
