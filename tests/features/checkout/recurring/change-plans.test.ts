import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cancelPlan } from "#app/features/checkout/recurring/cancel-plan.server.ts";
import { changeCard } from "#app/features/checkout/recurring/change-card.server.ts";
import { keepPlan } from "#app/features/checkout/recurring/keep-plan.server.ts";
import { listOwnPlans, readOwnPlan } from "#app/features/checkout/recurring/plans.queries.server.ts";
import { previewSwitch, switchPlan } from "#app/features/checkout/recurring/switch-plan.server.ts";
import { syncSubscription } from "#app/features/checkout/recurring/sync-subscription.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aStudent } from "#tests/support/people.ts";
import { aCourseByPlan, aPlan, planState } from "#tests/support/plans.ts";
import { startSandbox } from "#tests/support/sandbox.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

async function pass(plan: { subscription: string }, milliseconds: number) {
  shiftClock(now().getTime() - Date.now() + milliseconds);
  await sandbox.controls.runBilling();
  await syncSubscription(plan.subscription);
}
const asOwner = (plan: { buyer: { id: string }; planId: string }) => ({ userId: plan.buyer.id, planId: plan.planId });
const kinds = async (email: string) => (await db.outboxMail.findMany({ where: { to: email } })).map((mail) => mail.kind);

test("a membership that is cancelled stays open to the end of what was paid, and not a day longer", async () => {
  const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls);
  const answers = await Promise.all([cancelPlan(asOwner(plan)), cancelPlan(asOwner(plan)), cancelPlan(asOwner(plan))]);
  expect(new Set(answers.map((answer) => answer.status))).not.toContain("refused");
  const state = await planState(plan.planId);
  expect(state.accessEndsAt).toEqual(state.paidUntil);
  expect(state).toMatchObject({ status: "active", accessOpen: true, nextPaymentAt: null });
  expect(await kinds(plan.buyer.email)).toEqual(["receipt", "plan-cancelled"]);
  await pass(plan, 32 * DAY);
  expect(await planState(plan.planId)).toMatchObject({ status: "canceled", accessOpen: false, slot: false, received: 1_900 });
  expect(await keepPlan(asOwner(plan))).toEqual({ status: "refused", reason: "ended" });
  expect(await kinds(plan.buyer.email)).toEqual(["receipt", "plan-cancelled", "plan-ended"]);
});

test("a cancellation is taken back before the end, and the next payment comes", async () => {
  const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls);
  await cancelPlan(asOwner(plan));
  expect(await keepPlan(asOwner(plan))).toEqual({ status: "kept" });
  expect(await keepPlan(asOwner(plan))).toEqual({ status: "not-cancelled" });
  await pass(plan, 31 * DAY + 2 * HOUR);
  expect(await planState(plan.planId)).toMatchObject({ status: "active", paid: 2, cancelAt: null });
});

test("where a payment is missing, cancelling ends it at once, and nothing is tried again", async () => {
  const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls, { later: "declines" });
  await pass(plan, 31 * DAY + 2 * HOUR);
  expect(await cancelPlan(asOwner(plan))).toEqual({ status: "cancelled" });
  await sandbox.controls.changeCard(plan.subscription, "works");
  await pass(plan, 20 * DAY);
  expect(await planState(plan.planId)).toMatchObject({ status: "canceled", accessOpen: false, received: 1_900 });
});

test("instalments are paid to the end: nobody cancels them by themselves", async () => {
  const plan = await aPlan(await aCourseByPlan(), "in-three", sandbox.controls);
  expect(await cancelPlan(asOwner(plan))).toEqual({ status: "refused", reason: "instalments" });
  expect(await keepPlan(asOwner(plan))).toEqual({ status: "not-cancelled" });
  expect(await switchPlan({ ...asOwner(plan), way: "monthly", requestKey: randomUUID() })).toMatchObject({
    reason: "no-such-way",
  });
});

test("what is somebody else's is not there", async () => {
  const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls);
  const ask = { userId: (await aStudent()).id, planId: plan.planId };
  const none = { status: "refused", reason: "no-such-plan" };
  expect(await cancelPlan(ask)).toEqual(none);
  expect(await keepPlan(ask)).toEqual(none);
  expect(await changeCard(ask)).toEqual(none);
  expect(await previewSwitch({ ...ask, way: "yearly" })).toEqual(none);
  expect(await switchPlan({ ...ask, way: "yearly", requestKey: randomUUID() })).toEqual(none);
  expect(await readOwnPlan(ask)).toBeNull();
  expect(await listOwnPlans(ask.userId)).toEqual([]);
  expect(await planState(plan.planId)).toMatchObject({ status: "active", cancelAt: null });
});

