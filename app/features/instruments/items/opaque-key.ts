import type { Finding } from "../finding.ts";
import { hashOf } from "../seeded.ts";

/** A name for a key that tells nothing of it: keys such as `a`, `b`, `c` would show the right order in the page's source. */
export function opaqueKey(item: string, key: string): string {
  return hashOf(`${item}/${key}`).toString(36);
}

/** Puts opaque keys into an order that tells nothing either. */
export function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** Two keys may have one opaque key, once in millions of items. */
export function findClashes(item: string, path: (string | number)[], entries: { key: string }[]): Finding[] {
  return entries.flatMap(({ key }, index): Finding[] => {
    const clash = entries
      .slice(0, index)
      .find((other) => other.key !== key && opaqueKey(item, other.key) === opaqueKey(item, key));
    if (!clash) return [];
    const message = `The keys "${key}" and "${clash.key}" would be stored as one.`;
    return [{ path: [...path, index, "key"], message, remedy: "Give one of them another key." }];
  });
}
