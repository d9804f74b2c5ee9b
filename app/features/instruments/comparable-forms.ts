import type { CompiledInstrument } from "./compiled.ts";

/** What may differ between two revisions whose answers are put together: what is said after answering, not what is asked. */
const AFTERWARDS = new Set([
  ...["feedback", "reading", "bands", "profiles", "boundary", "plot", "limits", "low", "high", "summary"],
  ...["norms", "reliability"],
]);

/**
 * A name for what an instrument asks and how it scores. Attempts at two revisions can be counted together where it is
 * the same: the same items with the same words, choices, points and scales. An edited prompt makes another question.
 */
export function comparableForm({ kind, items, ...rest }: CompiledInstrument): string {
  const scales = "scales" in rest ? rest.scales : [];
  const byKey = (things: { key: string }[]) => things.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const kept = { kind, items: byKey(items), scales: byKey(scales) };
  return JSON.stringify(kept, (name, value) => (AFTERWARDS.has(name) ? undefined : value));
}
