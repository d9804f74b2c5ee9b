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
];

describe("from the page to Stripe's is one call", () => {
  const ALL: typeof SALES = [
    ...SALES,
    ["a plan", async () => ({ ...ofCourse, params: { courseSlug: (await aCourseByPlan()).key }, form: { way: "monthly" } })],
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
  test.each(ALL)("%s", async (_what, sale) => {
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

describe(`opening what was paid is one call and at most ${MOST_STATEMENTS} statements`, () => {
  test.each(SALES)("%s", async (_what, sale) => {
    const { button, params, form } = await sale();
    const buyer = await aStudent();
    await askRoute({ name: button, method: "POST", params, form, cookie: await aCookieOf(buyer) });
    const { checkoutSessionId } = await db.order.findFirstOrThrow({ where: { userId: buyer.id } });
    await sandbox.controls.payByCard(checkoutSessionId!);
    const { calls, stop } = recordCalls();
    const statements = await statementsOf(() => fulfil(checkoutSessionId!));
    stop();
    expect(calls.map(methodOf)).toEqual(["checkout.sessions.retrieve"]);
    expect(statements.length, statements.join("\n")).toBeLessThanOrEqual(MOST_STATEMENTS);
    const again = await statementsOf(() => fulfil(checkoutSessionId!));
    expect(again.length, again.join("\n")).toBeLessThanOrEqual(5);
    expect(await db.entitlement.count({ where: { userId: buyer.id } })).toBeGreaterThan(0);
  });
});
