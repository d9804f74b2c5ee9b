import { formatMoney } from "#app/components/formatted.tsx";
import { Paper } from "#app/platform/pdf/paper.server.ts";
import type { PaperFacts } from "#app/platform/pdf/pdf-response.server.ts";
import type { Receipt } from "./order.queries.server.ts";
import { CREDIT_WORDS, codeWords, ORDER_STATUS_WORDS, refundWords } from "./order-words.tsx";
import { creditOfAll, discountOfAll } from "./share-out.ts";

/** A receipt as a document to keep: what its page says at this moment, refunds included. */
export async function receiptPdf(receipt: Receipt, seller: string[], facts: PaperFacts): Promise<Buffer> {
  const { locale, timeZone } = facts;
  const day = (date: Date) => new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone }).format(date);
  const money = (amount: number, currency = receipt.currency) => formatMoney(amount, currency, locale);
  const title = `Receipt ${receipt.receiptNumber}`;
  const paper = new Paper({ title, language: "en", origin: facts.origin });
  paper.heading(1, title);
  for (const line of seller) paper.paragraph(line, "small");
  paper.table(
    ["Order", String(receipt.number)],
    [
      ["Ordered", day(receipt.createdAt)],
      ...(receipt.paidAt ? [["Paid", day(receipt.paidAt)]] : []),
      ["State", ORDER_STATUS_WORDS[receipt.status]],
      ["Buyer", `${receipt.buyer.name}, ${receipt.buyer.email}`],
    ],
  );
  paper.heading(2, "What was bought");
  paper.table(
    ["What", "Amount"],
    [
      ...receipt.items.map(({ title, amount, discount, credit, currency }) => [
        title,
        money(amount + discount + credit, currency),
      ]),
      ...(creditOfAll(receipt) > 0 ? [[CREDIT_WORDS, money(-creditOfAll(receipt))]] : []),
      ...(discountOfAll(receipt) > 0 ? [[codeWords(receipt.code), money(-discountOfAll(receipt))]] : []),
      ...receipt.refunds.map(({ status, createdAt, amount, currency }) => [
        `${refundWords(status)}, ${day(createdAt)}`,
        money(-amount, currency),
      ]),
      ["Total", money(receipt.total)],
      ...(receipt.refunded > 0 ? [["After refunds", money(receipt.total - receipt.refunded)]] : []),
    ],
  );
  return paper.finish(facts.siteName);
}
