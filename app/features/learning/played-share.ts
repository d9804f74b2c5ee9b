/** Which whole seconds of a recording have been played, as sorted intervals [from, to) that do not touch. */
export type Played = readonly (readonly [number, number])[];

/** Adds a stretch that was played, in seconds; what was played twice counts once. */
export function addPlayed(played: Played, from: number, to: number): Played {
  if (!(to > from)) return played;
  let [start, end] = [from, to];
  const apart: (readonly [number, number])[] = [];
  for (const stretch of played) {
    if (stretch[1] < start || stretch[0] > end) apart.push(stretch);
    else [start, end] = [Math.min(start, stretch[0]), Math.max(end, stretch[1])];
  }
  return [...apart, [start, end] as const].sort((a, b) => a[0] - b[0]);
}

/**
 * What was played on an earlier page, of which only the share (0 to 1) and the place in seconds where it stopped are
 * kept: as most people play on from where they were, the stretch that ended there.
 */
export function playedEarlier(share: number, stoppedAt: number, duration: number): Played {
  return addPlayed([], Math.max(0, stoppedAt - share * duration), stoppedAt);
}

/** The share of a recording of this length, in seconds, that has been played: 0 to 1. */
export function playedShare(played: Played, duration: number): number {
  if (!(duration > 0)) return 0;
  const seconds = played.reduce((sum, [from, to]) => sum + Math.max(0, Math.min(to, duration) - Math.min(from, duration)), 0);
  return Math.min(1, seconds / duration);
}
