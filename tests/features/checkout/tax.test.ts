import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { readReceipt } from "#app/features/checkout/order.queries.server.ts";
import { receiptPdf } from "#app/features/checkout/receipt-pdf.server.ts";
import { syncSubscription } from "#app/features/checkout/recurring/sync-subscription.server.ts";
import { booksCsv, booksJson } from "#app/features/insights/books-file.server.ts";
import { exportOrders } from "#app/features/privacy/export-sections.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { env, provideDatabaseUrl } from "#app/platform/env.server.ts";
import { taxWithin } from "#app/platform/stripe/sandbox/tax-rates.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { readPdf } from "#tests/support/pdf-text.ts";
import { aCourseByPlan, anOpenPlanCheckout } from "#tests/support/plans.ts";
import { methodOf, recordCalls } from "#tests/support/recorded-requests.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, aPurchase } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  taxed(true);
});
afterAll(async () => {
  shiftClock(0);
  await sandbox.close();
});

/** Turns the switch, as a start with another STRIPE_TAX does. */
function taxed(on: boolean): void {
  process.env.STRIPE_TAX = String(on);
  provideDatabaseUrl(env().databaseUrl!);
}

const BERLIN = { line1: "Hauptstraße 1", postalCode: "10115", city: "Berlin", country: "DE" };
const ofOrder = async (orderNumber: number, userId: string) => (await readReceipt({ userId, orderNumber }))!;

/** Somebody who buys a course for 149 dollars and says where they live. */
async function buyFrom(address: typeof BERLIN & { taxId?: string }) {
  const checkout = await anOpenCheckout(await aCourseForSale());
  await sandbox.controls.payByCard(checkout.sessionId, { address });
  await fulfil(checkout.sessionId);
  return checkout;
}

test("the tax is within the price: shown, stored, and the buyer pays what they have seen", async () => {
  const { sessionId, orderNumber, buyer } = await buyFrom(BERLIN);
  const session = await stripe().checkout.sessions.retrieve(sessionId);
  expect(session).toMatchObject({
    amount_total: 14_900,
    automatic_tax: { enabled: true, status: "complete" },
    total_details: { amount_tax: 2_379 },
  });
  const receipt = await ofOrder(orderNumber, buyer.id);
  expect(receipt).toMatchObject({
    status: "paid",
    total: 14_900,
    buyer: { tax: 2_379, address: ["Hauptstraße 1", "10115 Berlin", "DE"], taxIds: [] },
  });
  const facts = { siteName: "The School", origin: "https://school.example", locale: "en-GB", timeZone: "UTC" };
  const words = readPdf(await receiptPdf(receipt, ["The School"], facts)).pages.join(" ");
  for (const expected of ["Of which tax", "US$23.79", "Hauptstraße 1", "10115 Berlin"]) expect(words).toContain(expected);
});

test("who gives a VAT number has it on the receipt, and owes the tax themselves", async () => {
  const { orderNumber, buyer } = await buyFrom({ ...BERLIN, taxId: "DE123456789" });
  expect((await ofOrder(orderNumber, buyer.id)).buyer).toMatchObject({ tax: 0, taxIds: ["DE123456789"] });
});

test("Stripe is asked to work the tax out of our prices, and to ask for the address and for a VAT number", async () => {
  const course = await aCourseForSale();
  const { calls, stop } = recordCalls();
  await anOpenCheckout(course);
  await anOpenPlanCheckout(await aCourseByPlan(), "monthly");
  stop();
  const asked = calls.filter((call) => methodOf(call) === "checkout.sessions.create").map(({ params }) => params);
  expect(asked).toHaveLength(2);
  for (const params of asked) {
    expect(params).toMatchObject({
      ...{ automatic_tax: { enabled: true }, tax_id_collection: { enabled: true }, billing_address_collection: "required" },
      line_items: [{ price_data: { tax_behavior: "inclusive" } }],
    });
  }
});

test("nobody pays before they have said where they live", async () => {
  const { sessionId } = await anOpenCheckout(await aCourseForSale());
  await expect(sandbox.controls.payByCard(sessionId)).rejects.toThrow("address");
});

