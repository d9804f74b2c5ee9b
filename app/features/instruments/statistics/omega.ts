import type { Covariances } from "./covariances.ts";
import { type Figure, figure, none, type WhyNone } from "./figure.ts";
import { oneFactor } from "./one-factor.ts";

export interface Omega {
  /**
   * McDonald's omega total of a one-factor model: 1 - (sum of uniquenesses) / (sum of all correlations), a uniqueness
   * being 1 - loading^2. It is `omega.tot` of R psych's `omega(x, nfactors = 1)`.
   */
  total: Figure;
  /** Places of the items that vary, and so count. */
  counted: number[];
  /** A loading an item of the table, before any item is turned round; null for items that do not count. */
  loadings: (number | null)[];
  /** Places of the items with a negative loading, which omega, unlike alpha, counts turned round, as psych does. */
  turned: number[];
}

/**
 * Omega total from Pearson correlations (each over the people who answered both items) and one factor by minimum
 * residuals. Hierarchical omega, which needs a Schmid-Leiman transformation of several factors, is not offered.
 */
export function omegaTotal({ items, people, covariance, correlation, counts }: Covariances): Omega {
  const all = Array.from({ length: items }, (_, item) => item);
  const counted = all.filter((item) => covariance[item * items + item]! > 0);
  const refused = (reason: WhyNone): Omega => ({ total: none(reason), counted, loadings: all.map(() => null), turned: [] });
  if (people < 2) return refused(people === 0 ? "nobody" : "too-few-people");
  if (items < 3) return refused("too-few-items");
  if (counted.length < 3) return refused("no-variance");
  const r = Float64Array.from(counted.flatMap((i) => counted.map((j) => correlation[i * items + j]!)));
  if (r.some(Number.isNaN)) {
    const alone = counted.some((i) => counted.some((j) => counts[i * items + j]! < 2));
    return refused(alone ? "nobody-in-common" : "no-variance");
  }
  const { loadings, reason } = oneFactor(r, counted.length);
  if (loadings === null) return refused(reason);
  const uniqueness = loadings.reduce((total, loading) => total + 1 - loading * loading, 0);
  const sign = (place: number) => (loadings[place]! < 0 ? -1 : 1);
  const size = counted.length;
  const sum = r.reduce((total, value, at) => total + value * sign(Math.floor(at / size)) * sign(at % size), 0);
  const byItem = new Map(counted.map((item, place) => [item, loadings[place]!]));
  return {
    total: sum > 1e-12 * size ? figure(1 - uniqueness / sum) : none("no-variance"),
    counted,
    loadings: all.map((item) => byItem.get(item) ?? null),
    turned: counted.filter((_, place) => loadings[place]! < 0),
  };
}
