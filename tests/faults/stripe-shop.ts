import fc from "fast-check";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { processStripeEvent } from "#app/features/checkout/process-stripe-event.server.ts";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { SandboxControls } from "#app/platform/stripe/sandbox/controls.ts";
import { StripeError } from "#app/platform/stripe/sandbox/stripe-error.ts";
import { stripe, webhookSecrets } from "#app/platform/stripe/stripe.server.ts";
import { aBuyer, type Buyer, type Goods, WAYS, type Way } from "./buyers.ts";
import { crashAfter } from "./crash.ts";

export const aWay: fc.Arbitrary<Way> = fc.constantFrom(...WAYS);

/** Work of ours that ends after `times` statements. */
const CRASHES = ["crash-click", "crash-success-page", "crash-deliver", "crash-take", "crash-reconcile"];
const HOUR = 60 * 60 * 1000;

/** What can happen, of the buyer's, the bank's, the dashboard's and the network's doing. `at` chooses whom or what. */
export const anAct: fc.Arbitrary<Act> = fc.oneof(
  happening(2, ["click"], 5, 3),
  happening(4, ["pay", "pay", "pay", "decline", "ask-3ds", "approve-3ds", "fail-3ds"], 5),
  happening(2, ["bank-debit", "money-arrives", "money-fails", "expire"], 5),
  happening(4, ["refund-all", "refund-part", "refund-third", "refund-pending", "refund-fails", "refund-canceled"], 5),
  happening(3, ["dispute", "inquire", "dispute-won", "dispute-lost"], 5),
  happening(2, ["success-page"], 5, 3),
  happening(2, ["take"], 5),
  happening(5, ["deliver", "deliver-again", "store-only", "deliver-of-other-mode"], 40, 3),
  happening(1, ["deliver-all", "deliver-all-backwards"], 0),
  happening(1, ["reconcile"], 0),
  happening(1, ["time-passes"], 20),
  happening(4, CRASHES, 40, 40),
);

function happening(weight: number, what: string[], at: number, times = 1): fc.WeightedArbitrary<Act> {
  return {
    weight,
    arbitrary: fc.record({ what: fc.constantFrom(...what), at: fc.nat(at), times: fc.integer({ min: 1, max: times }) }),
  };
}

/** `times`: how often at once. */
export interface Act {
  what: string;
  at: number;
  times: number;
}

/** One schedule's people and what they do. */
export class Shop {
  readonly buyers: Buyer[] = [];
  readonly sessions: string[] = [];
  readonly controls: SandboxControls;
  /** What came by webhook, of either mode. */
  readonly arrived = { own: new Set<string>(), foreign: new Set<string>() };
  readonly #firstEvent: number;

  private constructor(controls: SandboxControls) {
    this.controls = controls;
    this.#firstEvent = controls.events().length;
  }

  static async open(controls: SandboxControls, goods: Goods, ways: Way[]): Promise<Shop> {
    const shop = new Shop(controls);
    for (const [at, way] of ways.entries()) {
      shop.buyers.push(await aBuyer(way, goods, at));
      await shop.#click(at);
    }
    return shop;
  }

