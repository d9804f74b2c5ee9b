import { type Figure, figure, none } from "./figure.ts";

/** What a correlation is made of. */
export interface Products {
  /** How many have both values. */
  n: number;
  /** Sums of squares and of products about the means of those n; a square is exactly 0 where all values are the same. */
  xx: number;
  yy: number;
  xy: number;
}

export interface Comoments extends Products {
  /** The mean of x over those n; NaN of nobody. */
  meanX: number;
}

/** Sums of squares and products over the places where both are there. Two passes, so that large means cost no digits. */
export function comoments(x: Float64Array, y: Float64Array): Comoments {
  let [n, sumX, sumY] = [0, 0, 0];
  let [lowX, highX] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let [lowY, highY] = [lowX, highX];
  for (let index = 0; index < x.length; index += 1) {
    const a = x[index]!;
    const b = y[index]!;
    // NaN is the only value that is not itself.
    // biome-ignore lint/suspicious/noSelfCompare: twice as fast as a call here, in the innermost loop of all
    if (a !== a || b !== b) continue;
    n += 1;
    sumX += a;
    sumY += b;
    if (a < lowX) lowX = a;
    if (a > highX) highX = a;
    if (b < lowY) lowY = b;
    if (b > highY) highY = b;
  }
  const [meanX, meanY] = [sumX / n, sumY / n];
  let [xx, yy, xy] = [0, 0, 0];
  for (let index = 0; index < x.length; index += 1) {
    const a = x[index]! - meanX;
    const b = y[index]! - meanY;
    const product = a * b;
    // biome-ignore lint/suspicious/noSelfCompare: as above
    if (product !== product) continue;
    xx += a * a;
    yy += b * b;
    xy += product;
  }
  const [levelX, levelY] = [n === 0 || lowX === highX, n === 0 || lowY === highY];
  return { n, meanX, xx: levelX ? 0 : xx, yy: levelY ? 0 : yy, xy: levelX || levelY ? 0 : xy };
}

/** Pearson's product-moment correlation over the places where both values are there; NaN is missing. */
export function pearson(x: Float64Array, y: Float64Array): Figure {
  return correlationFrom(comoments(x, y));
}

export function correlationFrom({ n, xx, yy, xy }: Products): Figure {
  if (n < 2) return none(n === 0 ? "nobody-in-common" : "too-few-people");
  if (xx === 0 || yy === 0) return none("no-variance");
  return figure(bounded(xy / (Math.sqrt(xx) * Math.sqrt(yy))));
}

/** Takes off what rounding puts beyond -1 and 1. */
export function bounded(r: number): number {
  return Math.max(-1, Math.min(1, r));
}
