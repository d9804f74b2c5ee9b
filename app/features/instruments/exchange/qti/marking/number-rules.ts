/** How QTI compares numbers: class `equal` and `equalRounded` of the information model, 2.1 and 3.0. */

type Attributes = Record<string, string>;

/** The numbers around `right` that are equal to it, and whether the ends are. */
export function toleranceOf(right: number, attributes: Attributes): { from: number; to: number; ends: [boolean, boolean] } {
  const mode = attributes.toleranceMode ?? "exact";
  const [below = 0, above = below] = (attributes.tolerance ?? "0").trim().split(/\s+/).map(Number);
  const ends: [boolean, boolean] = [attributes.includeLowerBound !== "false", attributes.includeUpperBound !== "false"];
  if (mode === "absolute") return { from: right - below, to: right + above, ends };
  if (mode === "relative") {
    const bounds = [right * (1 - below / 100), right * (1 + above / 100)].sort((a, b) => a - b) as [number, number];
    return { from: bounds[0], to: bounds[1], ends };
  }
  return { from: right, to: right, ends: [true, true] };
}

export function equalNumbers(a: number, b: number, attributes: Attributes): boolean {
  // The first is what the tolerance is relative to.
  const { from, to, ends } = toleranceOf(a, attributes);
  return (ends[0] ? b >= from : b > from) && (ends[1] ? b <= to : b < to);
}

export function roundTo(number: number, attributes: Attributes): number {
  const figures = Number(attributes.figures ?? 0);
  if (attributes.roundingMode === "decimalPlaces")
    return Number((Math.round(number * 10 ** figures) / 10 ** figures).toFixed(20));
  return number === 0 ? 0 : Number(number.toPrecision(Math.max(1, Math.min(100, figures))));
}

/** Half of the last place that a rounding keeps: as far from a number another one can be that rounds to the same. */
export function halfPlace(number: number, attributes: Attributes): number {
  const figures = Number(attributes.figures ?? 0);
  if (attributes.roundingMode === "decimalPlaces") return 0.5 * 10 ** -figures;
  return number === 0 ? 0 : 0.5 * 10 ** (Math.floor(Math.log10(Math.abs(number))) + 1 - figures);
}
