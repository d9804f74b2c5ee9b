import { currencyDecimals } from "#app/components/currency-decimals.ts";
import { csvLine } from "#app/platform/csv.ts";
import { type BookLine, listBookMonths, readBookLines } from "./books.queries.server.ts";

const HEADINGS = [
  "Line",
  "Happened (UTC)",
  "Kind",
  "Order",
  "Receipt",
  "What",
  "Amount",
  "Currency",
  "Tax",
  "Stripe",
  "Recorded (UTC)",
];

/** The lines of a month as a file for spreadsheets. Amounts are decimal numbers with the currency's own decimals. */
export async function* booksCsv(month: string): AsyncGenerator<string> {
  // The mark by which spreadsheets know UTF-8.
  yield `\ufeff${csvLine(HEADINGS)}`;
  for await (const lines of readBookLines(month)) yield lines.map(toCsv).join("");
}

function toCsv(line: BookLine): string {
  const { number, happenedAt, kind, orderNumber, receiptNumber, what, amount, currency, tax, reference, recordedAt } = line;
  return csvLine([
    ...[number, written(happenedAt), kind, orderNumber, receiptNumber, what],
    ...[
      inUnits(amount, currency),
      currency.toUpperCase(),
      tax === null ? null : inUnits(tax, currency),
      reference,
      written(recordedAt),
    ],
  ]);
}

/** A number that a spreadsheet adds up; written by its digits, as no float is exact. */
function inUnits(amount: number, currency: string): number {
  const decimals = currencyDecimals(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, "0");
  const cut = digits.length - decimals;
  return Number(`${amount < 0 ? "-" : ""}${digits.slice(0, cut)}.${digits.slice(cut) || "0"}`);
}

/** The same for programs: totals by currency, and the lines. Amounts are minor units. */
export async function* booksJson(month: string): AsyncGenerator<string> {
  const totals = (await listBookMonths()).filter((row) => row.month === month);
  const head = {
    format: 1,
    month,
    timeZone: "UTC",
    amounts: "signed minor units",
    totals: totals.map(({ month: _, ...row }) => row),
  };
  yield `${JSON.stringify(head).slice(0, -1)},"lines":[`;
  let first = true;
  for await (const lines of readBookLines(month)) {
    yield `${first ? "" : ","}${lines.map((line) => JSON.stringify(line)).join(",\n")}`;
    first = false;
  }
  yield "]}\n";
}

/** In UTC, as spreadsheets read a moment. */
function written(date: Date): string {
  return date.toISOString().slice(0, 19).replace("T", " ");
}
