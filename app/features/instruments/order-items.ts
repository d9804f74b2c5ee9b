import type { CompiledInstrument } from "./compiled.ts";
import type { CompiledItem } from "./items/registry.ts";

/** The items in the order that one attempt sees: as written, or shuffled by the attempt's seed, always the same way. */
export function orderItems(compiled: CompiledInstrument, seed: number): CompiledItem[] {
  const items = [...compiled.items];
  if (!compiled.shuffle) return items;
  const random = mulberry32(seed);
  // Fisher and Yates, from the end.
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [items[last], items[other]] = [items[other]!, items[last]!];
  }
  return items;
}

/**
 * Tommy Ettinger's mulberry32, in the public domain (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c):
 * 32 bits of state, so a seed fixes the order for good. Numbers are from 0 to below 1. Not for secrets.
 */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
