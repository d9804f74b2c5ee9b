import fc from "fast-check";
import { expect, test } from "vitest";
import { batched } from "#app/platform/batched.ts";

/** Writings that end when the test says so. */
function held() {
  const writings: { things: number[]; end(): void; fail(): void }[] = [];
  const write = (things: number[]) =>
    new Promise<string[]>((resolve, reject) => {
      const end = () => resolve(things.map((thing) => `written ${thing}`));
      writings.push({ things, end, fail: () => reject(new Error(`not ${things.join()}`)) });
    });
  return { write, writings };
}

test("who comes alone is served at once; who comes meanwhile goes with the next", async () => {
  const { write, writings } = held();
  const ask = batched(write, { atOnce: 1, most: 3 });
  const answers = [1, 2, 3, 4, 5].map((thing) => ask(thing));
  expect(writings.map(({ things }) => things)).toEqual([[1]]);
  writings[0]!.end();
  expect(await answers[0]).toBe("written 1");
  await expect.poll(() => writings.map(({ things }) => things)).toEqual([[1], [2, 3, 4]]);
  writings[1]!.end();
  expect(await Promise.all(answers.slice(1, 4))).toEqual(["written 2", "written 3", "written 4"]);
  await expect.poll(() => writings.length).toBe(3);
  writings[2]!.end();
  expect(await answers[4]).toBe("written 5");
});

test("one that cannot be written is refused alone", async () => {
  const ask = batched(
    async (things: number[]) => {
      if (things.includes(13)) throw new Error("thirteen");
      return things.map(String);
    },
    { atOnce: 1, most: 10 },
  );
  const answers = await Promise.allSettled([1, 12, 13, 14].map((thing) => ask(thing)));
  expect(answers.map((answer) => (answer.status === "fulfilled" ? answer.value : (answer.reason as Error).message))).toEqual([
    "1",
    "12",
    "thirteen",
    "14",
  ]);
  expect(await ask(2)).toBe("2");
});

test("where the whole is at fault, everybody hears of it, and nothing is tried again", async () => {
  const { write, writings } = held();
  const ask = batched(write, { atOnce: 1, most: 10, failing: "all" });
  const answers = [1, 2, 3].map((thing) => ask(thing));
  writings[0]!.end();
  await answers[0];
  await expect.poll(() => writings.length).toBe(2);
  writings[1]!.fail();
  const told = await Promise.allSettled(answers.slice(1));
  expect(told.map((one) => one.status === "rejected" && (one.reason as Error).message)).toEqual(["not 2,3", "not 2,3"]);
  expect(writings).toHaveLength(2);
  const next = ask(4);
  writings[2]!.end();
  expect(await next).toBe("written 4");
});

test("everybody is told of their own thing, whatever fails and however many come", async () => {
  const things = fc.array(fc.record({ id: fc.nat(50), bad: fc.boolean(), turns: fc.nat(3) }), { maxLength: 60 });
  const settings = fc.record({ atOnce: fc.integer({ min: 1, max: 3 }), most: fc.integer({ min: 1, max: 7 }) });
  await fc.assert(
    fc.asyncProperty(things, settings, async (all, { atOnce, most }) => {
      let running = 0;
      const write = async (batch: typeof all) => {
        running += 1;
        expect(running).toBeLessThanOrEqual(atOnce);
        expect(batch.length).toBeLessThanOrEqual(most);
        for (let turn = 0; turn < (batch[0]?.turns ?? 0); turn += 1) await Promise.resolve();
        running -= 1;
        if (batch.some(({ bad }) => bad)) throw new Error("bad");
        return batch.map(({ id }) => id);
      };
      const ask = batched(write, { atOnce, most });
      const answers = await Promise.allSettled(all.map((thing) => ask(thing)));
      expect(answers.map((answer) => (answer.status === "fulfilled" ? answer.value : "bad"))).toEqual(
        all.map(({ id, bad }) => (bad ? "bad" : id)),
      );
    }),
  );
});
