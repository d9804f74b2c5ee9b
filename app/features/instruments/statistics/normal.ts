/**
 * The share of a standard normal distribution below z, to about 15 digits: Marsaglia's series (Evaluating the normal
 * distribution, Journal of Statistical Software 11(4), 2004) near the middle, the continued fraction of Mills' ratio in
 * the tails.
 */
export function normalBelow(z: number): number {
  if (Math.abs(z) > 5) return z < 0 ? upperTail(-z) : 1 - upperTail(z);
  let [term, total] = [z, z];
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(total); odd += 2) {
    term *= (z * z) / odd;
    total += term;
  }
  return 0.5 + total * density(z);
}

function density(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

function upperTail(z: number): number {
  let ratio = z;
  for (let level = 60; level >= 1; level -= 1) ratio = z + level / ratio;
  return density(z) / ratio;
}

/** How many standard deviations have `share` of a normal distribution below them; `share` between 0 and 1, both excluded. */
export function normalQuantile(share: number): number {
  let [low, high] = [-40, 40];
  while (high - low > 1e-14 * Math.max(1, Math.abs(low))) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (normalBelow(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * How many standard errors an interval reaches to either side at a level of confidence between 0 and 1. At 95 percent it
 * is the customary 1.96, as Jacobson & Truax and R psych write it; at other levels the normal quantile.
 * Throws a RangeError for a level that is none.
 */
export function standardErrorsAt(level: number): number {
  checkLevel(level);
  return level === 0.95 ? 1.96 : normalQuantile((1 + level) / 2);
}

export function checkLevel(level: number): void {
  if (!(level > 0 && level < 1)) throw new RangeError(`A level of confidence lies between 0 and 1, not at ${level}`);
}
