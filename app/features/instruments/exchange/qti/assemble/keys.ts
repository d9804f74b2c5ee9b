import { hashOf } from "../../../seeded.ts";

const LONGEST = 64;

/** A key that follows from an identifier: the same file gives the same keys. Empty where nothing of it can be in a key. */
export function keyFrom(identifier: string): string {
  const plain = identifier
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (plain.length <= LONGEST) return plain;
  const end = hashOf(identifier).toString(36);
  return `${plain.slice(0, LONGEST - end.length - 1).replace(/-+$/, "")}-${end}`;
}

/** Keys that are unique among those it gave. */
export class Keys {
  readonly #taken = new Set<string>();
  readonly #least: number;

  /** `least` is how many characters a key has at least. */
  constructor(least: 1 | 2) {
    this.#least = least;
  }

  take(identifier: string, word: string): string {
    const found = keyFrom(identifier);
    const stem = found.length >= this.#least ? found : found === "" ? word : `${word}-${found}`;
    let key = stem;
    for (let count = 2; this.#taken.has(key); count += 1) {
      const end = `-${count}`;
      key = `${stem.slice(0, LONGEST - end.length).replace(/-+$/, "")}${end}`;
    }
    this.#taken.add(key);
    return key;
  }
}

/** A key for each identifier, in their order. */
export function keysOf(identifiers: string[], word: string): Map<string, string> {
  const keys = new Keys(1);
  return new Map(identifiers.map((identifier) => [identifier, keys.take(identifier, word)]));
}
