import fc from "fast-check";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { processStripeEvent } from "#app/features/checkout/process-stripe-event.server.ts";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { SandboxControls } from "#app/platform/stripe/sandbox/controls.ts";
import { StripeError } from "#app/platform/stripe/sandbox/stripe-error.ts";
import { aStudent } from "#tests/support/people.ts";

/** What can happen, of the buyer's, the bank's, the dashboard's and the network's doing. `at` chooses whom or what. */
export const anAct: fc.Arbitrary<Act> = fc.oneof(
  happening(2, ["click"], 5, 3),
  happening(4, ["pay", "pay", "pay", "decline", "ask-3ds", "approve-3ds", "fail-3ds"], 5),
  happening(2, ["bank-debit", "money-arrives", "money-fails", "expire"], 5),
  happening(4, ["refund-all", "refund-part", "refund-pending", "refund-fails", "refund-canceled"], 5),
  happening(3, ["dispute", "inquire", "dispute-won", "dispute-lost"], 5),
  happening(2, ["success-page"], 5, 3),
  happening(5, ["deliver", "deliver-again", "store-only"], 40, 3),
  happening(1, ["deliver-all", "deliver-all-backwards"], 0),
  happening(1, ["reconcile"], 0),
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
  readonly people: { id: string; courseKey: string }[] = [];
  readonly sessions: string[] = [];
  readonly controls: SandboxControls;
  readonly #firstEvent: number;

  private constructor(controls: SandboxControls) {
    this.controls = controls;
    this.#firstEvent = controls.events().length;
  }

  static async open(controls: SandboxControls, courses: { key: string }[], people: number): Promise<Shop> {
    const shop = new Shop(controls);
    for (let count = 0; count < people; count += 1) {
      const { id } = await aStudent();
      shop.people.push({ id, courseKey: courses[count % courses.length]!.key });
      await shop.#click(count);
    }
    return shop;
  }

  /** Everything of one act happens at once. */
  async play(acts: Act[]): Promise<void> {
    await Promise.all(acts.map((act) => this.#do(act)));
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
    const session = this.sessions[at % this.sessions.length]!;
    const [account] = this.controls.books([session]);
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
        return possible(controls.payByCard(session));
      case "decline":
        return possible(controls.declineCard(session));
      case "ask-3ds":
        return possible(controls.askForThreeDSecure(session));
      case "approve-3ds":
        return possible(controls.answerThreeDSecure(session, "approve"));
      case "fail-3ds":
        return possible(controls.answerThreeDSecure(session, "fail"));
      case "bank-debit":
        return possible(controls.payByBankDebit(session));
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
      case "reconcile":
        return void (await reconcile());
      default:
        throw new Error(`There is no act ${what}.`);
    }
  }

  async #click(at: number): Promise<void> {
    const person = this.people[at % this.people.length]!;
    const started = await startCheckout({ userId: person.id, courseKey: person.courseKey });
    if (started.status !== "redirect") return;
    const order = await db.order.findUniqueOrThrow({ where: { number: started.orderNumber } });
    const session = order.checkoutSessionId!;
    if (!this.sessions.includes(session)) this.sessions.push(session);
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
    await receiveStripeEvent({ body: Buffer.from(body), signature });
  }
}

/** What Stripe would not let happen does not happen; every other failure is one. */
async function possible(doing: Promise<unknown>): Promise<void> {
  await doing.catch((error: unknown) => {
    if (!(error instanceof StripeError)) throw error;
  });
}
