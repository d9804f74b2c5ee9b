import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rightOfWay } from "#app/platform/right-of-way.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that ends when the test says so. */
function held() {
  let end!: () => void;
  let fail!: () => void;
  const work = new Promise<string>((resolve, reject) => {
    end = () => resolve("done");
    fail = () => reject(new Error("not done"));
  });
  return { work: () => work, end, fail };
}

/** Whether it has resolved by now. */
async function isOver(waiting: Promise<void>): Promise<boolean> {
  const notYet = Symbol("not yet");
  return (await Promise.race([waiting, vi.advanceTimersByTimeAsync(0).then(() => notYet)])) !== notYet;
}

test("where nobody waits for anything, nobody gives way", async () => {
  expect(await isOver(rightOfWay({ patience: 1_000 }).giveWay())).toBe(true);
});

test("what can wait begins when the last of what goes first has ended, also where that failed", async () => {
  const way = rightOfWay({ patience: 1_000 });
  const [one, other] = [held(), held()];
  const firsts = Promise.allSettled([way.first(one.work), way.first(other.work)]);
  const later = [way.giveWay(), way.giveWay()];
  one.end();
  expect(await isOver(later[0]!)).toBe(false);
  other.fail();
  await Promise.all(later);
  const [done, failed] = await firsts;
  expect(done).toMatchObject({ value: "done" });
  expect(failed).toMatchObject({ reason: { message: "not done" } });
  expect(vi.getTimerCount()).toBe(0);
});

test("it waits no longer than its patience", async () => {
  const way = rightOfWay({ patience: 1_000 });
  const endless = held();
  const first = way.first(endless.work);
  const later = way.giveWay();
  await vi.advanceTimersByTimeAsync(999);
  expect(await isOver(later)).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  await later;
  endless.end();
  expect(await first).toBe("done");
});
