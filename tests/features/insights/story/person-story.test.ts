import { afterAll, beforeAll, expect, test } from "vitest";
import { grantManually } from "#app/features/access/grant-entitlement.server.ts";
import { redeemGift } from "#app/features/checkout/gifts/redeem-gift.server.ts";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { joinTeam } from "#app/features/checkout/teams/join-team.server.ts";
import { readStory } from "#app/features/insights/story/person-story.queries.server.ts";
import { db } from "#app/platform/db.server.ts";
import { action, loader } from "#app/routes/admin.people.$userId.tsx";
import { aSentGift } from "#tests/support/gifts.ts";
import { aCookieOf, anAdmin, aStudent } from "#tests/support/people.ts";
import { aCourseByPlan, aPlan } from "#tests/support/plans.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase, orderState } from "#tests/support/shop.ts";
import { addresses, aTeam } from "#tests/support/teams.ts";
import { responseOf, visit } from "#tests/support/visit.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let admin: Awaited<ReturnType<typeof anAdmin>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  admin = await anAdmin({ name: "Ada Admin" });
});
afterAll(() => sandbox.close());

const told = async (userId: string) => (await readStory(userId)).lines.map(({ kind, words }) => `${kind}: ${words}`);

test("somebody of whom nothing is known has no story", async () => {
  expect(await readStory((await aStudent()).id)).toEqual({ lines: [], cut: false });
});

test("a purchase from the order to the refund and the dispute, with who did what and why, the newest first", async () => {
  const course = await aCourseForSale();
  const { buyer, orderNumber, orderId, paymentIntent } = await aPurchase(course, sandbox.controls);
  await sandbox.controls.refund({ paymentIntent, amount: 4_900 });
  const dispute = await sandbox.controls.openDispute({ paymentIntent, amount: 10_000 });
  await reconcile();
  await sandbox.controls.closeDispute(dispute.id, "lost");
  await reconcile();
  await grantManually({ userId: buyer.id, courseId: course.courseId, actorId: admin.id, reason: "Kept as a courtesy" });
  const { lines, cut } = await readStory(buyer.id);
  expect(cut).toBe(false);
  const words = lines.map((line) => `${line.kind}: ${line.words}`);
  for (const expected of [
    /^order: Ordered .* for themselves\.$/,
    /^money: Paid\.$/,
    /^access: .* opened: bought\.$/,
    /^money: Money went back\.$/,
    /^money: The buyer's bank took the money\.$/,
    /^access: The order closed: the buyer's bank took the payment back\.$/,
    /^access: .* opened: granted by hand\.$/,
    /^stripe: Stripe told: charge\.dispute\.closed/,
    /^desk: The order went from “.*” to “.*”\.$/,
  ])
    expect(
      words.filter((one) => expected.test(one)),
      String(expected),
    ).not.toEqual([]);
  const times = lines.map(({ at }) => Math.floor(at.getTime() / 1000));
  expect(times).toEqual([...times].sort((a, b) => b - a));
  expect(lines.find(({ words }) => words === "Was granted a course by hand.")).toMatchObject({
    ...{ by: { name: "Ada Admin" }, why: "Kept as a courtesy", orderNumber: null },
  });
  expect(lines.find(({ words }) => words === "Money went back.")).toMatchObject({
    ...{ money: { amount: -4_900, currency: "usd" }, orderNumber },
  });
  // Nothing of somebody else's is in it.
  await aPurchase(course, sandbox.controls);
  expect((await readStory(buyer.id)).lines).toHaveLength(lines.length);
  expect(await db.order.findUnique({ where: { id: orderId } })).toMatchObject({ status: "failed" });
});

test("what was bought by others and taken, and what was bought for others, is told on both sides", async () => {
  const course = await aCourseByPlan();
  const gift = await aSentGift(course, sandbox.controls);
  const taker = await aStudent();
  await redeemGift({ userId: taker.id, token: gift.token });
  expect(await told(taker.id)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^gift: Took a gift of /),
      expect.stringMatching(/opened: a gift\.$/),
      "money: Paid.",
    ]),
  );
  expect(await told(gift.buyer.id)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^order: Ordered .* as a gift\.$/),
      expect.stringMatching(/^gift: Their gift of .* was mailed\.$/),
      expect.stringMatching(/^gift: Their gift of .* was taken\.$/),
    ]),
  );
  const team = await aTeam(course, sandbox.controls, { seats: 2, name: "Night shift", emails: addresses(1) });
  const member = await aStudent();
  await joinTeam({ userId: member.id, token: team.tokens[0]! });
  expect(await told(member.id)).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^seat: Took a seat of the team “Night shift”/),
      expect.stringMatching(/a seat of a team\.$/),
    ]),
  );
  const plan = await aPlan(course, "monthly", sandbox.controls);
  expect(await told(plan.buyer.id)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^plan: Began to pay for /), expect.stringMatching(/opened: a membership\.$/)]),
  );
});

test("the button compares all of theirs with Stripe, says what came of it, and is in the log", async () => {
  const { buyer, orderId, sessionId } = await anOpenCheckout(await aCourseForSale());
  await sandbox.controls.payByCard(sessionId);
  const cookie = await aCookieOf(admin);
  const page = (query = "", form?: Record<string, string>) =>
    visit(`/admin/people/${buyer.id}${query}`, { cookie, params: { userId: buyer.id }, form });
  const press = async () => (await responseOf(() => action(page("", { intent: "reconcile" })))).headers.get("Location");
  expect(await press()).toBe(`/admin/people/${buyer.id}?done=reconcile-mended`);
  expect(await orderState(orderId)).toMatchObject({ status: "paid", live: 1 });
  expect(await press()).toBe(`/admin/people/${buyer.id}?done=reconcile-same`);
  const { story, notice } = await loader(page("?done=reconcile-mended"));
  expect(notice).toMatch(/mended/);
  expect(story.lines.filter(({ words }) => words === "All of theirs was compared with Stripe.")).toMatchObject([
    { by: { name: "Ada Admin" } },
    { by: { name: "Ada Admin" } },
  ]);
  await sandbox.close();
  expect(await press()).toBe(`/admin/people/${buyer.id}?done=reconcile-failed`);
  sandbox = await startSandbox();
});
