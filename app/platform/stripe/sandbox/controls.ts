import type Stripe from "stripe";
import { runBilling } from "./billing.ts";
import type { Books, CardManner, Delivery } from "./books.server.ts";
import type { Deliveries, DeliverySettings } from "./deliveries.server.ts";
import { chargeInvoice } from "./invoice-charges.ts";
import type { WireSubscription } from "./objects/subscription.ts";
import {
  answerThreeDSecure,
  askForThreeDSecure,
  declineCard,
  expireOverdue,
  expireSession,
  giveEmail,
  payByBankDebit,
  payByCard,
  settleBankDebit,
} from "./payments.ts";
import { closeDispute, createRefund, openDispute, type RefundAsk, updateRefund } from "./refunds.ts";
import { alterInvoice, alterSubscription, cancelSubscription } from "./subscription-changes.ts";
import { changeCard } from "./subscription-checkout.ts";

/**
 * What happens at Stripe without our code asking: buyers on the payment page, people in the dashboard, banks, and the
 * road that webhooks take. For tests and the fault harness.
 */
export interface SandboxControls {
  /**
   * With the address that the page asks for where the shop has given none. `later`: what the card does at payments after
   * the first, where there are some.
   */
  payByCard(sessionId: string, facts?: { email?: string; later?: CardManner }): Promise<void>;
  declineCard(sessionId: string): Promise<void>;
  askForThreeDSecure(sessionId: string): Promise<void>;
  answerThreeDSecure(sessionId: string, answer: "approve" | "fail"): Promise<void>;
  payByBankDebit(sessionId: string, email?: string): Promise<void>;
  settleBankDebit(sessionId: string, outcome: "arrives" | "fails"): Promise<void>;
  expireSession(sessionId: string): Promise<void>;
  /** Expires sessions whose time is over; the sandbox's clock does so every half minute. */
  expireOverdue(): Promise<void>;
  refund(ask: RefundAsk): Promise<Stripe.Refund>;
  updateRefund(refundId: string, status: "succeeded" | "failed" | "canceled"): Promise<Stripe.Refund>;
  openDispute(ask: { paymentIntent: string; amount?: number; inquiry?: boolean; reason?: string }): Promise<Stripe.Dispute>;
  closeDispute(disputeId: string, outcome: "won" | "lost"): Promise<Stripe.Dispute>;
  /** Bills what became due until now, as the sandbox's clock does. */
  runBilling(): Promise<void>;
  /** Another card for whoever pays a subscription, as the portal has it. */
  changeCard(subscriptionId: string, manner: CardManner, expires?: { month: number; year: number }): Promise<void>;
  /** Its owner pays an invoice on Stripe's page. */
  payInvoice(invoiceId: string): Promise<void>;
  alterInvoice(invoiceId: string, status: "uncollectible" | "void"): Promise<void>;
  /** What somebody does with a subscription in the dashboard. */
  alterSubscription(subscriptionId: string, facts: Partial<WireSubscription>): Promise<void>;
  cancelSubscription(subscriptionId: string): Promise<void>;
  afterRetries(then: "cancel" | "unpaid" | "past_due"): Promise<void>;
  setDelivery(settings: Partial<DeliverySettings>): void;
  /** Events that have not arrived, the oldest first. */
  pendingDeliveries(): Delivery[];
  /** Every event, the oldest first. */
  events(): Stripe.Event[];
  /** Sends one event now, again or for the first time; the endpoint's status, 0 where nobody answered. */
  deliver(eventId: string): Promise<number>;
  sign(eventId: string, options?: { secret?: string; timestamp?: number }): { body: string; signature: string };
  /** The sandbox's own account of every payment, or of these sessions', the newest first: to compare a ledger with. */
  books(sessionIds?: string[]): PaymentOnBooks[];
}

export interface PaymentOnBooks {
  sessionId: string;
  sessionStatus: string;
  paymentStatus: string;
  paymentIntentId: string | null;
  paymentIntentStatus: string | null;
  amount: number;
  currency: string;
  received: number;
  refunds: { id: string; amount: number; status: string }[];
  disputes: { id: string; amount: number; status: string }[];
}

export function createControls(books: Books, deliveries: Deliveries, appUrl: string): SandboxControls {
  const kept = async <T>(work: () => T): Promise<T> => {
    const result = work();
    await books.flush();
    return result;
  };
  const withEmail = (id: string, email: string | undefined): Books => {
    if (email !== undefined) giveEmail(books, id, email);
    return books;
  };
  return {
    payByCard: (id, { email, later } = {}) => kept(() => payByCard(withEmail(id, email), id, appUrl, later)),
    declineCard: (id) => kept(() => declineCard(books, id)),
    askForThreeDSecure: (id) => kept(() => askForThreeDSecure(books, id)),
    answerThreeDSecure: (id, answer) => kept(() => answerThreeDSecure(books, id, answer, appUrl)),
    payByBankDebit: (id, email) => kept(() => payByBankDebit(withEmail(id, email), id)),
    settleBankDebit: (id, outcome) => kept(() => settleBankDebit(books, id, outcome)),
    expireSession: (id) => kept(() => void expireSession(books, id)),
    expireOverdue: () => kept(() => expireOverdue(books)),
    refund: (ask) => kept(() => createRefund(books, ask)),
    updateRefund: (id, status) => kept(() => updateRefund(books, id, status)),
    openDispute: (ask) => kept(() => openDispute(books, ask)),
    closeDispute: (id, outcome) => kept(() => closeDispute(books, id, outcome)),
    runBilling: () => kept(() => runBilling(books, appUrl)),
    changeCard: (id, manner, expires) =>
      kept(() => changeCard(books, books.get("subscription", id).customer as string, manner, expires)),
    payInvoice: (id) => kept(() => books.change((change) => chargeInvoice(books, change, books.get("invoice", id), "works"))),
    alterInvoice: (id, status) => kept(() => alterInvoice(books, id, status)),
    alterSubscription: (id, facts) => kept(() => alterSubscription(books, id, facts)),
    cancelSubscription: (id) => kept(() => void cancelSubscription(books, id)),
    afterRetries: (then) => kept(() => books.change((change) => change.put("retry_settings", "account", { then }))),
    setDelivery: (settings) => deliveries.set(settings),
    pendingDeliveries: () => deliveries.pending(),
    events: () => books.all("event").reverse(),
    deliver: (eventId) => deliveries.deliver(eventId),
    sign: (eventId, options) => deliveries.sign(eventId, options),
    books: (sessionIds) => {
      const sessions = sessionIds ? sessionIds.map((id) => books.get("checkout.session", id)) : books.all("checkout.session");
      return sessions.map((session) => accountOf(books, session));
    },
  };
}

function accountOf(books: Books, session: Stripe.Checkout.Session): PaymentOnBooks {
  const paymentIntentId = session.payment_intent as string | null;
  const intent = paymentIntentId === null ? null : books.get("payment_intent", paymentIntentId);
  const of = (kind: "refund" | "dispute") =>
    paymentIntentId === null
      ? []
      : books
          .all(kind)
          .filter((object) => object.payment_intent === paymentIntentId)
          .map(({ id, amount, status }) => ({ id, amount, status: status ?? "" }));
  return {
    sessionId: session.id,
    sessionStatus: session.status ?? "",
    paymentStatus: session.payment_status,
    paymentIntentId,
    paymentIntentStatus: intent?.status ?? null,
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "",
    received: intent?.amount_received ?? 0,
    refunds: of("refund"),
    disputes: of("dispute"),
  };
}
