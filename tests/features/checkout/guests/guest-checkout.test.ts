import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { claimAccount } from "#app/features/accounts/claim-account.server.ts";
import { renewClaimLink } from "#app/features/accounts/renew-claim-link.server.ts";
import { signIn } from "#app/features/accounts/sign-in.server.ts";
import { signUp } from "#app/features/accounts/sign-up.server.ts";
import { verifyEmail } from "#app/features/accounts/verify-email.server.ts";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { finishGuestCheckout, resendClaimMail } from "#app/features/checkout/guests/finish-guest-checkout.server.ts";
import { startGuestCheckout } from "#app/features/checkout/guests/start-guest-checkout.server.ts";
import { GUEST_BUYER_DAYS, sweepGuestBuyers } from "#app/features/checkout/guests/sweep-guest-buyers.server.ts";
import { listPeople } from "#app/features/insights/people.queries.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { newSecretToken } from "#app/platform/secret-token.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aGuestPurchase, anOpenGuestCheckout } from "#tests/support/guests.ts";
import { mailsTo, tokenFor } from "#tests/support/outbox.ts";
import { aStudent } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase, orderState } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => shiftClock(0));

const DAY = 24 * 60 * 60 * 1000;
const anAddress = () => `buyer-${randomUUID()}@example.org`;
const accountOf = (email: string) => db.user.findUniqueOrThrow({ where: { email } });
const kindsTo = async (email: string) => (await mailsTo(email)).map(({ kind }) => kind).sort();

describe("before paying", () => {
  test("there is no account, and Stripe's page asks for the address", async () => {
    const people = (await listPeople({})).people.length;
    const checkout = await anOpenGuestCheckout(await aCourseForSale());
    const session = await stripe().checkout.sessions.retrieve(checkout.sessionId);
    expect(session).toMatchObject({ customer_email: null, customer_details: null, amount_total: 14_900 });
    expect((await listPeople({})).people).toHaveLength(people);
    const standIn = await db.user.findUniqueOrThrow({ where: { id: checkout.guestId } });
    expect(standIn).toMatchObject({
      passwordHash: null,
      emailVerifiedAt: null,
      email: expect.stringMatching(/@guest\.invalid$/),
    });
    expect(await finishGuestCheckout({ token: checkout.token, checkoutSessionId: checkout.sessionId })).toMatchObject({
      state: "open",
      sentTo: null,
    });
  });

  test("clicks of one browser at once are one order and one session", async () => {
    const course = await aCourseForSale();
    const { token, orderId } = await anOpenGuestCheckout(course);
    const ask = { press: { courseKey: course.key }, token, clientAddress: "192.0.2.77" };
    const urls = await Promise.all(Array.from({ length: 20 }, () => startGuestCheckout(ask)));
    expect(new Set(urls.map((one) => JSON.stringify(one))).size).toBe(1);
    const orders = await db.order.findMany({ where: { items: { some: { product: { key: course.key } } } } });
    expect(orders.map(({ id }) => id)).toEqual([orderId]);
  });

  test("a flood from one place is stopped, and what is not for sale makes no stand-in", async () => {
    const course = await aCourseForSale();
    const before = await db.guestBuyer.count();
    const refused = await startGuestCheckout({
      press: { courseKey: "no-such-course" },
      token: null,
      clientAddress: "192.0.2.78",
    });
    expect(refused).toEqual({ status: "refused", reason: "no-such-course" });
    expect(await db.guestBuyer.count()).toBe(before);
    const { token } = await anOpenGuestCheckout(course);
    const ask = { press: { courseKey: course.key }, token, clientAddress: "192.0.2.79" };
    const answers = await Promise.all(Array.from({ length: 70 }, () => startGuestCheckout(ask)));
    expect(answers.filter(({ status }) => status === "redirect")).toHaveLength(60);
  });
});

