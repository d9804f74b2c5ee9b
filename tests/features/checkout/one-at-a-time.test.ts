import { expect, test } from "vitest";
import { oneAtATime, shareRunning } from "#app/features/checkout/one-at-a-time.ts";

/** Work that a test ends when it likes, and that counts itself. */
function aWork() {
  const runs: { key: string; end(result?: Error): void }[] = [];
  const work = (key: string) =>
    new Promise<number>((resolve, reject) => {
      const number = runs.length + 1;
      runs.push({ key, end: (error) => (error ? reject(error) : resolve(number)) });
    });
  return { runs, work };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("who asks while one is running gets the next, shared by all who wait", async () => {
  const { runs, work } = aWork();
  const ask = oneAtATime(work);
  const [first, second, third] = [ask("a"), ask("a"), ask("a")];
  expect(runs).toHaveLength(1);
  runs[0]?.end();
  expect(await first).toBe(1);
  expect(runs).toHaveLength(2);
  const fourth = ask("a");
  runs[1]?.end();
  expect(await Promise.all([second, third])).toEqual([2, 2]);
  runs[2]?.end();
  expect(await fourth).toBe(3);
  const fifth = ask("a");
  runs[3]?.end();
  expect(await fifth).toBe(4);
});

test("keys do not wait for each other, and a failure stops nobody behind it", async () => {
  const { runs, work } = aWork();
  const ask = oneAtATime(work);
  const [a, b, next] = [ask("a"), ask("b"), ask("a")];
  expect(runs.map((run) => run.key)).toEqual(["a", "b"]);
  runs[0]?.end(new Error("no"));
  await expect(a).rejects.toThrow("no");
  await settled();
  runs[2]?.end();
  runs[1]?.end();
  expect(await Promise.all([b, next])).toEqual([2, 3]);
});

test("shared work is begun anew only after it has ended, well or badly", async () => {
  const { runs, work } = aWork();
  const ask = shareRunning(work);
  const both = [ask("a"), ask("a")];
  expect(runs).toHaveLength(1);
  runs[0]?.end();
  expect(await Promise.all(both)).toEqual([1, 1]);
  const bad = ask("a");
  runs[1]?.end(new Error("no"));
  await expect(bad).rejects.toThrow("no");
  const good = ask("a");
  runs[2]?.end();
  expect(await good).toBe(3);
});
