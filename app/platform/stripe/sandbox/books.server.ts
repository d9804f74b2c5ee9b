import { randomBytes } from "node:crypto";
import path from "node:path";
import type Stripe from "stripe";
import { now } from "#app/platform/clock.server.ts";
import { Journal } from "./journal.server.ts";
import type { WireLineItem, WirePrice } from "./objects/catalogue.ts";
import { newEvent } from "./objects/event.ts";
import type { WireInvoice } from "./objects/invoice.ts";
import type { WireSubscription } from "./objects/subscription.ts";
import { missing } from "./stripe-error.ts";

/** A webhook on its way. */
export interface Delivery {
  eventId: string;
  attempts: number;
  /** Milliseconds; null: not by itself. */
  nextAt: number | null;
  state: "pending" | "delivered" | "given-up" | "dropped";
}

export type CardManner = "works" | "declines" | "asks-bank";

/** An answer kept for its Idempotency-Key. */
export interface KeptAnswer {
  created: number;
  /** Method, path and parameters of the request. */
  request: string;
  status: number;
  body: unknown;
}

/** What the sandbox keeps, by kind and id. Line items and the payment's data are kept by their session. */
export interface Kept {
  "checkout.session": Stripe.Checkout.Session;
  line_items: { items: WireLineItem[] };
  /** What a session's payment will carry, kept by the session. */
  payment_intent_data: { description: string | null; metadata: Record<string, string> };
  payment_intent: Stripe.PaymentIntent;
  charge: Stripe.Charge;
  balance_transaction: Stripe.BalanceTransaction;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  event: Stripe.Event;
  product: Stripe.Product;
  price: WirePrice;
  customer: Stripe.Customer;
  payment_method: Stripe.PaymentMethod;
  subscription: WireSubscription;
  invoice: WireInvoice;
  invoice_payment: Stripe.InvoicePayment;
  "billing_portal.session": Stripe.BillingPortal.Session;
  /** What a session's subscription will be, kept by the session. */
  subscription_data: { description: string | null; metadata: Record<string, string>; trialDays: number };
  /** What came of the last try on a session's page, where it makes no payment of its own. */
  attempt: { message: string | null; asksBank: boolean };
  /** What a card does when it is charged without its owner, by the payment method. */
  card_manners: { manner: CardManner };
  /** What becomes of a subscription after the last try: one row, as the account's settings have it. */
  retry_settings: { then: "cancel" | "unpaid" | "past_due" };
  delivery: Delivery;
  answer: KeptAnswer;
}

export type Kind = keyof Kept;
type Entry = { [K in Kind]: [kind: K, id: string, value: Kept[K]] }[Kind];

/** Changes that are kept together or not at all, with the events that tell of them. */
export interface Change {
  put<K extends Kind>(kind: K, id: string, value: Kept[K]): void;
  /** Writes an event with the object as it is now, and queues its delivery. `previous`: what changed, as it was. */
  emit(type: string, object: object, previous?: Record<string, unknown>): void;
}

const DAY = 24 * 60 * 60;
const COMPACT_FROM = 1_000;

/** The sandbox's state: in memory, and in a journal that survives `kill -9`. */
export class Books {
  readonly #kinds = new Map<Kind, Map<string, unknown>>();
  readonly #open = new Set<string>();
  readonly #journal: Journal;
  #moment: number | undefined;
  /** Called with each event that was just written; says when it is to be delivered. */
  scheduleDelivery: (event: Stripe.Event) => Pick<Delivery, "nextAt" | "state"> = () => ({ nextAt: null, state: "pending" });
  /** The idempotency key of the request that is being answered. */
  request: { id: string | null; idempotency_key: string | null } = { id: null, idempotency_key: null };

  constructor(folder: string) {
    this.#journal = new Journal(path.join(folder, "journal.jsonl"));
  }

  async open(): Promise<void> {
    let replayed = 0;
    await this.#journal.open((line) => {
      for (const entry of line as Entry[]) this.#keep(entry);
      replayed += (line as Entry[]).length;
    });
    this.#forgetOldAnswers();
    const live = [...this.#kinds.values()].reduce((sum, kind) => sum + kind.size, 0);
    if (replayed < COMPACT_FROM || replayed < live * 1.2) return;
    const lines = [...this.#kinds].flatMap(([kind, values]) => [...values].map(([id, value]) => [[kind, id, value]]));
    await this.#journal.rewrite(lines);
  }

  #keep([kind, id, value]: Entry): void {
    const values = this.#kinds.get(kind) ?? new Map<string, unknown>();
    values.set(id, value);
    this.#kinds.set(kind, values);
    if (kind === "checkout.session") this.#open[value.status === "open" ? "add" : "delete"](id);
  }

  #forgetOldAnswers(): void {
    const answers = this.#kinds.get("answer") as Map<string, KeptAnswer> | undefined;
    for (const [key, answer] of answers ?? []) if (answer.created < this.seconds() - DAY) answers?.delete(key);
  }

  /** Unix seconds, by the platform's clock; within `at`, the moment that it was given. */
  seconds(): number {
    return this.#moment ?? Math.floor(now().getTime() / 1000);
  }

  /** Does what was due at an earlier moment as if it were that moment. */
  at<T>(moment: number, work: () => T): T {
    this.#moment = moment;
    try {
      return work();
    } finally {
      this.#moment = undefined;
    }
  }

  find<K extends Kind>(kind: K, id: string): Kept[K] | undefined {
    return this.#kinds.get(kind)?.get(id) as Kept[K] | undefined;
  }

  /** @throws StripeError `resource_missing` */
  get<K extends Kind>(kind: K, id: string, param = "id"): Kept[K] {
    return this.find(kind, id) ?? throwMissing(kind, id, param);
  }

  /** The newest first, as Stripe lists. */
  all<K extends Kind>(kind: K): Kept[K][] {
    return [...((this.#kinds.get(kind)?.values() ?? []) as Iterable<Kept[K]>)].reverse();
  }

  /** An index, so that looking for overdue sessions costs what is open and not what ever was. */
  openSessions(): Stripe.Checkout.Session[] {
    return [...this.#open].map((id) => this.get("checkout.session", id));
  }

  /** Makes a change; `flush()` before telling anybody of it. */
  change<T>(work: (change: Change) => T): T {
    const entries: Entry[] = [];
    const put = <K extends Kind>(kind: K, id: string, value: Kept[K]) => {
      const entry = [kind, id, structuredClone(value)] as unknown as Entry;
      entries.push(entry);
      this.#keep(entry);
    };
    const emit = (type: string, object: object, previous?: Record<string, unknown>) => {
      const snapshot = structuredClone(object);
      const event = newEvent({
        id: newId("evt"),
        type,
        object: snapshot,
        previous,
        created: this.seconds(),
        request: this.request,
      });
      put("event", event.id, event);
      put("delivery", event.id, { eventId: event.id, attempts: 0, ...this.scheduleDelivery(event) });
    };
    try {
      return work({ put, emit });
    } finally {
      if (entries.length > 0) this.#journal.append(entries);
    }
  }

  flush(): Promise<void> {
    return this.#journal.flush();
  }

  async close(): Promise<void> {
    await this.#journal.close();
  }
}

function throwMissing(kind: Kind, id: string, param: string): never {
  throw missing(kind, id, param);
}

/** A new id in the form that Stripe gives: `pi_3Q...`. */
export function newId(prefix: string, length = 24): string {
  let word = "";
  while (word.length < length)
    word += randomBytes(length)
      .toString("base64")
      .replace(/[^a-zA-Z0-9]/g, "");
  return `${prefix}_${word.slice(0, length)}`;
}
