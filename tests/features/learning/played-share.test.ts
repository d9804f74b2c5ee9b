import fc from "fast-check";
import { expect, test } from "vitest";
import { addPlayed, type Played, playedShare } from "#app/features/learning/played-share.ts";

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