test("to a year: what is left of the month is counted, the rest is charged once, however often it is pressed", async () => {
  const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls);
  const preview = await previewSwitch({ ...asOwner(plan), way: "yearly" });
  expect(preview).toMatchObject({ status: "preview", dueNow: 17_100, credit: 0 });
  const ask = { ...asOwner(plan), way: "yearly", requestKey: randomUUID() };
  const answers = await Promise.all([switchPlan(ask), switchPlan(ask), switchPlan(ask)]);
  expect(new Set(answers.map((answer) => answer.status))).not.toContain("refused");
  const state = await planState(plan.planId);
  expect(state).toMatchObject({ status: "active", received: 19_000, receipts: 2, attention: null });
  expect(Math.round((state.paidUntil!.getTime() - now().getTime()) / DAY)).toBeGreaterThanOrEqual(365);
  const page = await readOwnPlan(asOwner(plan));
  expect(page?.terms).toMatchObject({ amount: 19_000, interval: "year" });
  expect(page?.others.map((other) => other.key)).toEqual(["monthly", "on-trial"]);
});

test("back to a month: the rest of the year is credit, and cancelling then does not keep the year open", async () => {
  const plan = await aPlan(await aCourseByPlan(), "yearly", sandbox.controls);
  const preview = await previewSwitch({ ...asOwner(plan), way: "monthly" });
  expect(preview).toMatchObject({ dueNow: 0, credit: 17_100 });
  await switchPlan({ ...asOwner(plan), way: "monthly", requestKey: randomUUID() });
  const after = await planState(plan.planId);
  expect(after).toMatchObject({ status: "active", received: 19_000, accessOpen: true });
  expect(after.paidUntil!.getTime() - now().getTime()).toBeLessThan(32 * DAY);
  await pass(plan, 31 * DAY + 2 * HOUR);
  // The second month is paid by the credit.
  expect(await planState(plan.planId)).toMatchObject({ status: "active", received: 19_000, accessOpen: true });
  await cancelPlan(asOwner(plan));
  await pass(plan, 32 * DAY);
  expect(await planState(plan.planId)).toMatchObject({ status: "canceled", accessOpen: false });
});

test("a card that is declined changes nothing", async () => {
  const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls, { later: "declines" });
  const ask = { ...asOwner(plan), way: "yearly", requestKey: randomUUID() };
  expect(await switchPlan(ask)).toEqual({ status: "refused", reason: "card-declined" });
  await syncSubscription(plan.subscription);
  expect(await planState(plan.planId)).toMatchObject({ status: "active", received: 1_900, attention: null });
});

test("the card is changed on Stripe's page, and the next payment is by the new one", async () => {
  const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls, { later: "declines" });
  const portal = await changeCard(asOwner(plan));
  expect(portal).toMatchObject({ status: "redirect", url: expect.stringContaining("/payment-sandbox/portal/bps_") });
  const page = await fetch((portal as { url: string }).url.replace(/^https?:\/\/[^/]+/, sandbox.apiUrl), {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ choice: "works" }),
  });
  expect(page.headers.get("location")).toContain(`/account/plans/${plan.planId}?card`);
  await pass(plan, 31 * DAY + 2 * HOUR);
  expect(await planState(plan.planId)).toMatchObject({ status: "active", paid: 2 });
});

test("a card that will not last to the next payment is told of once, a month before it ends", async () => {
  const plan = await aPlan(await aCourseByPlan(), "monthly", sandbox.controls);
  const soon = new Date(now().getTime() + 5 * DAY);
  await sandbox.controls.changeCard(plan.subscription, "works", { month: soon.getUTCMonth() + 1, year: soon.getUTCFullYear() });
  const { current_period_end } = (await stripe().subscriptions.retrieve(plan.subscription)).items.data[0]!;
  const ends = Date.UTC(soon.getUTCFullYear(), soon.getUTCMonth() + 1, 1);
  await syncSubscription(plan.subscription);
  await syncSubscription(plan.subscription);
  const told = (await kinds(plan.buyer.email)).filter((kind) => kind === "card-expires");
  expect(told).toHaveLength(ends <= current_period_end * 1000 ? 1 : 0);
});
