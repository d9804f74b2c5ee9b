import fc from "fast-check";
import { expect, test } from "vitest";
import { addPlayed, type Played, playedEarlier, playedShare } from "#app/features/learning/played-share.ts";

const stretch = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }));

test("the share is that of the seconds played, however often and in whatever order", () => {
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 20 }), (stretches) => {
      const played = stretches.reduce<Played>((sum, [from, to]) => addPlayed(sum, from, to), []);
      const seconds = new Set(
        stretches.flatMap(([from, to]) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)),
      );
      expect(playedShare(played, 100)).toBeCloseTo(seconds.size / 100, 10);
      for (let i = 1; i < played.length; i += 1) expect(played[i]![0]).toBeGreaterThan(played[i - 1]![1]);
    }),
  );
});

test("a length that is not known gives no share", () => {
  expect(playedShare([[0, 10]], Number.NaN)).toBe(0);
  expect(playedShare([[0, 10]], 0)).toBe(0);
  expect(playedShare([[0, 200]], 100)).toBe(1);
});

test("a recording that is played in two sittings is played whole, and none of it counts twice", () => {
  const first = addPlayed([], 0, 50);
  const share = playedShare(first, 100);
  const again = playedEarlier(share, 50, 100);
  expect(playedShare(again, 100)).toBeCloseTo(share, 10);
  expect(playedShare(addPlayed(again, 50, 95), 100)).toBeCloseTo(0.95, 10);
  expect(playedShare(addPlayed(again, 0, 50), 100)).toBeCloseTo(0.5, 10);
});

test("what was played before is never more than it was", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 100 }), (share, stoppedAt) => {
      expect(playedShare(playedEarlier(share, stoppedAt, 100), 100)).toBeLessThanOrEqual(share + 1e-9);
    }),
  );
});
