import type Stripe from "stripe";
import { type Books, type CardManner, type Change, newId } from "./books.server.ts";
import { newBalanceTransaction } from "./objects/balance-transaction.ts";
import { bankDebitFor, newCharge, type PaidWith } from "./objects/charge.ts";
import { customerDetails } from "./objects/checkout-session.ts";
import { newPaymentIntent, paymentError } from "./objects/payment-intent.ts";
import { invalid } from "./stripe-error.ts";
import { answerAndSubscribe, NOT_AUTHENTICATED, noteAttempt, payAndSubscribe } from "./subscription-checkout.ts";

/** What a buyer can do on the payment page. Each moves session, payment and charge, and writes the events. */

/** What the page asks for where the shop has not said who buys. */
export function giveEmail(books: Books, sessionId: string, email: string): void {
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw invalid("Your email is incomplete.", { code: "email_invalid", param: "email" });
  books.change((change) => {
    const session = openSession(books, sessionId);
    // Once the shop has said it, it stands.
    if (session.customer_email) return;
    change.put("checkout.session", session.id, { ...session, customer_details: customerDetails(email) });
  });
}

/** The card is charged at once. @throws StripeError where the session is no longer open; so do all below. */
export function payByCard(books: Books, sessionId: string, appUrl = "", later?: CardManner): void {
  books.change((change) => {
    const session = openSession(books, sessionId);
    if (session.mode === "subscription") return payAndSubscribe(books, change, session, appUrl, later);
    charge(books, change, session, paymentIntentOf(books, session), { method: "card", threeDSecure: false });
  });
}

/** The bank says no: the session stays open for another try. */
export function declineCard(books: Books, sessionId: string): void {
  books.change((change) => {
    const session = openSession(books, sessionId);
    const message = "Your card was declined.";
    if (session.mode === "subscription") return noteAttempt(change, session, message);
    const intent = paymentIntentOf(books, session);
    const failed = makeCharge(books, session, intent, { method: "card", threeDSecure: false }, "failed", {
      code: "card_declined",
      message,
    });
    const error = paymentError({ code: "card_declined", declineCode: "generic_decline", message, chargeId: failed.id });
    change.put("charge", failed.id, failed);
    failAttempt(change, session, { ...intent, latest_charge: failed.id }, error);
    change.emit("charge.failed", failed);
  });
}

/** The bank wants to see the card holder: the payment waits for the second page. */
export function askForThreeDSecure(books: Books, sessionId: string): void {
  books.change((change) => {
    const session = openSession(books, sessionId);
    if (session.mode === "subscription") return noteAttempt(change, session, null, true);
    const intent: Stripe.PaymentIntent = {
      ...paymentIntentOf(books, session),
      status: "requires_action",
      last_payment_error: null,
      payment_method: newId("pm"),
      next_action: { type: "redirect_to_url", redirect_to_url: { return_url: session.success_url, url: session.url } },
    };
    change.put("payment_intent", intent.id, intent);
    change.put("checkout.session", session.id, { ...session, payment_intent: intent.id });
    change.emit("payment_intent.requires_action", intent);
  });
}

export function answerThreeDSecure(books: Books, sessionId: string, answer: "approve" | "fail", appUrl = ""): void {
  books.change((change) => {
    const session = openSession(books, sessionId);
    if (session.mode === "subscription") return answerAndSubscribe(books, change, session, answer, appUrl);
    const intent = paymentIntentOf(books, session);
    if (intent.status !== "requires_action") throw invalid("This payment does not wait for authentication.");
    if (answer === "approve") return charge(books, change, session, intent, { method: "card", threeDSecure: true });
    const code = "payment_intent_authentication_failure";
    failAttempt(change, session, { ...intent, next_action: null }, paymentError({ code, message: NOT_AUTHENTICATED }));
  });
}

/** The buyer is done, and the money comes in some days: the session is complete and unpaid. */
export function payByBankDebit(books: Books, sessionId: string): void {
  books.change((change) => {
    const session = openSession(books, sessionId);
    const method = bankDebitFor(session.currency ?? "");
    if (!method) throw invalid(`There is no bank debit in ${session.currency}.`);
    const intent = paymentIntentOf(books, session);
    const pending = makeCharge(books, session, intent, { method }, "pending");
    const processing = {
      ...intent,
      status: "processing",
      latest_charge: pending.id,
      payment_method: pending.payment_method,
    } as const;
    change.put("charge", pending.id, pending);
    change.put("payment_intent", intent.id, { ...processing, last_payment_error: null, next_action: null });
    change.emit("charge.pending", pending);
    change.emit("payment_intent.processing", processing);
    complete(change, session, intent.id, "unpaid");
  });
}

