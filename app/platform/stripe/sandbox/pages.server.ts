import type { IncomingMessage, ServerResponse } from "node:http";
import type Stripe from "stripe";
import { log } from "#app/platform/log.server.ts";
import { actOnBillingPage, showBillingPage, termsOfSession } from "./billing-pages.ts";
import type { Books } from "./books.server.ts";
import { bankDebitFor } from "./objects/charge.ts";
import { choice, type Html, html, money, page } from "./page-html.ts";
import { STYLE, STYLE_PATH } from "./page-style.ts";
import {
  answerThreeDSecure,
  askForThreeDSecure,
  declineCard,
  expireOverdue,
  giveEmail,
  payByBankDebit,
  payByCard,
  settleBankDebit,
} from "./payments.ts";
import { readBody } from "./request-body.server.ts";
import { StripeError } from "./stripe-error.ts";

const ROOT = "/payment-sandbox";
const MAX_BODY = 10_000;

type Reply = { status: number; html: string } | { redirect: string };

/**
 * The hosted payment page and what belongs to it, as plain HTML without a script. What its buttons do is what
 * buyers, banks and cards do at Stripe.
 */
export function createPages(books: Books, site: { appUrl: string }) {
  return function handlePage(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? "").split("?")[0]!;
    if (path !== ROOT && !path.startsWith(`${ROOT}/`)) return false;
    response.setHeader(
      "Content-Security-Policy",
      `default-src 'none'; style-src 'self'; form-action 'self' ${new URL(site.appUrl).origin}; frame-ancestors 'none'; base-uri 'none'`,
    );
    if (path === STYLE_PATH) {
      response.writeHead(200, { "Content-Type": "text/css; charset=utf-8", "Cache-Control": "max-age=3600" });
      response.end(STYLE);
      return true;
    }
    void answer(request, path.slice(ROOT.length + 1)).then((reply) => send(response, reply));
    return true;
  };

  async function answer(request: IncomingMessage, path: string): Promise<Reply> {
    try {
      expireOverdue(books);
      if (request.method !== "POST") return show(path);
      const form = new URLSearchParams(await readBody(request, MAX_BODY));
      const reply = act(path, form.get("choice") ?? "", form.get("email") ?? "");
      await books.flush();
      return reply;
    } catch (error) {
      if (!(error instanceof StripeError)) {
        log.error({ err: error }, "payment sandbox page");
        return plain(500, "The sandbox failed", "Something broke in the payment sandbox itself. Please try again.");
      }
      // Whoever was late, a second click or a session that has expired, is shown how things stand.
      const [place, id] = path.split("/");
      if (place !== "delayed" && id && books.find("checkout.session", id)) return { redirect: `${ROOT}/pay/${id}` };
      return plain(error.status, "That did not work", error.message);
    }
  }

  function show(path: string): Reply {
    const [place = "", id = "", ...rest] = path.split("/");
    if (rest.length > 0) return nowhere();
    if (place === "" && id === "") return { redirect: `${ROOT}/delayed` };
    if (place === "delayed" && id === "") return { status: 200, html: delayedPage(books, site) };
    const billing = showBillingPage(books, place, id, site);
    if (billing) return billing;
    const session = books.find("checkout.session", id);
    if (!session) return nowhere();
    if (place === "pay") return payPage(books, session);
    if (place === "authenticate") return authenticatePage(books, session);
    return nowhere();
  }

  function act(path: string, word: string, email: string): Reply {
    const [place, id = ""] = path.split("/");
    if (place === "delayed" && (word === "arrives" || word === "fails")) {
      settleBankDebit(books, id, word);
      return { redirect: `${ROOT}/delayed` };
    }
    if (place === "authenticate" && (word === "approve" || word === "fail")) {
      answerThreeDSecure(books, id, word, site.appUrl);
      return word === "approve" ? done(id) : { redirect: `${ROOT}/pay/${id}` };
    }
    const billing = actOnBillingPage(books, place ?? "", id, word, site);
    if (billing) return billing;
    if (place !== "pay") return nowhere();
    if (emailOf(books.get("checkout.session", id)) === null && word !== "email") return { redirect: `${ROOT}/pay/${id}` };
    switch (word) {
      case "email":
        giveEmail(books, id, email.trim());
        return { redirect: `${ROOT}/pay/${id}` };
      case "card":
      case "card-once":
        payByCard(books, id, site.appUrl, word === "card" ? "works" : "declines");
        return done(id);
      case "declined":
        declineCard(books, id);
        return { redirect: `${ROOT}/pay/${id}` };
      case "three-d-secure":
        askForThreeDSecure(books, id);
        return { redirect: `${ROOT}/authenticate/${id}` };
      case "bank-debit":
        payByBankDebit(books, id);
        return done(id);
      default:
        return { redirect: `${ROOT}/pay/${id}` };
    }
  }

  function done(id: string): Reply {
    return { redirect: successUrl(books.get("checkout.session", id)) };
  }
}

