import type Stripe from "stripe";
import { runBilling } from "./billing.ts";
import type { Books, CardManner } from "./books.server.ts";
import { CARD_ERRORS, chargeInvoice } from "./invoice-charges.ts";
import type { WireInvoice } from "./objects/invoice.ts";
import { choice, type Html, html, money, page } from "./page-html.ts";
import { changeCard } from "./subscription-checkout.ts";

/** Stripe's page of an invoice, and its portal for changing the card. */

type Reply = { status: number; html: string } | { redirect: string };

/** What a payment page says of what follows the first payment; null for one-off purchases. */
export function termsOfSession(books: Books, session: Stripe.Checkout.Session): Html | null {
  if (session.mode !== "subscription") return null;
  const { price } = books.get("line_items", session.id).items[0]!;
  const { trialDays } = books.get("subscription_data", session.id);
  const every = periodWords(price.recurring);
  const amount = money(price.unit_amount ?? 0, price.currency);
  return html`<p>${trialDays > 0 && `${trialDays} days free, then `}${amount} ${every}.</p>`;
}

function periodWords(recurring: Stripe.Price.Recurring | null): string {
  const { interval = "month", interval_count: count = 1 } = recurring ?? {};
  return count === 1 ? `every ${interval}` : `every ${count} ${interval}s`;
}

export function showBillingPage(books: Books, place: string, id: string, site: { appUrl: string }): Reply | null {
  runBilling(books, site.appUrl);
  const invoice = place === "invoice" ? books.find("invoice", id) : undefined;
  if (invoice) return { status: 200, html: invoicePage(books, invoice) };
  const session = place === "portal" ? books.find("billing_portal.session", id) : undefined;
  return session ? { status: 200, html: portalPage(session) } : null;
}

export function actOnBillingPage(books: Books, place: string, id: string, word: string, site: { appUrl: string }): Reply | null {
  runBilling(books, site.appUrl);
  const invoice = place === "invoice" ? books.find("invoice", id) : undefined;
  if (invoice) {
    const manner = word === "card" ? "works" : "declines";
    books.change((change) => chargeInvoice(books, change, invoice, manner));
    return { redirect: `/payment-sandbox/invoice/${id}` };
  }
  const session = place === "portal" ? books.find("billing_portal.session", id) : undefined;
  if (!session) return null;
  const soon = new Date((books.seconds() + 20 * 24 * 60 * 60) * 1000);
  const expires = word === "expires" ? { month: soon.getUTCMonth() + 1, year: soon.getUTCFullYear() } : undefined;
  const manner: CardManner = word === "declines" || word === "asks-bank" ? word : "works";
  changeCard(books, session.customer, manner, expires);
  return { redirect: session.return_url ?? `/payment-sandbox/portal/${id}` };
}

function invoicePage(books: Books, invoice: WireInvoice): string {
  const amount = money(invoice.amount_due, invoice.currency);
  const back = html`<p><a class="button" href="/account/plans">Back to the shop</a></p>`;
  if (invoice.status === "paid") return page("This has been paid", html`<p>${amount}, paid.</p>${back}`);
  if (invoice.status !== "open" && invoice.status !== "uncollectible") {
    return page("Nothing to pay", html`<p>There is nothing to pay here at present.</p>${back}`);
  }
  const failed = invoice.attempt_count > 0;
  const action = `/payment-sandbox/invoice/${invoice.id}`;
  const lines = books.get("invoice", invoice.id).lines.data;
  return page(
    "Pay an invoice",
    html`${failed && html`<p class="error" role="alert">${CARD_ERRORS.declines.message} It is not paid yet.</p>`}
<table><tbody>${lines.map((line) => html`<tr><th scope="row">${line.description ?? ""}</th><td>${money(line.amount, line.currency)}</td></tr>`)}</tbody>
<tfoot><tr><th scope="row">To pay</th><td>${amount}</td></tr></tfoot></table>
${choice(action, "choice", "card", "Pay", "A card that works, or the bank's question answered with yes.", "primary")}
${choice(action, "choice", "declined", "Pay with a card that is declined", "The bank says no, and you can try again.")}`,
  );
}

function portalPage(session: Stripe.BillingPortal.Session): string {
  const action = `/payment-sandbox/portal/${session.id}`;
  return page(
    "Change your card",
    html`<p>Choose what the new card does.</p>
${choice(action, "choice", "works", "A card that works", "The next payments go through.", "primary")}
${choice(action, "choice", "declines", "A card that is declined later", "It is taken now, and the next payment fails.")}
${choice(action, "choice", "asks-bank", "A card that asks the bank each time", "The next payment waits until you confirm it on the invoice's page.")}
${choice(action, "choice", "expires", "A card that soon expires", "Its last month is this one or the next.")}
${session.return_url && html`<p class="leave"><a href="${session.return_url}">Leave the card as it is</a></p>`}`,
  );
}