  /** Everything of one act happens at once. */
  async play(acts: Act[]): Promise<void> {
    const crashing = acts.some(({ what }) => CRASHES.includes(what));
    const done = await Promise.allSettled(acts.map((act) => this.#do(act)));
    // Who waited for the same work as a process that ended is told that it failed, and tries again later.
    const failed = done.find((one) => one.status === "rejected");
    if (failed && !crashing) throw failed.reason;
  }

  /** Bank debits that are still on their way are decided. */
  async decideDelayed(outcome: "arrives" | "fails"): Promise<void> {
    for (const session of this.sessions) await possible(this.controls.settleBankDebit(session, outcome));
    const events = this.#events();
    await Promise.all(events.filter((_, at) => at % 2 === 0).map((event) => this.#deliver(event, 1)));
  }

  #events(): string[] {
    return this.controls
      .events()
      .slice(this.#firstEvent)
      .map((event) => event.id);
  }

  async #do({ what, at, times }: Act): Promise<void> {
    const session = this.sessions[at % this.sessions.length] ?? "cs_none";
    const [account] = this.sessions.length > 0 ? this.controls.books([session]) : [];
    const paymentIntent = account?.paymentIntentId ?? "pi_none";
    const refund = account?.refunds.at(-1)?.id ?? "re_none";
    const dispute = account?.disputes.at(-1)?.id ?? "du_none";
    const events = this.#events();
    const event = events[at % Math.max(events.length, 1)];
    const { controls } = this;
    switch (what) {
      case "click":
        return void (await Promise.all(Array.from({ length: times }, () => this.#click(at))));
      case "pay":
        return possible(controls.payByCard(session, { email: await this.#emailOf(session) }));
      case "decline":
        return possible(controls.declineCard(session));
      case "ask-3ds":
        return possible(controls.askForThreeDSecure(session, await this.#emailOf(session)));
      case "approve-3ds":
        return possible(controls.answerThreeDSecure(session, "approve"));
      case "fail-3ds":
        return possible(controls.answerThreeDSecure(session, "fail"));
      case "bank-debit":
        return possible(controls.payByBankDebit(session, await this.#emailOf(session)));
      case "money-arrives":
        return possible(controls.settleBankDebit(session, "arrives"));
      case "money-fails":
        return possible(controls.settleBankDebit(session, "fails"));
      case "expire":
        return possible(controls.expireSession(session));
      case "refund-all":
        return possible(controls.refund({ paymentIntent }));
      case "refund-part":
        return possible(controls.refund({ paymentIntent, amount: 700 }));
      case "refund-third":
        return possible(controls.refund({ paymentIntent, amount: Math.floor((account?.received ?? 0) / 3) }));
      case "refund-pending":
        return possible(controls.refund({ paymentIntent, status: "pending" }));
      case "refund-fails":
        return possible(controls.updateRefund(refund, "failed"));
      case "refund-canceled":
        return possible(controls.updateRefund(refund, "canceled"));
      case "dispute":
        return possible(controls.openDispute({ paymentIntent }));
      case "inquire":
        return possible(controls.openDispute({ paymentIntent, inquiry: true }));
      case "dispute-won":
        return possible(controls.closeDispute(dispute, "won"));
      case "dispute-lost":
        return possible(controls.closeDispute(dispute, "lost"));
      case "success-page":
        return void (await Promise.all(Array.from({ length: times }, () => fulfil(session))));
      case "deliver":
      case "deliver-again":
        return event ? this.#deliver(event, times) : undefined;
      case "store-only":
        return event ? this.#store(event) : undefined;
      case "deliver-all":
        return void (await Promise.all(events.map((id) => this.#deliver(id, 1))));
      case "deliver-all-backwards":
        return void (await Promise.all(events.reverse().map((id) => this.#deliver(id, 2))));
      case "deliver-of-other-mode":
        return event ? this.#storeOfOtherMode(event) : undefined;
      case "take":
        return this.buyers[at % this.buyers.length]!.take();
      case "time-passes":
        shiftClock(now().getTime() - Date.now() + (at + 1) * HOUR);
        return controls.expireOverdue();
      case "crash-click":
        return crashAfter(times, () => this.#click(at));
      case "crash-success-page":
        return crashAfter(times, () => fulfil(session));
      case "crash-deliver":
        return event ? crashAfter(times, () => this.#deliver(event, 1)) : undefined;
      case "crash-take":
        return crashAfter(times, () => this.buyers[at % this.buyers.length]!.take());
      case "crash-reconcile":
        return crashAfter(times * 2, reconcile);
      case "reconcile":
        return void (await reconcile());
      default:
        throw new Error(`There is no act ${what}.`);
    }
  }

  async #click(at: number): Promise<void> {
    const url = await this.buyers[at % this.buyers.length]!.press();
    const order = url === null ? null : await db.order.findFirst({ where: { checkoutUrl: url } });
    const session = order?.checkoutSessionId;
    if (session && !this.sessions.includes(session)) this.sessions.push(session);
  }

  /** Of a visitor: their address, which they give on the payment page. */
  async #emailOf(session: string): Promise<string | undefined> {
    const guests = this.buyers.filter((buyer) => buyer.email !== undefined);
    const order = guests.length > 0 && (await db.order.findUnique({ where: { checkoutSessionId: session } }));
    for (const guest of order ? guests : []) {
      if ((await guest.orders()).some(({ id }) => order && id === order.id)) return guest.email;
    }
    return undefined;
  }

  /** The webhook arrives, and its job runs, as often as it comes. */
  async #deliver(eventId: string, times: number): Promise<void> {
    await Promise.all(
      Array.from({ length: times }, async () => {
        await this.#store(eventId);
        await processStripeEvent({ eventId });
      }),
    );
  }

  /** The webhook arrives, and the process ends before its job runs. */
  async #store(eventId: string): Promise<void> {
    const { body, signature } = this.controls.sign(eventId);
    this.arrived.own.add(eventId);
    await receiveStripeEvent({ body: Buffer.from(body), signature });
  }

  /** An event of live money with a true signature, as where one endpoint has been entered for both modes. */
  async #storeOfOtherMode(eventId: string): Promise<void> {
    const event = JSON.parse(this.controls.sign(eventId).body) as { id: string; livemode: boolean };
    const id = `${event.id}live`;
    const payload = JSON.stringify({ ...event, id, livemode: true });
    const timestamp = Math.floor(now().getTime() / 1000);
    const signature = stripe().webhooks.generateTestHeaderString({ payload, secret: webhookSecrets()[0]!, timestamp });
    this.arrived.foreign.add(id);
    await receiveStripeEvent({ body: Buffer.from(payload), signature });
  }
}

/** What Stripe would not let happen does not happen; every other failure is one. */
export async function possible(doing: Promise<unknown>): Promise<void> {
  await doing.catch((error: unknown) => {
    if (!(error instanceof StripeError)) throw error;
  });
}
