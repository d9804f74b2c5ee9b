interface ScaleRange {
  key: string;
  method: "mean" | "sum";
  minimum: number;
  maximum: number;
}

/** The lowest and highest score of a scale: the range of one item for a mean, times the number of items for a sum. */
export function scoreRange(scale: ScaleRange, items: { kind: string }[]): { minimum: number; maximum: number } {
  if (scale.method === "mean") return { minimum: scale.minimum, maximum: scale.maximum };
  const count = items.filter((item) => "scale" in item && item.scale === scale.key).length;
  return { minimum: scale.minimum * count, maximum: scale.maximum * count };
}
