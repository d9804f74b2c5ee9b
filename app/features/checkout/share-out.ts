/**
 * Divides an amount of minor units by weights, to the unit: each part is the exact share rounded down or up, and the
 * parts add up to the amount (largest remainders; of equal ones the first). All weights 0: the first part takes all.
 * @throws RangeError without weights, or where one is negative
 */
export function shareOut(amount: number, weights: number[]): number[] {
  if (weights.length === 0 || weights.some((weight) => weight < 0))
    throw new RangeError("Weights must be there, and not negative.");
  const whole = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (whole === 0n) return weights.map((_, index) => (index === 0 ? amount : 0));
  const size = BigInt(Math.abs(amount));
  const parts = weights.map((weight, index) => {
    const share = size * BigInt(weight);
    return { index, units: share / whole, rest: share % whole };
  });
  let left = size - parts.reduce((sum, { units }) => sum + units, 0n);
  for (const part of [...parts].sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1))) {
    if (left === 0n) break;
    part.units += 1n;
    left -= 1n;
  }
  return parts.map(({ units }) => Number(units) * Math.sign(amount) || 0);
}

/** What was taken off all items of an order together, in minor units. */
export function discountOfAll({ items }: { items: { discount: number }[] }): number {
  return items.reduce((sum, { discount }) => sum + discount, 0);
}

/** What had been paid before, and counted towards all items of an order together, in minor units. */
export function creditOfAll({ items }: { items: { credit: number }[] }): number {
  return items.reduce((sum, { credit }) => sum + credit, 0);
}
