export interface Bin {
  /** From this score on ... */
  from: number;
  /** ... to below this one; the last bin holds its end, too. */
  to: number;
  count: number;
  /** Of all scores in the range; 0 where there are none. */
  share: number;
}

export interface ScoreDistribution {
  /** How many scores the bins hold. */
  n: number;
  /** Scores outside the range, which no bin holds. */
  outside: number;
  bins: Bin[];
}

/** Puts a score into the bin that it is the lower end of, whatever binary fractions make of a third or a tenth. */
const SLACK = 1e-9;

/**
 * Counts scores in bins of equal width over the possible range of a score, for a plot and the table beside it. Without
 * `bins` their number is Sturges' (1926), log2 n + 1 rounded up. NaN is missing. A range of one point is one bin.
 */
export function scoreDistribution(
  scores: Float64Array,
  range: { minimum: number; maximum: number; bins?: number },
): ScoreDistribution {
  const { minimum, maximum } = range;
  const width = maximum - minimum;
  if (!Number.isFinite(width) || width < 0) throw new RangeError(`Not a range of scores: ${minimum} to ${maximum}`);
  const inside = scores.filter((score) => score >= minimum - SLACK * width && score <= maximum + SLACK * width);
  const wanted = width === 0 ? 1 : (range.bins ?? Math.ceil(Math.log2(Math.max(1, inside.length))) + 1);
  if (!Number.isInteger(wanted) || wanted < 1) throw new RangeError(`Not a number of bins: ${wanted}`);
  const counts = new Uint32Array(wanted);
  for (const score of inside) {
    const place = width === 0 ? 0 : Math.floor(((score - minimum) / width) * wanted + SLACK);
    counts[Math.max(0, Math.min(wanted - 1, place))]! += 1;
  }
  const edge = (place: number) => (place === wanted ? maximum : minimum + (width * place) / wanted);
  return {
    n: inside.length,
    outside: scores.filter((score) => !Number.isNaN(score)).length - inside.length,
    bins: Array.from(counts, (count, place) => ({
      from: edge(place),
      to: edge(place + 1),
      count,
      share: inside.length === 0 ? 0 : count / inside.length,
    })),
  };
}
