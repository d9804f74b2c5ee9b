import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { aBundle } from "#tests/support/products.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCoupon, aCourseForSale } from "#tests/support/shop.ts";
import { checkAgainstBooks, checkNothingUnpaidIsOpen } from "./stripe-oracle.ts";
import { anAct, aWay, Shop } from "./stripe-shop.ts";

const RUNS = Number(process.env.SCHEDULES ?? 500);
const SEED = Number(process.env.SCHEDULES_SEED ?? 20_261_122);
/** Longer than a payment page lives: what one schedule leaves open has expired in the next. */
const BETWEEN = 25 * 60 * 60 * 1000;

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(async () => {
  shiftClock(0);
  await sandbox.close();
});

/** What happens at once, then what happens at once after that, and so on. */
const happenings = (constraints: fc.ArrayConstraints) => fc.array(fc.array(anAct, { minLength: 1, maxLength: 4 }), constraints);
const schedule = fc.record({
  ways: fc.array(aWay, { minLength: 1, maxLength: 2 }),
  first: happenings({ minLength: 2, maxLength: 5 }),
  later: happenings({ minLength: 0, maxLength: 3 }),
  lateMoney: fc.constantFrom("arrives" as const, "fails" as const),
});
type Schedule = typeof schedule extends fc.Arbitrary<infer Value> ? Value : never;

const name = `whatever happens in whatever order, Stripe's books, our ledger and the access agree in the end (${RUNS} schedules, seed ${SEED})`;
test(name, { timeout: RUNS * 2_000 }, async () => {
  const courses = [await aCourseForSale(), await aCourseForSale({ price: { amount: 1_900, currency: "eur" } })];
  const bundle = await aBundle(courses);
  const goods = { courses: courses.map(({ key }) => key), bundle: bundle.key, code: (await aCoupon()).code };
  let played = 0;
  const check = async ({ ways, first, later, lateMoney }: Schedule) => {
    played += 1;
    // On from where the last one let it get.
    shiftClock(now().getTime() - Date.now() + BETWEEN);
    const shop = await Shop.open(sandbox.controls, goods, ways);
    for (const acts of first) {
      await shop.play(acts);
      await checkNothingUnpaidIsOpen(shop);
    }
    await reconcile();
    await checkAgainstBooks(shop);
    for (const acts of later) await shop.play(acts);
    // Days later the delayed payments are decided; half of the news is lost.
    await shop.decideDelayed(lateMoney);
    await reconcile();
    await checkAgainstBooks(shop);
  };
  await fc.assert(fc.asyncProperty(schedule, check), { numRuns: RUNS, seed: SEED });
  expect(played).toBe(RUNS);
});
