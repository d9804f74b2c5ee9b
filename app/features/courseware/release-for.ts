import type { Manifest } from "./manifest.ts";

/**
 * The release that a learner is on at the next visit. With `next-visit` it is always the current one; with `finish` a
 * learner stays on the release they are pinned to until they have finished the course. Give the rule of the current
 * release.
 */
export function releaseFor(ask: { rule: Manifest["releases"]; pinned: string; current: string; finished: boolean }): string {
  return ask.rule === "finish" && !ask.finished ? ask.pinned : ask.current;
}
