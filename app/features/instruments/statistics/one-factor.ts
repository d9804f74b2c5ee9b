import { eigenOf } from "./eigen.ts";
import type { WhyNone } from "./figure.ts";
import { multipleCorrelations } from "./multiple-correlation.ts";

export type OneFactor = { loadings: Float64Array; reason: null } | { loadings: null; reason: WhyNone };

const SWEEPS = 50_000;
/** R psych holds a uniqueness at 0.005 or more; a communality beyond is an improper solution. */
const GREATEST_COMMUNALITY = 0.995;

/**
 * The one-factor model by minimum residuals: the loadings l that make the sum of (r_ij - l_i l_j)^2 over different items
 * least (Harman & Jones 1966). Each step sets one loading to its best value given the others, l_i = sum r_ij l_j / sum
 * l_j^2, until none moves; R psych's `fa(x, 1)` seeks the same minimum by L-BFGS-B and stops within about 1e-6 of it.
 * Starts from the first principal axis with squared multiple correlations on the diagonal, as psych does. The sum of the
 * loadings is not negative. `correlation` has no gaps; at least three items, as two do not determine a factor.
 */
export function oneFactor(correlation: Float64Array, size: number): OneFactor {
  if (size < 3) return { loadings: null, reason: "too-few-items" };
  const loadings = firstAxis(correlation, size);
  let moved = Number.POSITIVE_INFINITY;
  for (let sweep = 0; sweep < SWEEPS && moved > 1e-13; sweep += 1) {
    let squares = loadings.reduce((total, loading) => total + loading * loading, 0);
    moved = 0;
    for (let i = 0; i < size; i += 1) {
      const old = loadings[i]!;
      const others = squares - old * old;
      if (!(others > 1e-12)) return { loadings: null, reason: "no-common-factor" };
      let top = 0;
      for (let j = 0; j < size; j += 1) top += correlation[i * size + j]! * loadings[j]!;
      const next = (top - correlation[i * size + i]! * old) / others;
      loadings[i] = next;
      squares = others + next * next;
      moved = Math.max(moved, Math.abs(next - old));
    }
    if (loadings.some((loading) => loading * loading > 100)) break;
  }
  if (loadings.some((loading) => loading * loading > GREATEST_COMMUNALITY))
    return { loadings: null, reason: "improper-solution" };
  if (moved > 1e-10) return { loadings: null, reason: "not-converged" };
  const sign = loadings.reduce((total, loading) => total + loading, 0) < 0 ? -1 : 1;
  return { loadings: loadings.map((loading) => sign * loading), reason: null };
}

function firstAxis(correlation: Float64Array, size: number): Float64Array {
  const { smc } = multipleCorrelations(correlation, size);
  const reduced = correlation.map((r, at) => (at % (size + 1) === 0 ? smc[at / (size + 1)]! : r));
  const { values, vectors } = eigenOf(reduced, size);
  const first = values.indexOf(Math.max(...values));
  const length = Math.sqrt(Math.max(values[first]!, 0));
  return Float64Array.from({ length: size }, (_, i) => vectors[i * size + first]! * length);
}
