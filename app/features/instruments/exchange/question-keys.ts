import { KEY_LENGTH, KEY_SHAPE } from "../fields.ts";
import { hashOf } from "../seeded.ts";

/** Gives every question of a file a key that follows from its own id, name or text, so that a second import gives the same. */
export class QuestionKeys {
  /** Key -> the number that was tried last behind it. */
  readonly #taken = new Map<string, number>();

  /** The key of the first of these that says something. `text` is what the question asks, for those without a name. */
  take(names: (string | undefined)[], text: string): string {
    const key = names.map((name) => keyFrom(name ?? "")).find((key) => key !== undefined) ?? `q-${hashOf(text).toString(36)}`;
    let free = key;
    let count = this.#taken.get(key) ?? 1;
    while (this.#taken.has(free)) {
      count += 1;
      free = `${key.slice(0, KEY_LENGTH - 6).replace(/-$/, "")}-${count}`;
    }
    this.#taken.set(key, count);
    this.#taken.set(free, this.#taken.get(free) ?? 1);
    return free;
  }
}

/** A name as a key; undefined where nothing of it can stand in one. */
export function keyFrom(name: string): string | undefined {
  if (KEY_SHAPE.test(name) && name.length >= 2 && name.length <= KEY_LENGTH) return name;
  const head = name.slice(0, 500);
  const slug = head
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/['’]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  const letters = head.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  // Where most of it is lost, such as a name in Greek, what is left would tell names apart badly.
  const lost = slug.replaceAll("-", "").length < letters / 2;
  if (slug.length >= 2 && slug.length <= KEY_LENGTH && !lost) return slug;
  if (letters === 0) return undefined;
  const end = hashOf(name).toString(36);
  const start = lost ? "q" : slug.slice(0, KEY_LENGTH - 1 - end.length).replace(/-$/, "");
  return `${start}-${end}`;
}

/** `a`, `b`, `c` ... for what stands in a list. */
export function letterKey(index: number): string {
  return index < 26 ? String.fromCharCode(97 + index) : `x${index + 1}`;
}
