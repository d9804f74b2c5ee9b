/**
 * Tommy Ettinger's mulberry32, in the public domain (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c):
 * 32 bits of state, so a seed fixes the order for good. Numbers are from 0 to below 1. Not for secrets.
 */
export function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Fisher and Yates, from the end. */
export function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const copy = [...list];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [copy[last], copy[other]] = [copy[other]!, copy[last]!];
  }
  return copy;
}

/** Numbers for one purpose of an attempt, so that a change of one item shuffles no other anew. */
export function randomFor(seed: number, purpose: string): () => number {
  return mulberry32(seed ^ hashOf(purpose));
}

/**
 * A 32-bit hash whose every bit depends on every sign: Fowler, Noll and Vo's 1a (RFC 9923) over UTF-16 code units, with
 * the finaliser of Austin Appleby's MurmurHash3 (in the public domain), since the first alone keeps `a`, `b`, `c` in order.
 */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
