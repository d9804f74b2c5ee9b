import { afterAll, beforeAll, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { readReceipt } from "#app/features/checkout/order.queries.server.ts";
import { receiptPdf } from "#app/features/checkout/receipt-pdf.server.ts";
import { readEnv } from "#app/platform/env.server.ts";
import { readPdf } from "#tests/support/pdf-text.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

/** A long address is broken over two lines. */
const solid = (text: string) => text.replaceAll("\u2212", "-").replace(/\s/g, "");
const facts = { siteName: "The School", origin: "https://school.example", locale: "en-GB", timeZone: "Europe/Berlin" };

test("the file says who sold what to whom, and what went back", async () => {
  const { buyer, orderNumber, paymentIntent, sessionId } = await aPurchase(await aCourseForSale(), sandbox.controls);
  await sandbox.controls.refund({ paymentIntent, amount: 4_900 });
  await fulfil(sessionId);
  const receipt = (await readReceipt({ userId: buyer.id, orderNumber }))!;
  const seller = readEnv({ SELLER: "The School Ltd | 1 High Street, Leeds | VAT GB123" }).seller;
  const { pages, tags } = readPdf(await receiptPdf(receipt, seller, facts));
  const words = pages.join("\n");
  for (const expected of [
    "The School Ltd",
    "1 High Street, Leeds",
    "VAT GB123",
    buyer.email,
    "US$149.00",
    "-US$49.00",
    "US$100.00",
  ]) {
    expect(solid(words)).toContain(solid(expected));
  }
  expect(words).toContain(`Receipt ${receipt.receiptNumber}`);
  expect(tags).toEqual(expect.arrayContaining(["H1", "Table", "TH"]));
});