describe("with an address that has no account", () => {
  test("the paid address becomes one account with the course, closed until its link is followed", async () => {
    const course = await aCourseForSale();
    const checkout = await anOpenGuestCheckout(course);
    const email = anAddress();
    await sandbox.controls.payByCard(checkout.sessionId, { email: email.toUpperCase() });
    await Promise.all(Array.from({ length: 8 }, () => fulfil(checkout.sessionId)));
    const account = await accountOf(email);
    expect(account).toMatchObject({ emailVerifiedAt: null, passwordHash: null });
    expect(await orderState(checkout.orderId)).toEqual({ status: "paid", slot: false, attention: null, live: 1, revoked: [] });
    expect(await db.entitlement.findMany({ where: { userId: account.id } })).toMatchObject([
      { courseId: course.courseId, source: "order" },
    ]);
    expect(await kindsTo(email)).toEqual(["claim-account", "receipt"]);
    expect(await db.receipt.findUnique({ where: { orderId: checkout.orderId } })).toMatchObject({ email });
    expect(await signIn({ email, password: "a good guess", clientAddress: "192.0.2.9", userAgent: "" })).toMatchObject({
      reason: "wrong-credentials",
    });
  });

  test("the link is followed once: name and password are theirs, and a session is open", async () => {
    const { email } = await aGuestPurchase(await aCourseForSale(), sandbox.controls);
    const ask = { token: await tokenFor(email, "claim"), name: "Ada Buyer", password: "quite an honest sentence", userAgent: "" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => claimAccount(ask)));
    expect(answers.filter(({ status }) => status === "claimed")).toHaveLength(1);
    expect(await accountOf(email)).toMatchObject({ name: "Ada Buyer", emailVerifiedAt: expect.any(Date) });
    expect(await claimAccount(ask)).toEqual({ status: "refused", reason: "used-link" });
    const entered = await signIn({ email, password: ask.password, clientAddress: "192.0.2.9", userAgent: "" });
    expect(entered).toMatchObject({ status: "signed-in" });
  });

  test("a link that has ended sends another to the same address, and nothing once the account is open", async () => {
    const { email } = await aGuestPurchase(await aCourseForSale(), sandbox.controls);
    const token = await tokenFor(email, "claim");
    shiftClock(8 * DAY);
    const ask = { token, name: "Ada", password: "quite an honest sentence", userAgent: "" };
    expect(await claimAccount(ask)).toEqual({ status: "refused", reason: "expired-link" });
    expect(await renewClaimLink({ token })).toEqual({ status: "mail-sent" });
    const fresh = await tokenFor(email, "claim");
    expect(fresh).not.toBe(token);
    expect(await claimAccount({ ...ask, token: fresh })).toMatchObject({ status: "claimed" });
    const mails = (await mailsTo(email)).length;
    for (const spent of [token, fresh, newSecretToken()])
      expect(await renewClaimLink({ token: spent })).toEqual({ status: "mail-sent" });
    expect(await mailsTo(email)).toHaveLength(mails);
  });

  test("two guests with one new address at once are one account with both", async () => {
    const [one, two] = [await aCourseForSale(), await aCourseForSale()];
    const email = anAddress();
    const checkouts = [await anOpenGuestCheckout(one), await anOpenGuestCheckout(two)];
    for (const { sessionId } of checkouts) await sandbox.controls.payByCard(sessionId, { email });
    await Promise.all(checkouts.flatMap(({ sessionId }) => [fulfil(sessionId), fulfil(sessionId)]));
    const { id } = await accountOf(email);
    expect(await db.entitlement.count({ where: { userId: id } })).toBe(2);
  });

  test("a sign-up with the address that was never confirmed does not keep its password, and its own link opens the course too", async () => {
    const email = anAddress();
    const squatter = { name: "Mallory", email, password: "what mallory chose", clientAddress: "192.0.2.10" };
    await signUp(squatter);
    const verify = await tokenFor(email, "verify-email");
    const { orderId } = await aGuestPurchase(await aCourseForSale(), sandbox.controls, email);
    expect(await kindsTo(email)).toContain("claim-account");
    const token = await tokenFor(email, "claim");
    await claimAccount({ token, name: "Ada", password: "quite an honest sentence", userAgent: "" });
    expect(await verifyEmail({ token: verify, userAgent: "" })).toMatchObject({ status: "refused" });
    const tried = await signIn({ email, password: squatter.password, clientAddress: "192.0.2.9", userAgent: "" });
    expect(tried).toMatchObject({ reason: "wrong-credentials" });
    expect((await orderState(orderId)).live).toBe(1);
  });
});

