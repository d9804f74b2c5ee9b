import { request } from "node:http";
import Stripe from "stripe";
import { now } from "#app/platform/clock.server.ts";
import type { Books, Delivery } from "./books.server.ts";

/** How events travel to the webhook endpoint. A test makes the way as bad as it likes. */
export interface DeliverySettings {
  /** False: nothing goes by itself, only what `deliver` sends. */
  automatic: boolean;
  /** How often each event is sent. */
  copies: number;
  /** Milliseconds before the first try: from, to. */
  delay: [number, number];
  /** Share of events that never go out, 0 to 1. */
  drop: number;
  /** For the two above: the same seed, the same journey. */
  random: () => number;
}

const STRAIGHT: DeliverySettings = { automatic: true, copies: 1, delay: [0, 0], drop: 0, random: Math.random };
const SECOND = 1_000;
/** Waits before the next try; Stripe goes on for three days. */
const BACK_OFF = [1, 2, 5, 15, 30, 60, 300, 1_800, 3_600, 10_800].map((seconds) => seconds * SECOND);
const MAX_ATTEMPTS = 30;
const TIMEOUT = 10 * SECOND;
const AT_ONCE = 4;

/**
 * Sends signed events to one endpoint until it answers 2xx, and tries again with back-off. What is not yet delivered
 * when the process ends is sent after the next start: at least once, in no promised order, as Stripe does.
 */
export class Deliveries {
  readonly #books: Books;
  readonly #endpoint: { url: string; secret: string };
  #settings = STRAIGHT;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  #running = new Set<Promise<void>>();
  #due = new Map<string, number>();

  constructor(books: Books, endpoint: { url: string; secret: string }) {
    this.#books = books;
    this.#endpoint = endpoint;
    books.scheduleDelivery = (event) => this.#schedule(event);
  }

  /** Takes up what the last process left. */
  start(): void {
    for (const delivery of this.#books.all("delivery")) {
      if (delivery.state === "pending" && delivery.nextAt !== null) this.#due.set(delivery.eventId, delivery.nextAt);
    }
    this.#wake();
  }

  set(settings: Partial<DeliverySettings>): void {
    this.#settings = { ...this.#settings, ...settings };
    if (this.#settings.automatic) {
      for (const delivery of this.pending()) this.#due.set(delivery.eventId, delivery.nextAt ?? now().getTime());
    } else {
      this.#due.clear();
    }
    this.#wake();
  }

  /** What has not arrived yet, the oldest first. */
  pending(): Delivery[] {
    return this.#books
      .all("delivery")
      .filter((delivery) => delivery.state === "pending")
      .reverse();
  }

  #schedule(event: Stripe.Event): Pick<Delivery, "nextAt" | "state"> {
    const { automatic, drop, delay, random } = this.#settings;
    if (drop > 0 && random() < drop) return { nextAt: null, state: "dropped" };
    if (!automatic) return { nextAt: null, state: "pending" };
    const nextAt = now().getTime() + delay[0] + Math.round(random() * (delay[1] - delay[0]));
    this.#due.set(event.id, nextAt);
    setImmediate(() => this.#wake());
    return { nextAt, state: "pending" };
  }

  #wake(): void {
    clearTimeout(this.#timer);
    if (this.#closed || !this.#settings.automatic || this.#due.size === 0) return;
    const wait = Math.max(0, Math.min(...this.#due.values()) - now().getTime());
    // No event may keep the process alive; the longest wait is cut, so that a clock that jumps is noticed.
    this.#timer = setTimeout(() => this.#sendDue(), Math.min(wait, 60 * SECOND));
    this.#timer.unref();
  }

  #sendDue(): void {
    const at = now().getTime();
    for (const [eventId, nextAt] of this.#due) {
      if (nextAt > at || this.#running.size >= AT_ONCE) continue;
      this.#due.delete(eventId);
      const sending: Promise<void> = this.#sendCopies(eventId).finally(() => {
        this.#running.delete(sending);
        this.#wake();
      });
      this.#running.add(sending);
    }
    if (this.#running.size < AT_ONCE) this.#wake();
  }

  async #sendCopies(eventId: string): Promise<void> {
    // What a buyer does is told only when it is on disk: an event never runs ahead of the books.
    await this.#books.flush();
    for (let copy = 0; copy < this.#settings.copies; copy += 1) await this.deliver(eventId);
  }

  /** Sends one event now, whatever became of it before; answers the status, or 0 where nobody answered. */
  async deliver(eventId: string): Promise<number> {
    const { body, signature } = this.sign(eventId);
    const status = await post(this.#endpoint.url, body, signature);
    const before = this.#books.get("delivery", eventId);
    const attempts = before.attempts + 1;
    if (status >= 200 && status < 300) {
      this.#keep({ ...before, attempts, nextAt: null, state: "delivered" });
    } else if (before.state === "pending") {
      const nextAt = now().getTime() + BACK_OFF[Math.min(attempts - 1, BACK_OFF.length - 1)]!;
      const spent = attempts >= MAX_ATTEMPTS;
      this.#keep({ ...before, attempts, nextAt: spent ? null : nextAt, state: spent ? "given-up" : "pending" });
      if (!spent && !this.#closed) this.#due.set(eventId, nextAt);
    }
    return status;
  }

  #keep(delivery: Delivery): void {
    if (this.#closed) return;
    this.#books.change((change) => {
      change.put("delivery", delivery.eventId, delivery);
      const event = this.#books.get("event", delivery.eventId);
      if (delivery.state === "delivered" && event.pending_webhooks > 0)
        change.put("event", event.id, { ...event, pending_webhooks: 0 });
    });
  }

  /** An event as it goes over the wire. `secret` and `timestamp` (Unix seconds) are for tests of the endpoint. */
  sign(eventId: string, options: { secret?: string; timestamp?: number } = {}): { body: string; signature: string } {
    const body = JSON.stringify(this.#books.get("event", eventId), null, 2);
    const { secret = this.#endpoint.secret, timestamp = this.#books.seconds() } = options;
    return { body, signature: Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp }) };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await Promise.allSettled(this.#running);
  }
}

function post(url: string, body: string, signature: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Length": Buffer.byteLength(body),
      "Stripe-Signature": signature,
      "User-Agent": "Stripe/1.0 (payment sandbox)",
    };
    const sent = request(url, { method: "POST", headers, timeout: TIMEOUT }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
      response.once("error", () => resolve(0));
    });
    sent.once("timeout", () => sent.destroy());
    sent.once("error", () => resolve(0));
    sent.end(body);
  });
}
