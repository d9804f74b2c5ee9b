import { afterAll, beforeAll, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { isBookMonth, listBookMonths, readBookLines } from "#app/features/insights/books.queries.server.ts";
import { booksCsv, booksJson } from "#app/features/insights/books-file.server.ts";
import { readRevenue } from "#app/features/insights/revenue.queries.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase } from "#tests/support/shop.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
let yen: Awaited<ReturnType<typeof aCourseForSale>>;
let dollars: Awaited<ReturnType<typeof aCourseForSale>>;
const DAY = 24 * 60 * 60 * 1000;
const monthOf = (shift: number) => new Date(Date.now() + shift).toISOString().slice(0, 7);

async function textOf(pieces: AsyncGenerator<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

beforeAll(async () => {
  sandbox = await startSandbox();
  yen = await aCourseForSale({ price: { amount: 12_000, currency: "jpy" } });
  dollars = await aCourseForSale();
  await aPurchase(yen, sandbox.controls);
  const bought = await aPurchase(dollars, sandbox.controls);
  await aPurchase(dollars, sandbox.controls);
  // Two months on, a part of one goes back.
  shiftClock(62 * DAY);
  await sandbox.controls.refund({ paymentIntent: bought.paymentIntent, amount: 4_905 });
  await fulfil(bought.sessionId);
});
afterAll(async () => {
  shiftClock(0);
  await sandbox.close();
});

test("months have what came and went in them, by currency, and agree with the ledger to the cent", async () => {
  expect(await listBookMonths()).toEqual([
    { month: monthOf(62 * DAY), currency: "usd", received: 0, refunded: -4_905, disputed: 0, net: -4_905, lines: 1 },
    { month: monthOf(0), currency: "jpy", received: 12_000, refunded: 0, disputed: 0, net: 12_000, lines: 1 },
    { month: monthOf(0), currency: "usd", received: 29_800, refunded: 0, disputed: 0, net: 29_800, lines: 2 },
  ]);
  for (const { month } of await listBookMonths()) {
    const json = JSON.parse(await textOf(booksJson(month)));
    for (const { currency, net } of json.totals) {
      const lines = json.lines.filter((line: { currency: string }) => line.currency === currency);
      expect(lines.reduce((sum: number, line: { amount: number }) => sum + line.amount, 0)).toBe(net);
    }
  }
});

test("the file for spreadsheets has amounts with the decimals of their currency", async () => {
  const [, ...lines] = (await textOf(booksCsv(monthOf(0)))).trimEnd().split("\r\n");
  const cells = lines.map((line) => line.split(","));
  expect(cells.map((line) => [line[2], line[6], line[7]])).toEqual(
    expect.arrayContaining([
      ["payment", "12000", "JPY"],
      ["payment", "149", "USD"],
    ]),
  );
  const [, refund] = (await textOf(booksCsv(monthOf(62 * DAY)))).trimEnd().split("\r\n");
  expect(refund).toContain("refund,");
  expect(refund).toContain(",-49.05,USD,,re_");
});

test("revenue is by month and product, for one course alone", async () => {
  expect(await readRevenue({ id: yen.courseId })).toEqual([
    expect.objectContaining({ month: monthOf(0), currency: "jpy", sales: expect.any(Number), returned: 0 }),
  ]);
  const [later, sold] = await readRevenue({ id: dollars.courseId });
  expect(later).toMatchObject({ month: monthOf(62 * DAY), sales: 0, received: 0, returned: -4_905, net: -4_905 });
  expect(sold).toMatchObject({ month: monthOf(0), sales: 2, received: 29_800, returned: 0, net: 29_800 });
});

test("live money never stands beside play money", async () => {
  const { orderId, currency } = (await db.ledgerEntry.findFirst({ where: { kind: "payment" } }))!;
  const line = { key: "payment:pi_live", kind: "payment" as const, orderId, amount: 1, currency, livemode: true };
  await db.ledgerEntry.create({ data: { ...line, happenedAt: new Date(), recordedAt: new Date() } });
  expect((await listBookMonths()).flatMap(({ lines }) => lines)).toEqual([1, 1, 2]);
  expect(await textOf(booksCsv(monthOf(0)))).not.toContain("pi_live");
});

test("a month of more lines than are read at once has each of them once", async () => {
  const { orderId } = (await db.ledgerEntry.findFirst({ where: { kind: "payment" } }))!;
  const at = new Date("2031-05-31T23:59:59.999Z");
  const line = { kind: "payment" as const, orderId, amount: 1, currency: "usd", livemode: false, happenedAt: at, recordedAt: at };
  await db.ledgerEntry.createMany({ data: Array.from({ length: 2_050 }, (_, i) => ({ ...line, key: `payment:many-${i}` })) });
  const after = new Date("2031-06-01T00:00:00Z");
  await db.ledgerEntry.create({ data: { ...line, key: "payment:next-month", happenedAt: after } });
  const seen: number[] = [];
  for await (const lines of readBookLines("2031-05")) seen.push(...lines.map(({ number }) => number));
  expect(new Set(seen).size).toBe(2_050);
  expect(seen).toHaveLength(2_050);
});

test("only months that there can be are months", () => {
  expect(["2026-01", "2026-12", "2099-10"].filter(isBookMonth)).toHaveLength(3);
  expect(["2026-00", "2026-13", "26-01", "2026-1", "", "2026-01-01", undefined].filter(isBookMonth)).toEqual([]);
});
