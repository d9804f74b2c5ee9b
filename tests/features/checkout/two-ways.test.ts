import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { grantManually } from "#app/features/access/grant-entitlement.server.ts";
import { decideLessonAccess } from "#app/features/access/lesson-access.server.ts";
import { redeemGift } from "#app/features/checkout/gifts/redeem-gift.server.ts";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { previewRefund, type RefundPreview, refundOrder } from "#app/features/checkout/refund-order.server.ts";
import { joinTeam } from "#app/features/checkout/teams/join-team.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { PublishedCourse } from "#tests/support/courses.ts";
import { aSentGift } from "#tests/support/gifts.ts";
import { anAdmin, aStudent } from "#tests/support/people.ts";
import { aCourseByPlan, aPlan } from "#tests/support/plans.ts";
import { aBundle } from "#tests/support/products.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase } from "#tests/support/shop.ts";
import { addresses, aTeam } from "#tests/support/teams.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let admin: Awaited<ReturnType<typeof anAdmin>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  admin = await anAdmin();
});
afterAll(() => sandbox.close());

type Person = Awaited<ReturnType<typeof aStudent>>;
/** A way to a course: gives it to somebody, and tells the number of the order whose money it is. */
type Way = (course: PublishedCourse, person: Person) => Promise<number>;

const numberOf = async (orderId: string) => (await db.order.findUniqueOrThrow({ where: { id: orderId } })).number;
const WAYS: Record<string, Way> = {
  "an own purchase": async (course, person) => (await aPurchase(course, sandbox.controls, person)).orderNumber,
  "a bundle": async (course, person) => {
    const bundle = await aBundle([course, await aCourseForSale()]);
    return (await aPurchase(bundle, sandbox.controls, person)).orderNumber;
  },
  "a gift": async (course, person) => {
    const gift = await aSentGift(course, sandbox.controls);
    const taken = await redeemGift({ userId: person.id, token: gift.token });
    if (taken.status !== "redeemed") throw new Error(JSON.stringify(taken));
    return gift.orderNumber;
  },
  "a membership": async (course, person) => (await aPlan(course, "monthly", sandbox.controls, { buyer: person })).orderNumber,
  instalments: async (course, person) => (await aPlan(course, "in-three", sandbox.controls, { buyer: person })).orderNumber,
  "a seat": async (course, person) => {
    const team = await aTeam(course, sandbox.controls, { seats: 2, emails: addresses(1) });
    const joined = await joinTeam({ userId: person.id, token: team.tokens[0]! });
    if (joined.status !== "joined") throw new Error(JSON.stringify(joined));
    return numberOf(team.orderId);
  },
};

const isOpen = async ({ key }: { key: string }, person: Person) =>
  (await decideLessonAccess({ viewer: { id: person.id, role: "student" }, courseKey: key, lessonKey: "closed" })).decision
    .allowed;

async function refundAll(orderNumber: number): Promise<RefundPreview> {
  const preview = await previewRefund({ orderNumber });
  if (preview.status !== "preview") throw new Error(JSON.stringify(preview));
  const ask = {
    orderNumber,
    amount: preview.left,
    left: preview.left,
    requestId: randomUUID(),
    actorId: admin.id,
    reason: "Asked",
  };
  expect(await refundOrder(ask)).toMatchObject({ status: "refunded" });
  return preview;
}

describe.each([
  // What can come second is what is not refused to somebody who has the course.
  ["a membership", "a gift"],
  ["a seat", "an own purchase"],
  ["a gift", "a bundle"],
  ["instalments", "a bundle"],
])("%s and %s", (first, second) => {
  test.each([
    ["the first", 0],
    ["the second", 1],
  ])("losing %s leaves the course open, as was said before; losing both closes it", async (_name, lost) => {
    const course = await aCourseByPlan();
    const person = await aStudent();
    const orders = [await WAYS[first]!(course, person), await WAYS[second]!(course, person)];
    expect(await isOpen(course, person)).toBe(true);
    const before = await refundAll(orders[lost]!);
    expect(before.closes).toHaveLength(1);
    expect(before.stays).toHaveLength(1);
    expect(await isOpen(course, person)).toBe(true);
    await reconcile();
    expect(await isOpen(course, person)).toBe(true);
    const last = await refundAll(orders[1 - lost]!);
    expect(last).toMatchObject({ closes: [expect.any(String)], stays: [] });
    expect(await isOpen(course, person)).toBe(false);
  });
});

describe("an own purchase and the bundle that it counts towards", () => {
  test("losing the bundle leaves the purchase", async () => {
    const course = await aCourseForSale();
    const person = await aStudent();
    const own = await WAYS["an own purchase"]!(course, person);
    const bundle = await WAYS["a bundle"]!(course, person);
    expect(await previewRefund({ orderNumber: own })).toMatchObject({ reason: "counts-elsewhere", orderNumber: bundle });
    expect((await refundAll(bundle)).stays).toHaveLength(1);
    expect(await isOpen(course, person)).toBe(true);
    expect((await refundAll(own)).stays).toEqual([]);
    expect(await isOpen(course, person)).toBe(false);
  });

  test("losing the purchase, as in Stripe's dashboard, leaves the bundle", async () => {
    const course = await aCourseForSale();
    const person = await aStudent();
    const { paymentIntent } = await aPurchase(course, sandbox.controls, person);
    const bundle = await WAYS["a bundle"]!(course, person);
    await sandbox.controls.refund({ paymentIntent });
    await reconcile();
    expect(await isOpen(course, person)).toBe(true);
    await refundAll(bundle);
    expect(await isOpen(course, person)).toBe(false);
  });
});

test("a course that was granted by hand too stays open, and a bundle's other courses close", async () => {
  const [course, other] = [await aCourseForSale(), await aCourseForSale()];
  const person = await aStudent();
  const { orderNumber } = await aPurchase(await aBundle([course, other]), sandbox.controls, person);
  await grantManually({ userId: person.id, courseId: course.courseId, actorId: admin.id, reason: "A prize" });
  const { stays } = await refundAll(orderNumber);
  expect(stays).toHaveLength(1);
  expect([await isOpen(course, person), await isOpen(other, person)]).toEqual([true, false]);
});

test("a part that goes back of a gift or a plan closes nothing, and a seat's price closes a seat: the preview says so", async () => {
  const course = await aCourseByPlan();
  const gift = await WAYS["a gift"]!(course, await aStudent());
  expect(await previewRefund({ orderNumber: gift, amount: 100 })).toMatchObject({ closes: [], stays: [] });
  const plan = await WAYS["a membership"]!(course, await aStudent());
  expect(await previewRefund({ orderNumber: plan, amount: 100 })).toMatchObject({ closes: [], stays: [] });
  const team = await aTeam(course, sandbox.controls, { seats: 3 });
  expect(await previewRefund({ orderNumber: await numberOf(team.orderId), amount: 14_900 })).toMatchObject({
    closes: [expect.stringContaining("1 seat")],
  });
});