describe("with an address that has an account", () => {
  test("the course is in that account, which is told to sign in; the browser is told the same as ever", async () => {
    const owner = await aStudent();
    const [course, other] = [await aCourseForSale(), await aCourseForSale()];
    const known = await aGuestPurchase(course, sandbox.controls, owner.email);
    const unknown = await aGuestPurchase(other, sandbox.controls);
    expect(await db.entitlement.findMany({ where: { userId: owner.id } })).toMatchObject([{ courseId: course.courseId }]);
    expect(await kindsTo(owner.email)).toEqual(["bought-without-signing-in", "receipt"]);
    const said = async (checkout: typeof known) =>
      JSON.stringify(await finishGuestCheckout({ token: checkout.token, checkoutSessionId: checkout.sessionId }))
        .replaceAll(/course-\w+/g, "course")
        .replace(/"\w…@/, '"…@');
    expect(await said(known)).toBe(await said(unknown));
    expect(await said(known)).not.toContain(owner.email);
    expect(await db.user.findUnique({ where: { id: owner.id } })).toMatchObject({
      name: owner.name,
      passwordHash: owner.passwordHash,
    });
  });

  test("who had it already keeps one access, and the order asks for a look", async () => {
    const course = await aCourseForSale();
    const { buyer } = await aPurchase(course, sandbox.controls);
    const again = await aGuestPurchase(course, sandbox.controls, buyer.email);
    expect((await orderState(again.orderId)).attention).toMatch(/had this already/);
  });
});

describe("coming back", () => {
  test("only the browser that began it sees anything, and only it has the mail sent again", async () => {
    const course = await aCourseForSale();
    const paid = await aGuestPurchase(course, sandbox.controls);
    const stranger = await anOpenGuestCheckout(course);
    const own = { token: paid.token, checkoutSessionId: paid.sessionId };
    expect(await finishGuestCheckout(own)).toMatchObject({ state: "paid", sentTo: "b…@example.org" });
    for (const token of [null, newSecretToken(), stranger.token]) {
      expect(await finishGuestCheckout({ ...own, token })).toBeNull();
      expect(await resendClaimMail({ ...own, token })).toEqual({ status: "refused", reason: "not-yours" });
    }
    for (const checkoutSessionId of ["", "cs_test_guessed", stranger.sessionId]) {
      expect(await finishGuestCheckout({ token: paid.token, checkoutSessionId })).toBeNull();
    }
    const before = (await mailsTo(paid.email)).length;
    const answers = await Promise.all(Array.from({ length: 9 }, () => resendClaimMail(own)));
    expect(answers.filter(({ status }) => status === "sent")).toHaveLength(5);
    expect(await mailsTo(paid.email)).toHaveLength(before + 5);
  });

  test("a guessed address grants nothing: nobody has paid", async () => {
    const checkout = await anOpenGuestCheckout(await aCourseForSale());
    for (let visit = 0; visit < 3; visit += 1) await fulfil(checkout.sessionId);
    expect(await orderState(checkout.orderId)).toMatchObject({ status: "open", live: 0 });
  });

  test("pressing the button again after paying, or while a bank debit is on its way, leads to what was bought", async () => {
    const course = await aCourseForSale();
    const paid = await aGuestPurchase(course, sandbox.controls);
    const press = (token: string) => startGuestCheckout({ press: { courseKey: course.key }, token, clientAddress: "192.0.2.80" });
    expect(await press(paid.token)).toMatchObject({ status: "bought", checkoutSessionId: paid.sessionId });
    const waiting = await anOpenGuestCheckout(course);
    await sandbox.controls.payByBankDebit(waiting.sessionId, anAddress());
    await fulfil(waiting.sessionId);
    expect(await press(waiting.token)).toMatchObject({ status: "bought", checkoutSessionId: waiting.sessionId });
    expect(await db.order.count({ where: { guestId: paid.guestId } })).toBe(1);
  });
});

describe("money that comes late, or goes back", () => {
  test("a bank debit makes the account when it arrives; where it fails, the address is told and has none", async () => {
    const course = await aCourseForSale();
    const [arrives, fails] = [await anOpenGuestCheckout(course), await anOpenGuestCheckout(course)];
    const [one, two] = [anAddress(), anAddress()];
    await sandbox.controls.payByBankDebit(arrives.sessionId, one);
    await sandbox.controls.payByBankDebit(fails.sessionId, two);
    for (const { sessionId } of [arrives, fails]) await fulfil(sessionId);
    expect(await db.user.count({ where: { email: { in: [one, two] } } })).toBe(0);
    await sandbox.controls.settleBankDebit(arrives.sessionId, "arrives");
    await sandbox.controls.settleBankDebit(fails.sessionId, "fails");
    for (const { sessionId } of [arrives, fails]) await fulfil(sessionId);
    expect((await orderState(arrives.orderId)).live).toBe(1);
    expect(await kindsTo(two)).toEqual(["payment-failed"]);
    expect(await db.user.count({ where: { email: two } })).toBe(0);
    expect(await db.outboxMail.count({ where: { to: { endsWith: "guest.invalid" } } })).toBe(0);
  });

  test("refunded before we heard of it: the order is the account's, and nothing is open", async () => {
    const checkout = await anOpenGuestCheckout(await aCourseForSale());
    const email = anAddress();
    await sandbox.controls.payByCard(checkout.sessionId, { email });
    const { payment_intent } = await stripe().checkout.sessions.retrieve(checkout.sessionId);
    await sandbox.controls.refund({ paymentIntent: payment_intent as string });
    await fulfil(checkout.sessionId);
    expect(await orderState(checkout.orderId)).toMatchObject({ status: "refunded", live: 0 });
    expect(await kindsTo(email)).toEqual(["refund"]);
    expect((await db.order.findUniqueOrThrow({ where: { id: checkout.orderId } })).userId).toBe((await accountOf(email)).id);
  });

  test("money with an address that no account can have waits for a person, and opens nothing", async () => {
    const checkout = await anOpenGuestCheckout(await aCourseForSale());
    await sandbox.controls.payByCard(checkout.sessionId, { email: "böse@exämple" });
    await fulfil(checkout.sessionId);
    expect(await orderState(checkout.orderId)).toMatchObject({ attention: expect.stringMatching(/no address/), live: 0 });
  });
});

test("stand-ins of a month ago go with their unpaid orders; who has paid keeps what they have", async () => {
  const course = await aCourseForSale();
  const [left, open, paid] = [
    await anOpenGuestCheckout(course),
    await anOpenGuestCheckout(course),
    await aGuestPurchase(course, sandbox.controls),
  ];
  await sandbox.controls.expireSession(left.sessionId);
  await fulfil(left.sessionId);
  await sweepGuestBuyers();
  expect(await db.user.count({ where: { id: { in: [left.guestId, open.guestId, paid.guestId] } } })).toBe(3);
  shiftClock((GUEST_BUYER_DAYS + 1) * DAY);
  await sweepGuestBuyers();
  expect(await db.user.findMany({ where: { id: { in: [left.guestId, open.guestId, paid.guestId] } } })).toMatchObject([
    { id: open.guestId },
  ]);
  expect(await db.order.count({ where: { id: left.orderId } })).toBe(0);
  expect(await orderState(paid.orderId)).toMatchObject({ status: "paid", live: 1 });
});
