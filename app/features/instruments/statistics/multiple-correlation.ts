import { eigenOf } from "./eigen.ts";

/** Below this share of the largest, an eigenvalue counts as nought: R psych's `Pinv`, the root of the machine's epsilon. */
const RANK_TOLERANCE = Math.sqrt(Number.EPSILON);

export interface MultipleCorrelations {
  /** Of every item with all others: 1 - 1 / (R^-1)ii, held within 0 and 1. */
  smc: Float64Array;
  /** Their sum among the items that stay when item i is left out. */
  sumWithout: Float64Array;
}

/**
 * Squared multiple correlations of a correlation matrix without gaps, as R psych's `smc` gives: with the pseudo-inverse
 * where items are copies or sums of each other.
 */
export function multipleCorrelations(correlation: Float64Array, size: number): MultipleCorrelations {
  const { inverse, definite } = pseudoInverse(correlation, size);
  const smc = fromInverse((i) => inverse[i * size + i]!, size);
  const sumWithout = Float64Array.from({ length: size }, (_, left) => {
    // The inverse of a part of a definite matrix follows from the whole one's (Schur); no second decomposition is needed.
    if (definite) {
      const own = inverse[left * size + left]!;
      return sum(fromInverse((i) => inverse[i * size + i]! - inverse[i * size + left]! ** 2 / own, size, left));
    }
    const part = pseudoInverse(without(correlation, size, left), size - 1).inverse;
    return sum(fromInverse((i) => part[i * (size - 1) + i]!, size - 1));
  });
  return { smc, sumWithout };
}

function fromInverse(diagonal: (i: number) => number, size: number, left = -1): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => (i === left ? 0 : Math.max(0, Math.min(1, 1 - 1 / diagonal(i)))));
}

function pseudoInverse(matrix: Float64Array, size: number): { inverse: Float64Array; definite: boolean } {
  const { values, vectors } = eigenOf(matrix, size);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const inverse = new Float64Array(size * size);
  for (let v = 0; v < size; v += 1) {
    if (Math.abs(values[v]!) <= RANK_TOLERANCE * largest) continue;
    for (let i = 0; i < size; i += 1) {
      const weight = vectors[i * size + v]! / values[v]!;
      for (let j = 0; j < size; j += 1) inverse[i * size + j]! += weight * vectors[j * size + v]!;
    }
  }
  return { inverse, definite: values.every((value) => value > RANK_TOLERANCE * largest) };
}

/** The matrix without one row and column. */
function without(matrix: Float64Array, size: number, left: number): Float64Array {
  return matrix.filter((_, at) => Math.floor(at / size) !== left && at % size !== left);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
