import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimAccount } from "#app/features/accounts/claim-account.server.ts";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { startGuestCheckout } from "#app/features/checkout/guests/start-guest-checkout.server.ts";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { tokenFor } from "#tests/support/outbox.ts";
import { aBundle, publishProduct } from "#tests/support/products.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

type Ask = Parameters<typeof startGuestCheckout>[0];

/** Presses a button as somebody who is not signed in, pays and gives themselves a password: what they own then. */
async function buyAndClaim(press: Ask["press"]) {
  const started = await startGuestCheckout({ press, token: null, clientAddress: `2001:db8:${randomUUID().slice(0, 4)}::2` });
  if (started.status !== "redirect") throw new Error(JSON.stringify(started));
  const order = await db.order.findFirstOrThrow({ where: { checkoutUrl: started.url } });
  const session = await stripe().checkout.sessions.retrieve(order.checkoutSessionId!);
  const email = `buyer-${randomUUID()}@example.org`;
  await sandbox.controls.payByCard(session.id, { email });
  await fulfil(session.id);
  const token = await tokenFor(email, "claim");
  await claimAccount({ token, name: "Robin", password: "a long enough sentence", userAgent: "tests" });
  const person = await db.user.findUniqueOrThrow({
    where: { email },
    include: { entitlements: { where: { revokedAt: null }, include: { course: true } } },
  });
  const { amount_total: total, currency } = session;
  return { total, currency, owns: person.entitlements.map(({ course }) => course.key).sort() };
}

test("a visitor buys a bundle: every course of it is theirs when the account is", async () => {
  const courses = [await aCourseForSale(), await aCourseForSale()];
  const bundle = await aBundle(courses);
  expect(await buyAndClaim({ courseKey: bundle.key })).toEqual({
    total: 16_900,
    currency: "usd",
    owns: courses.map(({ key }) => key).sort(),
  });
});

test("a visitor takes what is offered beside a course, and pays for both", async () => {
  const course = await aCourseForSale();
  const scripts = await aCourseForSale({ price: { amount: 3_900, currency: "usd" } });
  const bump = { product: scripts.key, text: "To read aloud.", prices: [{ amount: 2_900, currency: "usd" }] };
  await publishProduct(course.key, { key: course.key, bump });
  expect(await buyAndClaim({ courseKey: course.key, bump: true })).toEqual({
    total: 17_800,
    currency: "usd",
    owns: [course.key, scripts.key].sort(),
  });
});

test("a visitor pays in the currency they chose", async () => {
  const [one, other] = [await aCourseForSale(), await aCourseForSale()];
  const prices = [
    { amount: 16_900, currency: "usd" },
    { amount: 25_000, currency: "jpy" },
  ];
  const bundle = await aBundle([one, other], { prices });
  expect(await buyAndClaim({ courseKey: bundle.key, currency: "jpy" })).toMatchObject({ total: 25_000, currency: "jpy" });
});

test("a visitor who saw another price is not sent to pay", async () => {
  const course = await aCourseForSale();
  const press = { courseKey: course.key, shown: { amount: 9_900, currency: "usd" } };
  const started = await startGuestCheckout({ press, token: null, clientAddress: "2001:db8::4" });
  expect(started).toEqual({ status: "refused", reason: "changed" });
});