/** The bank debit's money arrives, or does not. */
export function settleBankDebit(books: Books, sessionId: string, outcome: "arrives" | "fails"): void {
  books.change((change) => {
    const session = books.get("checkout.session", sessionId);
    const intent = books.get("payment_intent", (session.payment_intent as string | null) ?? "", "payment_intent");
    if (intent.status !== "processing") throw invalid("This payment is not on its way.");
    const pending = books.get("charge", intent.latest_charge as string);
    if (outcome === "arrives") {
      const paid: Stripe.Charge = {
        ...pending,
        status: "succeeded",
        paid: true,
        captured: true,
        amount_captured: pending.amount,
      };
      putPaid(books, change, { ...paid, balance_transaction: newId("txn") });
      succeed(change, intent, paid.id);
      const settled: Stripe.Checkout.Session = { ...session, payment_status: "paid" };
      change.put("checkout.session", session.id, settled);
      change.emit("checkout.session.async_payment_succeeded", settled);
      return;
    }
    const message = "The customer's account has insufficient funds to cover this payment.";
    const failed: Stripe.Charge = { ...pending, status: "failed", failure_code: "insufficient_funds", failure_message: message };
    change.put("charge", failed.id, failed);
    change.emit("charge.failed", failed);
    failAttempt(
      change,
      session,
      intent,
      paymentError({ code: "payment_intent_payment_attempt_failed", message, chargeId: failed.id }),
    );
    change.emit("checkout.session.async_payment_failed", books.get("checkout.session", session.id));
  });
}

/** Closes an open session. @throws StripeError where it is not open. */
export function expireSession(books: Books, sessionId: string): Stripe.Checkout.Session {
  return books.change((change) => {
    const session = books.get("checkout.session", sessionId);
    if (session.status !== "open") {
      throw invalid(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      );
    }
    const expired: Stripe.Checkout.Session = { ...session, status: "expired", url: null };
    change.put("checkout.session", session.id, expired);
    const intent = session.payment_intent ? books.find("payment_intent", session.payment_intent as string) : undefined;
    if (intent) {
      const canceled = {
        ...intent,
        status: "canceled",
        canceled_at: books.seconds(),
        cancellation_reason: "automatic",
        next_action: null,
      } as const;
      change.put("payment_intent", intent.id, canceled);
      change.emit("payment_intent.canceled", canceled);
    }
    change.emit("checkout.session.expired", expired);
    return expired;
  });
}

/** Sessions whose time is over expire when somebody looks, and by the clock. */
export function expireOverdue(books: Books): void {
  for (const session of books.openSessions()) if (session.expires_at <= books.seconds()) expireSession(books, session.id);
}

function openSession(books: Books, sessionId: string): Stripe.Checkout.Session {
  const session = books.get("checkout.session", sessionId);
  if (session.status !== "open")
    throw invalid(`This Checkout Session is ${session.status}.`, { code: "checkout_session_not_open" });
  return session;
}

/** The session's payment; the first attempt makes it. */
function paymentIntentOf(books: Books, session: Stripe.Checkout.Session): Stripe.PaymentIntent {
  if (session.payment_intent) return books.get("payment_intent", session.payment_intent as string);
  const data = books.get("payment_intent_data", session.id);
  return newPaymentIntent({
    id: newId("pi"),
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "usd",
    created: books.seconds(),
    description: data.description,
    metadata: data.metadata,
    paymentMethodTypes: session.payment_method_types,
  });
}

function makeCharge(
  books: Books,
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
  paidWith: PaidWith,
  status: "succeeded" | "pending" | "failed",
  failure?: { code: string; message: string },
): Stripe.Charge {
  return newCharge({
    id: newId("ch"),
    paymentIntent: intent,
    paymentMethod: (intent.payment_method as string | null) ?? newId("pm"),
    balanceTransaction: status === "succeeded" ? newId("txn") : null,
    created: books.seconds(),
    email: session.customer_details?.email ?? session.customer_email,
    status,
    failure,
    paidWith,
  });
}

function charge(
  books: Books,
  change: Change,
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
  paidWith: PaidWith,
): void {
  const paid = makeCharge(books, session, intent, paidWith, "succeeded");
  putPaid(books, change, paid);
  succeed(change, { ...intent, payment_method: paid.payment_method }, paid.id);
  complete(change, session, intent.id, "paid");
}

function putPaid(books: Books, change: Change, paid: Stripe.Charge): void {
  const id = paid.balance_transaction as string;
  change.put("balance_transaction", id, newBalanceTransaction({ id, charge: paid, created: books.seconds() }));
  change.put("charge", paid.id, paid);
  change.emit("charge.succeeded", paid);
}

function succeed(change: Change, intent: Stripe.PaymentIntent, chargeId: string): void {
  const succeeded = {
    ...intent,
    status: "succeeded",
    amount_received: intent.amount,
    latest_charge: chargeId,
    last_payment_error: null,
    next_action: null,
  } as const;
  change.put("payment_intent", intent.id, succeeded);
  change.emit("payment_intent.succeeded", succeeded);
}

function complete(change: Change, session: Stripe.Checkout.Session, intentId: string, paymentStatus: "paid" | "unpaid"): void {
  const details = session.customer_details ?? (session.customer_email ? customerDetails(session.customer_email) : null);
  const completed: Stripe.Checkout.Session = {
    ...session,
    customer_details: details,
    payment_intent: intentId,
    payment_status: paymentStatus,
    status: "complete",
    url: null,
  };
  change.put("checkout.session", session.id, completed);
  change.emit("checkout.session.completed", completed);
}

function failAttempt(
  change: Change,
  session: Stripe.Checkout.Session,
  intent: Stripe.PaymentIntent,
  error: Stripe.PaymentIntent.LastPaymentError,
): void {
  const failed = { ...intent, status: "requires_payment_method", last_payment_error: error, payment_method: null } as const;
  change.put("payment_intent", intent.id, failed);
  change.put("checkout.session", session.id, { ...session, payment_intent: intent.id });
  change.emit("payment_intent.payment_failed", failed);
}
