export interface Eigen {
  values: Float64Array;
  /** Vector v is the column v: component i at `[i * size + v]`. */
  vectors: Float64Array;
}

const SWEEPS = 60;

/**
 * Eigenvalues and vectors of a symmetric matrix, by Jacobi's rotations (Golub & Van Loan, Matrix Computations, 8.5):
 * slow for hundreds of rows, and as exact as doubles are.
 */
export function eigenOf(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice();
  const vectors = identity(size);
  for (let sweep = 0; sweep < SWEEPS && offDiagonal(a, size) > 1e-30 * squares(a); sweep += 1) {
    for (let p = 0; p < size - 1; p += 1) {
      for (let q = p + 1; q < size; q += 1) if (a[p * size + q] !== 0) rotate(a, vectors, size, p, q);
    }
  }
  return { values: Float64Array.from({ length: size }, (_, i) => a[i * size + i]!), vectors };
}

/** Makes the entry (p, q) nought by turning rows and columns p and q. */
function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const theta = (a[q * size + q]! - a[p * size + p]!) / (2 * a[p * size + q]!);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  turn(a, size, 1, p * size, q * size, c, s);
  turn(a, size, size, p, q, c, s);
  turn(vectors, size, size, p, q, c, s);
}

function turn(m: Float64Array, size: number, step: number, first: number, second: number, c: number, s: number): void {
  for (let k = 0; k < size * step; k += step) {
    const x = m[first + k]!;
    const y = m[second + k]!;
    m[first + k] = c * x - s * y;
    m[second + k] = s * x + c * y;
  }
}

function identity(size: number): Float64Array {
  const one = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) one[i * size + i] = 1;
  return one;
}

function squares(a: Float64Array): number {
  return a.reduce((total, value) => total + value * value, 0);
}

function offDiagonal(a: Float64Array, size: number): number {
  return a.reduce((total, value, at) => (Math.floor(at / size) === at % size ? total : total + value * value), 0);
}
