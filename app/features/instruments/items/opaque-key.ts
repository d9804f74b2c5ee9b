import type { Finding } from "../finding.ts";
import { hashOf } from "../seeded.ts";

/**
 * Names for what an item lists, made of its words alone: the author's own keys, such as `a`, `b`, `c`, would show the
 * right order in the page's source, also under a hash, as anybody can hash `a`. The words stand on the page anyway.
 * Of entries with the same words each has a name of its own.
 */
export function opaqueKeys(item: string, texts: string[]): string[] {
  return texts.map((text, index) => {
    const before = texts.slice(0, index).filter((other) => other === text).length;
    return hashOf(`${item}/${text}/${before}`).toString(36);
  });
}

/** Puts opaque keys into an order that tells nothing either. */
export function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** Two texts may have one opaque key, once in millions of items. */
export function findClashes(item: string, path: (string | number)[], entries: { text: string }[]): Finding[] {
  const keys = opaqueKeys(
    item,
    entries.map(({ text }) => text),
  );
  return keys.flatMap((key, index): Finding[] => {
    const first = keys.indexOf(key);
    if (first === index) return [];
    const message = `"${entries[first]!.text}" and "${entries[index]!.text}" would be stored as one.`;
    return [{ path: [...path, index, "text"], message, remedy: "Change a word of one of them." }];
  });
}
