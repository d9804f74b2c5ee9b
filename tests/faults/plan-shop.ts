import fc from "fast-check";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { processStripeEvent } from "#app/features/checkout/process-stripe-event.server.ts";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { cancelPlan } from "#app/features/checkout/recurring/cancel-plan.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { SandboxControls } from "#app/platform/stripe/sandbox/controls.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { aStudent } from "#tests/support/people.ts";
import { crashAfter } from "./crash.ts";
import { possible } from "./stripe-shop.ts";

const DAY = 24 * 60 * 60 * 1000;
const MANNERS = ["works", "works", "declines", "asks-bank"] as const;
const CRASHES = ["crash-success-page", "crash-deliver", "crash-reconcile"];

export const aPlanWay = fc.constantFrom("monthly", "monthly", "in-three", "in-three", "on-trial");

/** What can happen to somebody who pays again and again. `at` chooses what of it, or how long. */
export const aPlanAct: fc.Arbitrary<PlanAct> = fc.oneof(
  happening(1, ["click", "success-page"], 3),
  happening(3, ["pay"], 3),
  happening(6, ["days-pass"], 40),
  happening(2, ["refund-all", "refund-part", "refund-fails"], 5),
  happening(2, ["dispute", "dispute-won", "dispute-lost"], 5),
  happening(1, ["uncollectible", "void"], 5),
  happening(1, ["card"], 3),
  happening(1, ["pay-invoice"], 3),
  happening(1, ["cancel-at-the-end", "cancel-now"], 1),
  happening(5, ["deliver", "store-only"], 60),
  happening(1, ["deliver-all", "deliver-all-backwards"], 0),
  happening(1, ["reconcile"], 0),
  happening(3, CRASHES, 60),
);

function happening(weight: number, what: string[], at: number): fc.WeightedArbitrary<PlanAct> {
  return {
    weight,
    arbitrary: fc.record({ what: fc.constantFrom(...what), at: fc.nat(at), times: fc.integer({ min: 1, max: 50 }) }),
  };
}

/** `times`: how often at once, for what may come more than once; after how many statements a process ends. */
export interface PlanAct {
  what: string;
  at: number;
  times: number;
}

/** Somebody who buys a course by a plan, and what happens around it. */
export class PlanShop {
  readonly userId: string;
  readonly controls: SandboxControls;
  readonly #ask: { userId: string; courseKey: string; way: string };
  readonly #firstEvent: number;

  private constructor(controls: SandboxControls, ask: { userId: string; courseKey: string; way: string }) {
    this.controls = controls;
    this.userId = ask.userId;
    this.#ask = ask;
    this.#firstEvent = controls.events().length;
  }

  static async open(controls: SandboxControls, courseKey: string, way: string): Promise<PlanShop> {
    const { id: userId } = await aStudent();
    const shop = new PlanShop(controls, { userId, courseKey, way });
    await startCheckout(shop.#ask);
    return shop;
  }

  /** Everything of one act happens at once. */
  async play(acts: PlanAct[]): Promise<void> {
    const crashing = acts.some(({ what }) => CRASHES.includes(what));
    const done = await Promise.allSettled(acts.map((act) => this.#do(act)));
    const failed = done.find((one) => one.status === "rejected");
    if (failed && !crashing) throw failed.reason;
  }

  /** Stripe's subscriptions of this person, also those that we have not heard of. */
  async subscriptions(): Promise<string[]> {
    const sessions = this.controls.books(await this.sessions()).map(({ sessionId }) => sessionId);
    const read = await Promise.all(sessions.map((id) => stripe().checkout.sessions.retrieve(id)));
    return read.flatMap(({ subscription }) => (subscription === null ? [] : [String(subscription)]));
  }

  async sessions(): Promise<string[]> {
    const orders = await db.order.findMany({ where: { userId: this.userId, checkoutSessionId: { not: null } } });
    return orders.flatMap(({ checkoutSessionId }) => (checkoutSessionId?.startsWith("cs_") ? checkoutSessionId : []));
  }

  async #do({ what, at, times }: PlanAct): Promise<void> {
    const { controls } = this;
    const session = (await this.sessions()).at(-1) ?? "cs_none";
    const subscription = (await this.subscriptions()).at(-1);
    const invoices = subscription ? controls.plan(subscription).invoices : [];
    const paid = invoices.filter(({ paymentIntentId }) => paymentIntentId !== null);
    const paymentIntent = paid[at % Math.max(paid.length, 1)]?.paymentIntentId ?? "pi_none";
    const invoice = invoices[at % Math.max(invoices.length, 1)]?.id ?? "in_none";
    const back = paid.flatMap(({ refunds }) => refunds).at(-1)?.id ?? "re_none";
    const dispute = paid.flatMap(({ disputes }) => disputes).at(-1)?.id ?? "du_none";
    const events = controls.events().slice(this.#firstEvent);
    const event = events[at % Math.max(events.length, 1)]?.id;
    switch (what) {
      case "click":
        return void (await startCheckout(this.#ask));
      case "success-page":
        return void (await fulfil(session));
      case "pay":
        return possible(controls.payByCard(session, { later: MANNERS[at] }));
      case "days-pass":
        shiftClock(now().getTime() - Date.now() + (at + 1) * DAY);
        return controls.runBilling();
      case "refund-all":
        return possible(controls.refund({ paymentIntent }));
      case "refund-part":
        return possible(controls.refund({ paymentIntent, amount: 700 }));
      case "refund-fails":
        return possible(controls.updateRefund(back, "failed"));
      case "dispute":
        return possible(controls.openDispute({ paymentIntent }));
      case "dispute-won":
        return possible(controls.closeDispute(dispute, "won"));
      case "dispute-lost":
        return possible(controls.closeDispute(dispute, "lost"));
      case "uncollectible":
      case "void":
        return possible(controls.alterInvoice(invoice, what));
      case "card":
        return subscription ? possible(controls.changeCard(subscription, MANNERS[at]!)) : undefined;
      case "pay-invoice":
        return possible(controls.payInvoice(invoice));
      case "cancel-at-the-end": {
        const plan = await db.subscription.findFirst({ where: { userId: this.userId }, orderBy: { createdAt: "desc" } });
        return plan ? void (await cancelPlan({ userId: this.userId, planId: plan.id })) : undefined;
      }
      case "cancel-now":
        return subscription ? possible(controls.cancelSubscription(subscription)) : undefined;
      case "deliver":
        return event ? this.#deliver(event, 1 + (times % 3)) : undefined;
      case "store-only":
        return event ? this.#store(event) : undefined;
      case "deliver-all":
        return void (await Promise.all(events.map(({ id }) => this.#deliver(id, 1))));
      case "deliver-all-backwards":
        return void (await Promise.all(events.reverse().map(({ id }) => this.#deliver(id, 1))));
      case "crash-success-page":
        return crashAfter(times, () => fulfil(session));
      case "crash-deliver":
        return event ? crashAfter(times, () => this.#deliver(event, 1)) : undefined;
      case "crash-reconcile":
        return crashAfter(times * 2, reconcile);
      case "reconcile":
        return void (await reconcile());
      default:
        throw new Error(`There is no act ${what}.`);
    }
  }

  async #deliver(eventId: string, times: number): Promise<void> {
    await Promise.all(
      Array.from({ length: times }, async () => {
        await this.#store(eventId);
        await processStripeEvent({ eventId });
      }),
    );
  }

  async #store(eventId: string): Promise<void> {
    const { body, signature } = this.controls.sign(eventId);
    await receiveStripeEvent({ body: Buffer.from(body), signature });
  }
}
