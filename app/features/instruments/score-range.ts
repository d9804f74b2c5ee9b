interface ScaleRange {
  key: string;
  method: "mean" | "sum";
  minimum: number;
  maximum: number;
}

interface Keyed {
  scale: string;
  weight?: number;
}

/** The lowest and highest score of a scale: the range of one item for a mean, times the weight of its items for a sum. */
export function scoreRange(scale: ScaleRange, items: { kind: string }[]): { minimum: number; maximum: number } {
  if (scale.method === "mean") return { minimum: scale.minimum, maximum: scale.maximum };
  const weight = items.reduce((total, item) => total + weightOn(scale.key, item), 0);
  return { minimum: tidy(scale.minimum * weight), maximum: tidy(scale.maximum * weight) };
}

/** How an item counts on a scale; 0 where it does not. */
export function weightOn(scale: string, item: object): number {
  if (!("scale" in item)) return 0;
  const { also = [], ...first } = item as Keyed & { also?: Keyed[] };
  const keyed = [first, ...also].find((keying) => keying.scale === scale);
  return keyed ? (keyed.weight ?? 1) : 0;
}

function tidy(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}
