import type { CompiledInstrument } from "./compiled.ts";
import { type CompiledItem, kindOf } from "./items/registry.ts";
import { sameJson } from "./same-json.ts";

export interface AppliedKey {
  /** What was asked, scored by the key. */
  instrument: CompiledInstrument;
  /** Items that the key scores, or comments on, in another way. */
  changed: string[];
  /** Items that go on being scored as they were asked. */
  kept: { key: string; because: "gone" | "asks-something-else" }[];
}

/**
 * The instrument of an attempt with the key of another revision: its right answers, points, weights, pass mark, bands and
 * profiles. What was asked stays as it was: an item that the other revision does not have, or that asks something else
 * there (other words, other choices, another kind), is scored as it was asked, and one that is new there was not asked.
 * Pure; an instrument under its own key is itself.
 * @throws where one is a check and the other a profile.
 */
export function applyKey(asked: CompiledInstrument, key: CompiledInstrument): AppliedKey {
  const changed: string[] = [];
  const kept: AppliedKey["kept"] = [];
  const byKey = new Map(key.items.map((item) => [item.key, item]));
  const items = asked.items.map((item) => {
    const other = byKey.get(item.key);
    if (!other) kept.push({ key: item.key, because: "gone" });
    else if (!asksTheSame(item, other)) kept.push({ key: item.key, because: "asks-something-else" });
    if (!other || !asksTheSame(item, other)) return item;
    // Where it stands, and whether it is drawn, belongs to what was asked.
    const { section: _section, bank: _bank, ...scored } = other;
    const applied = { ...scored, ...placeOf(item) } as CompiledItem;
    if (!sameJson(applied, item)) changed.push(item.key);
    return applied;
  });
  if (asked.kind === "graded" && key.kind === "graded") {
    return { instrument: { ...asked, items, passMark: key.passMark }, changed, kept };
  }
  if (asked.kind === "profile" && key.kind === "profile") {
    const { plot: _plot, ...own } = asked;
    const { scales, profiles, boundary, limits, plot } = key;
    const known = new Set(scales.map((scale) => scale.key));
    const scored = items.filter((item) => item.kind !== "likert" || known.has(item.scale));
    const instrument: CompiledInstrument = { ...own, items: scored, scales, profiles, boundary, limits, ...(plot && { plot }) };
    return { instrument, changed, kept };
  }
  throw new Error(`${asked.key} is a ${asked.kind}, and the key is of a ${key.kind}.`);
}

/** The same words, choices and kind, as a person sees them. */
function asksTheSame(item: CompiledItem, other: CompiledItem): boolean {
  if (item.kind !== other.kind) return false;
  return sameJson(kindOf(item).ask(item), kindOf(other).ask(other));
}

function placeOf({ section, bank }: CompiledItem): Pick<CompiledItem, "section" | "bank"> {
  return { ...(section !== undefined && { section }), ...(bank !== undefined && { bank }) };
}
