/**
 * The value that has `share` of an F distribution below it; degrees of freedom above 0, `share` between 0 and 1, both
 * excluded. By bisection on the incomplete beta function: F = (x / df1) / ((1 - x) / df2) where I_x(df1/2, df2/2) = share.
 */
export function fQuantile(share: number, df1: number, df2: number): number {
  const [a, b] = [df1 / 2, df2 / 2];
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high || high - low < 1e-16 * low) break;
    if (incompleteBeta(middle, a, b) < share) low = middle;
    else high = middle;
  }
  const x = (low + high) / 2;
  return x / df1 / ((1 - x) / df2);
}

/** The regularised incomplete beta function I_x(a, b) (NIST Digital Library of Mathematical Functions, 8.17). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below the mean of the distribution; above it the mirrored one does.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  return front * fraction(x, a, b);
}

/** The continued fraction of 8.17.22, from the front by Lentz's method. */
function fraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  for (let m = 1; m < 100_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const numerator of [even, odd]) {
      d = 1 / away(1 + numerator * d);
      c = away(1 + numerator / c);
      step = c * d;
      result *= step;
    }
    if (Math.abs(step - 1) < 1e-15) break;
  }
  return result;
}

/** The logarithm of the gamma function for z > 0: Stirling's series (NIST DLMF 5.11.1) after a shift beyond 12. */
function logGamma(z: number): number {
  let shift = 0;
  let x = z;
  for (; x < 12; x += 1) shift += Math.log(x);
  const square = 1 / (x * x);
  const series = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
  const correction = series.reduceRight((total, term) => total * square + term, 0) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + correction - shift;
}
