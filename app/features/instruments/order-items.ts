import type { CompiledInstrument } from "./compiled.ts";
import { type CompiledItem, kindOf } from "./items/registry.ts";
import { mulberry32, randomFor, shuffled } from "./seeded.ts";

/**
 * The items of one attempt, as it sees them: those that its seed draws from the banks; as written, or shuffled; section
 * by section, the first item of each with the heading to put above it; with their choices in the attempt's order. A seed
 * gives the same for good.
 */
export function orderItems(compiled: CompiledInstrument, seed: number): CompiledItem[] {
  const drawn = drawItems(compiled, seed);
  const items = compiled.shuffle ? shuffled(drawn, mulberry32(seed)) : drawn;
  return inSections(compiled, items).map((item) => {
    const { shuffle } = kindOf(item);
    return shuffle ? { ...shuffle(item, randomFor(seed, `item:${item.key}`)) } : item;
  });
}

/** The items that an attempt with this seed has, as written: all but those of banks that are not drawn. */
export function drawItems({ items, draws = {} }: CompiledInstrument, seed: number): CompiledItem[] {
  const kept = new Set<string>();
  for (const [bank, count] of Object.entries(draws)) {
    const keys = items.filter((item) => item.bank === bank).map(({ key }) => key);
    for (const key of shuffled(keys, randomFor(seed, `bank:${bank}`)).slice(0, count)) kept.add(key);
  }
  return items.filter(({ key, bank }) => bank === undefined || !Object.hasOwn(draws, bank) || kept.has(key));
}

/** Items without a section come first, then the sections in the order in which they are written. */
function inSections({ sections }: CompiledInstrument, items: CompiledItem[]): CompiledItem[] {
  if (!sections) return items;
  const free = items.filter(({ section }) => section === undefined);
  const grouped = sections.map((section) => {
    const [first, ...others] = items.filter((item) => item.section === section.key);
    return first ? [{ ...first, opens: section }, ...others] : [];
  });
  return [...free, ...grouped.flat()];
}
