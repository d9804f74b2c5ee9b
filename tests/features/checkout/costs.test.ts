import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { giftWords } from "#tests/support/gifts.ts";
import { aCookieOf, aStudent } from "#tests/support/people.ts";
import { aCourseByPlan } from "#tests/support/plans.ts";
import { aBundle, publishProduct } from "#tests/support/products.ts";
import { methodOf, recordCalls } from "#tests/support/recorded-requests.ts";
import { askRoute } from "#tests/support/routes.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCoupon, aCourseForSale } from "#tests/support/shop.ts";
import { statementsOf } from "#tests/support/statements.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

/** SQL statements of opening what was paid, BEGIN and COMMIT among them. */
const MOST_STATEMENTS = 12;
/** A subscription and its invoice are things of their own at Stripe, each of which is read and kept. */
const MOST_OF_PLAN = { calls: 4, statements: 40 };

interface Sale {
  /** The page with the button, and where its form goes. */
  page: string;
  button: string;
  params: Record<string, string>;
  form: Record<string, string>;
  guest?: boolean;
}

const ofCourse = { page: "courses.$courseSlug._index", button: "courses.$courseSlug.buy" };
const SALES: [what: string, sale: () => Promise<Sale>][] = [
  ["a course", async () => ({ ...ofCourse, params: { courseSlug: (await aCourseForSale()).key }, form: {} })],
  [
    "a course with a code",
    async () => ({ ...ofCourse, params: { courseSlug: (await aCourseForSale()).key }, form: { code: (await aCoupon()).code } }),
  ],
  [
    "a course with scripts beside it",
    async () => {
      const [course, scripts] = [await aCourseForSale(), await aCourseForSale()];
      const bump = { product: scripts.key, text: "To read aloud.", prices: [{ amount: 2_900, currency: "usd" }] };
      await publishProduct(course.key, { key: course.key, bump });
      return {
        ...ofCourse,
        params: { courseSlug: course.key },
        form: { currency: "usd", shown: "14900", bump: "yes", shownBump: "2900" },
      };
    },
  ],
  [
    "a bundle",
    async () => {
      const { key } = await aBundle([await aCourseForSale(), await aCourseForSale()]);
      return { page: "products.$productKey._index", button: "products.$productKey.buy", params: { productKey: key }, form: {} };
    },
  ],
  [
    "a visitor's course",
    async () => ({ ...ofCourse, params: { courseSlug: (await aCourseForSale()).key }, form: {}, guest: true }),
  ],
  [
    "a gift",
    async () => ({
      ...{ page: "courses.$courseSlug.gift", button: "courses.$courseSlug.gift" },
      params: { courseSlug: (await aCourseForSale()).key },
      form: { ...giftWords(), requestId: randomUUID() },
    }),
  ],
  [
    "seats for a team",
    async () => ({
      ...{ page: "courses.$courseSlug.team", button: "courses.$courseSlug.team" },
      params: { courseSlug: (await aCourseForSale()).key },
      form: { name: "The team", seats: "3", requestId: randomUUID() },
    }),
  ],
];
const PLAN: (typeof SALES)[number] = [
  "a plan",
  async () => ({ ...ofCourse, params: { courseSlug: (await aCourseByPlan()).key }, form: { way: "monthly" } }),
];

describe("from the page to Stripe's is one call", () => {
  test.each([...SALES, PLAN])("%s", async (_what, sale) => {
    const { page, button, params, form, guest } = await sale();
    const cookie = guest ? undefined : await aCookieOf(await aStudent());
    const { calls, stop } = recordCalls();
    expect((await askRoute({ name: page, method: "GET", params, cookie })).status).toBe(200);
    expect(calls).toEqual([]);
    const { location } = await askRoute({ name: button, method: "POST", params, form, cookie });
    stop();
    expect(location).toMatch(/\/payment-sandbox\/pay\//);
    expect(calls.map(methodOf)).toEqual(["checkout.sessions.create"]);
  });

  test("and the second click is none", async () => {
    const params = { courseSlug: (await aCourseForSale()).key };
    const ask = { name: ofCourse.button, method: "POST" as const, params, cookie: await aCookieOf(await aStudent()) };
    const first = await askRoute(ask);
    const { calls, stop } = recordCalls();
    expect((await askRoute(ask)).location).toBe(first.location);
    stop();
    expect(calls).toEqual([]);
  });
});

/** Somebody has paid by card for it: what a command that opens it asks of Stripe and of the database. */
async function costOfOpening(sale: Sale) {
  const { button, params, form, guest } = sale;
  const cookie = guest ? undefined : await aCookieOf(await aStudent());
  const { location } = await askRoute({ name: button, method: "POST", params, form, cookie });
  const sessionId = location!.split("/").at(-1)!;
  await sandbox.controls.payByCard(sessionId);
  const { calls, stop } = recordCalls();
  const statements = await statementsOf(() => fulfil(sessionId));
  stop();
  expect(await db.order.findFirstOrThrow({ where: { checkoutSessionId: sessionId } })).toMatchObject({ status: "paid" });
  const again = await statementsOf(() => fulfil(sessionId));
  return { calls: calls.map(methodOf), statements, again };
}

describe(`opening what was paid is one call and at most ${MOST_STATEMENTS} statements`, () => {
  test.each(SALES)("%s", async (what, sale) => {
    const { calls, statements, again } = await costOfOpening(await sale());
    expect(calls).toEqual(["checkout.sessions.retrieve"]);
    expect(statements.length, statements.join("\n")).toBeLessThanOrEqual(MOST_STATEMENTS);
    // A team's seats are looked at too.
    expect(again.length, again.join("\n")).toBeLessThanOrEqual(what.startsWith("seats") ? 7 : 5);
  });
});

test(`the first payment of a plan is at most ${MOST_OF_PLAN.calls} calls and ${MOST_OF_PLAN.statements} statements`, async () => {
  const { calls, statements } = await costOfOpening(await PLAN[1]());
  expect(calls.length, calls.join(" ")).toBeLessThanOrEqual(MOST_OF_PLAN.calls);
  expect(statements.length, statements.join("\n")).toBeLessThanOrEqual(MOST_OF_PLAN.statements);
});
