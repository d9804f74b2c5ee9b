import type { Books, Kind } from "../books.server.ts";
import { invalid } from "../stripe-error.ts";
import { pageOf } from "./listing.ts";

const EXPANDABLE: Record<string, Kind> = {
  payment_intent: "payment_intent",
  latest_charge: "charge",
  charge: "charge",
  balance_transaction: "balance_transaction",
  product: "product",
  customer: "customer",
  default_payment_method: "payment_method",
  latest_invoice: "invoice",
  subscription: "subscription",
  invoice: "invoice",
};

type Json = Record<string, unknown>;

/** Puts objects in the place of their ids, for paths such as `payment_intent.latest_charge` or `data.charge`. */
export function expand(books: Books, answer: object, paths: string[]): object {
  const copy = structuredClone(answer) as Json;
  for (const path of paths) expandPath(books, copy, path.split("."), path);
  return copy;
}

function expandPath(books: Books, holder: Json, [step, ...rest]: string[], whole: string): void {
  if (step === undefined) return;
  if (step === "data" && Array.isArray(holder.data)) {
    for (const item of holder.data) expandPath(books, item as Json, rest, whole);
    return;
  }
  if (step === "line_items" && holder.object === "checkout.session") {
    holder.line_items ??= structuredClone(lineItemsOf(books, String(holder.id)));
  } else if (step === "refunds" && holder.object === "charge") {
    const refunds = books.all("refund").filter((refund) => refund.charge === holder.id);
    holder.refunds ??= structuredClone(pageOf(refunds, { limit: 10 }, `/v1/charges/${String(holder.id)}/refunds`));
  } else if (step === "payments" && holder.object === "invoice") {
    const payments = books.all("invoice_payment").filter((payment) => payment.invoice === holder.id);
    holder.payments ??= structuredClone(pageOf(payments, { limit: 10 }, `/v1/invoice_payments?invoice=${String(holder.id)}`));
  } else {
    const kind = EXPANDABLE[step];
    // On the way to something: `customer.invoice_settings.default_payment_method`.
    const holds = rest.length > 0 && typeof holder[step] === "object";
    if (!holds && (!kind || !(step in holder))) {
      throw invalid(`This property cannot be expanded (${whole}).`, { param: "expand" });
    }
    if (typeof holder[step] === "string") holder[step] = structuredClone(books.get(kind!, holder[step]));
  }
  const next = holder[step];
  if (rest.length > 0 && typeof next === "object" && next !== null) expandPath(books, next as Json, rest, whole);
}

export function lineItemsOf(books: Books, sessionId: string, page: Parameters<typeof pageOf>[1] = { limit: 10 }) {
  return pageOf(books.get("line_items", sessionId).items, page, `/v1/checkout/sessions/${sessionId}/line_items`);
}