test("the books and the export of one's data have it too", async () => {
  const { orderNumber, buyer } = await buyFrom(BERLIN);
  const month = now().toISOString().slice(0, 7);
  const written = async (file: AsyncGenerator<string>) => {
    let whole = "";
    for await (const part of file) whole += part;
    return whole;
  };
  const line = (await written(booksCsv(month))).split("\n").find((row) => row.split(",")[3] === String(orderNumber));
  expect(line).toContain(",149,USD,23.79,");
  const { lines } = JSON.parse(await written(booksJson(month))) as { lines: { orderNumber: number; tax: number | null }[] };
  expect(lines.filter((one) => one.orderNumber === orderNumber)).toMatchObject([{ amount: 14_900, tax: 2_379 }]);
  expect(await exportOrders(buyer.id)).toMatchObject([
    { receipt: { tax: 2_379, address: ["Hauptstraße 1", "10115 Berlin", "DE"] } },
  ]);
});

test("each payment of a membership has its own", async () => {
  shiftClock(Date.UTC(2031, 0, 10) - Date.now());
  const { sessionId, orderId, buyer } = await anOpenPlanCheckout(await aCourseByPlan(), "monthly");
  await sandbox.controls.payByCard(sessionId, { address: BERLIN });
  await fulfil(sessionId);
  const { stripeSubscriptionId } = await db.subscription.findUniqueOrThrow({ where: { orderId } });
  shiftClock(Date.UTC(2031, 1, 11) - Date.now());
  await sandbox.controls.runBilling();
  await syncSubscription(stripeSubscriptionId);
  const receipts = await db.receipt.findMany({ where: { order: { userId: buyer.id } } });
  expect(receipts.map(({ tax, address }) => [tax, address.at(-1)])).toEqual([
    [303, "DE"],
    [303, "DE"],
  ]);
  shiftClock(0);
});

test("who pays a membership with a VAT number has it on each receipt, and owes the tax themselves", async () => {
  const { sessionId, buyer } = await anOpenPlanCheckout(await aCourseByPlan(), "monthly");
  await sandbox.controls.payByCard(sessionId, { address: { ...BERLIN, taxId: "DE123456789" } });
  await fulfil(sessionId);
  const receipts = await db.receipt.findMany({ where: { order: { userId: buyer.id } } });
  expect(receipts).toMatchObject([{ tax: 0, taxIds: ["DE123456789"] }]);
});

test("without the switch nothing is asked for, and no receipt speaks of tax", async () => {
  taxed(false);
  const { sessionId, orderNumber, buyer } = await aPurchase(await aCourseForSale(), sandbox.controls);
  const session = await stripe().checkout.sessions.retrieve(sessionId);
  expect([session.automatic_tax.enabled, session.billing_address_collection]).toEqual([false, null]);
  const receipt = await ofOrder(orderNumber, buyer.id);
  expect(receipt.buyer).toMatchObject({ tax: null, address: [], taxIds: [] });
  const facts = { siteName: "The School", origin: `https://${randomUUID()}.example`, locale: "en-GB", timeZone: "UTC" };
  expect(readPdf(await receiptPdf(receipt, ["The School"], facts)).pages.join(" ")).not.toContain("tax");
  taxed(true);
});

test("the switch turned while a payment page is open changes nothing on it", async () => {
  taxed(false);
  const { sessionId, orderNumber, buyer } = await anOpenCheckout(await aCourseForSale());
  taxed(true);
  await sandbox.controls.payByCard(sessionId);
  expect((await fulfil(sessionId)).outcome).toBe("fulfilled");
  expect((await ofOrder(orderNumber, buyer.id)).buyer.tax).toBeNull();
});

test("tax and what is left of the price add up, and never exceed it", () => {
  const anAddress = fc.record({ country: fc.constantFrom("DE", "AT", "US", "ZZ"), taxId: fc.constantFrom("", "X1") });
  fc.assert(
    fc.property(fc.nat(99_999_999), anAddress, (amount, address) => {
      const tax = taxWithin(amount, address);
      expect(Number.isInteger(tax) && tax >= 0 && tax < Math.max(1, amount)).toBe(true);
      if (address.taxId !== "" || ["US", "ZZ"].includes(address.country)) expect(tax).toBe(0);
      else expect(Math.abs((amount - tax) * (address.country === "DE" ? 0.19 : 0.2) - tax)).toBeLessThanOrEqual(1);
    }),
  );
});