function successUrl(session: Stripe.Checkout.Session): string {
  return (session.success_url ?? "/").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function payPage(books: Books, session: Stripe.Checkout.Session): Reply {
  if (session.status === "complete") {
    const state =
      session.payment_status === "unpaid" ? "The bank has been told, and the money is on its way." : "This has been paid.";
    const content = html`<p>${state}</p><p><a class="button" href="${successUrl(session)}">Back to the shop</a></p>`;
    return { status: 200, html: page("Nothing more to do", content) };
  }
  if (session.status === "expired") {
    const back = session.cancel_url && html`<p><a class="button" href="${session.cancel_url}">Back to the shop</a></p>`;
    const words = "This payment page has expired, and nothing was paid. Start again from the shop to get a new one.";
    return { status: 410, html: page("This page has expired", html`<p>${words}</p>${back}`) };
  }
  const intent = session.payment_intent ? books.find("payment_intent", session.payment_intent as string) : undefined;
  const failure = intent?.last_payment_error?.message ?? books.find("attempt", session.id)?.message;
  const action = `${ROOT}/pay/${session.id}`;
  const email = emailOf(session);
  if (email === null) return { status: 200, html: page("Pay", html`${basket(books, session)}${askForEmail(action)}`) };
  const content = html`${failure && html`<p class="error" role="alert">${failure} Nothing was paid.</p>`}
${basket(books, session)}
<p>The receipt goes to ${email}.</p>
${termsOfSession(books, session)}
<h2>How do you want to pay?</h2>
${choice(action, "choice", "card", "Pay", "A card that works.", "primary")}
${choice(action, "choice", "declined", "Pay with a card that is declined", "The bank says no, and you can try again.")}
${session.mode === "subscription" ? choice(action, "choice", "card-once", "Pay with a card that works once", "The next payment is declined.") : null}
${choice(action, "choice", "three-d-secure", "Pay with a card that needs 3-D Secure", "Your bank asks you to confirm on another page.")}
${session.mode === "payment" && bankDebitFor(session.currency ?? "") ? choice(action, "choice", "bank-debit", "Pay later, by bank debit", "The money arrives some days later, or does not.") : null}
${session.cancel_url && html`<p class="leave"><a href="${session.cancel_url}">Leave without paying</a></p>`}`;
  return { status: 200, html: page("Pay", content) };
}

function emailOf(session: Stripe.Checkout.Session): string | null {
  return session.customer_email ?? session.customer_details?.email ?? null;
}

function askForEmail(action: string): Html {
  return html`<form method="post" action="${action}">
<p><label for="email">E-mail address</label><br><input id="email" name="email" type="email" autocomplete="email" maxlength="254" required></p>
<button type="submit" name="choice" value="email" class="primary">Go on</button>
<p class="hint">The receipt goes there.</p>
</form>
`;
}

function basket(books: Books, session: Stripe.Checkout.Session): Html {
  const { items } = books.get("line_items", session.id);
  const currency = session.currency ?? "usd";
  return html`<table>
<thead><tr><th scope="col">What you buy</th><td></td></tr></thead>
<tbody>${items.map(
    (item) =>
      html`<tr><th scope="row">${item.description}${(item.quantity ?? 1) > 1 && ` × ${item.quantity}`}</th><td>${money(item.amount_total, currency)}</td></tr>`,
  )}</tbody>
<tfoot><tr><th scope="row">Total</th><td>${money(session.amount_total ?? 0, currency)}</td></tr></tfoot>
</table>`;
}

function authenticatePage(books: Books, session: Stripe.Checkout.Session): Reply {
  const intent = session.payment_intent ? books.find("payment_intent", session.payment_intent as string) : undefined;
  const waits = intent?.status === "requires_action" || books.find("attempt", session.id)?.asksBank;
  if (session.status !== "open" || !waits) return { redirect: `${ROOT}/pay/${session.id}` };
  const action = `${ROOT}/authenticate/${session.id}`;
  const content = html`<p>Your bank asks: do you want to pay ${money(session.amount_total ?? 0, session.currency ?? "usd")}?</p>
${choice(action, "choice", "approve", "Yes, it is me", "The payment goes through.", "primary")}
${choice(action, "choice", "fail", "No", "The payment fails, and you can try again.")}`;
  return { status: 200, html: page("Your bank wants to know that it is you", content) };
}

/** The page is everybody's: on a site that the public uses, who paid is for nobody else to read. */
function payerOf(session: Stripe.Checkout.Session, site: { appUrl: string }): Html | null {
  if (!session.customer_email || site.appUrl.startsWith("https:")) return null;
  return html`<p>By ${session.customer_email}.</p>`;
}

function delayedPage(books: Books, site: { appUrl: string }): string {
  const waiting = books
    .all("checkout.session")
    .filter((session) => session.status === "complete" && session.payment_status === "unpaid");
  const open = waiting.filter(
    (session) => books.find("payment_intent", session.payment_intent as string)?.status === "processing",
  );
  if (open.length === 0) {
    return page(
      "Payments on their way",
      html`<p>There are none. Choose “Pay later, by bank debit” on a payment page to see one here.</p>`,
    );
  }
  return page(
    "Payments on their way",
    html`<p>These were paid by bank debit. Decide what the bank does.</p>${open.map((session) => {
      const names = books.get("line_items", session.id).items.map((item) => item.description);
      const action = `${ROOT}/delayed/${session.id}`;
      return html`<section><h2>${names.join(", ")}, ${money(session.amount_total ?? 0, session.currency ?? "usd")}</h2>
${payerOf(session, site)}
${choice(action, "choice", "arrives", "The money arrives", "The order is paid, and the course opens.", "primary")}
${choice(action, "choice", "fails", "It fails", "The account has too little on it. The order fails.")}</section>`;
    })}`,
  );
}

function nowhere(): Reply {
  return plain(404, "There is no such page", "The address may be mistyped, or the payment page is of another data folder.");
}

function plain(status: number, title: string, words: string): Reply {
  return { status, html: page(title, html`<p>${words}</p>`) };
}

function send(response: ServerResponse, reply: Reply): void {
  if ("redirect" in reply) {
    response.writeHead(303, { Location: reply.redirect, "Cache-Control": "no-store" });
    response.end();
    return;
  }
  response.writeHead(reply.status, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
  response.end(reply.html);
}
