import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { shiftClock } from "#app/platform/clock.server.ts";
import { stripe, webhookSecrets } from "#app/platform/stripe/stripe.server.ts";
import { aWebhookEndpoint, type Received, startSandbox } from "#tests/support/sandbox.ts";

let answer: (received: Received) => number | Promise<number> = () => 200;
let endpoint: Awaited<ReturnType<typeof aWebhookEndpoint>>;
let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  endpoint = await aWebhookEndpoint((received) => answer(received));
  sandbox = await startSandbox(endpoint.url);
});
afterAll(async () => {
  await sandbox.close();
  await endpoint.close();
});
beforeEach(() => {
  answer = () => 200;
  shiftClock(0);
  endpoint.received.length = 0;
});

/** For one test, with what another leaves behind out of the way. */
function deliverBy(settings: Parameters<typeof sandbox.controls.setDelivery>[0]): void {
  sandbox.controls.setDelivery({ automatic: true, copies: 1, delay: [0, 0], drop: 0, ...settings });
  onTestFinished(() => sandbox.controls.setDelivery({ automatic: false, copies: 1, delay: [0, 0], drop: 0 }));
}

async function pay(): Promise<string> {
  const session = await stripe().checkout.sessions.create({
    mode: "payment",
    line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 14_900, product_data: { name: "A course" } } }],
    success_url: "https://school.example/done",
  });
  await sandbox.controls.payByCard(session.id);
  return session.id;
}

const typesReceived = () => endpoint.received.map(({ body }) => (JSON.parse(body) as Stripe.Event).type);
const arrived = (count: number) =>
  vi.waitFor(() => expect(endpoint.received.length).toBeGreaterThanOrEqual(count), { timeout: 5_000, interval: 5 });
/** A draw that comes out the same in every run. */
function drawn(): () => number {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

describe("webhooks", () => {
  test("are signed so that the package's own check passes, with the endpoint's secret only", async () => {
    deliverBy({});
    const session = await pay();
    await arrived(3);
    for (const { body, signature } of endpoint.received) {
      const event = Stripe.webhooks.constructEvent(body, signature, webhookSecrets()[0]!);
      expect(event).toMatchObject({ object: "event", livemode: false, api_version: Stripe.API_VERSION });
      expect(() => Stripe.webhooks.constructEvent(body, signature, "whsec_other")).toThrow(
        Stripe.errors.StripeSignatureVerificationError,
      );
      expect(() => Stripe.webhooks.constructEvent(`${body} `, signature, webhookSecrets()[0]!)).toThrow();
    }
    expect(typesReceived().sort()).toEqual(["charge.succeeded", "checkout.session.completed", "payment_intent.succeeded"]);
    const completed = endpoint.received
      .map(({ body }) => JSON.parse(body) as Stripe.Event)
      .find((event) => event.type === "checkout.session.completed");
    expect(completed?.data.object).toMatchObject({ id: session, payment_status: "paid" });
    await vi.waitFor(() => expect(sandbox.controls.pendingDeliveries()).toEqual([]));
    expect((await stripe().events.retrieve(completed!.id)).pending_webhooks).toBe(0);
  });

  test("are tried again until they are taken, with longer and longer waits", async () => {
    let tries = 0;
    answer = () => (++tries <= 3 ? 500 : 200);
    deliverBy({});
    await pay();
    await arrived(3);
    await vi.waitFor(() => expect(sandbox.controls.pendingDeliveries().map((delivery) => delivery.attempts)).toEqual([1, 1, 1]));
    const first = endpoint.received.length;
    // The wait after the first failure is a second: longer than it takes to fail, short enough to see it end.
    await vi.waitFor(() => expect(sandbox.controls.pendingDeliveries()).toEqual([]), { timeout: 10_000, interval: 20 });
    expect(endpoint.received.length).toBeGreaterThanOrEqual(first + 3);
    expect(new Set(endpoint.received.map(({ body }) => (JSON.parse(body) as Stripe.Event).id)).size).toBe(3);
  });

  test("wait when told to, and go when they are sent one by one", async () => {
    await pay();
    const events = sandbox.controls.pendingDeliveries();
    expect(events).toHaveLength(3);
    expect(endpoint.received).toEqual([]);
    expect(await sandbox.controls.deliver(events[2]!.eventId)).toBe(200);
    expect(await sandbox.controls.deliver(events[2]!.eventId)).toBe(200);
    expect(await sandbox.controls.deliver(events[0]!.eventId)).toBe(200);
    expect(typesReceived()).toEqual(["checkout.session.completed", "checkout.session.completed", "charge.succeeded"]);
    expect(sandbox.controls.pendingDeliveries().map((delivery) => delivery.eventId)).toEqual([events[1]!.eventId]);
    await sandbox.controls.deliver(events[1]!.eventId);
  });

  test("are doubled, dropped and shuffled by switches", async () => {
    deliverBy({ copies: 2 });
    await pay();
    await arrived(6);
    endpoint.received.length = 0;

    deliverBy({ drop: 1 });
    await pay();
    expect(sandbox.controls.pendingDeliveries()).toEqual([]);
    expect(sandbox.controls.events().at(-1)?.type).toBe("checkout.session.completed");

    deliverBy({ delay: [0, 300], random: drawn() });
    for (let count = 0; count < 4; count += 1) await pay();
    await arrived(12);
    expect(typesReceived().slice(0, 3)).not.toEqual([
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
    ]);
    expect(endpoint.received).toHaveLength(12);
  });

  test("to an endpoint that is not there stay pending", async () => {
    await pay();
    const [event] = sandbox.controls.pendingDeliveries();
    answer = () => Promise.reject(new Error("down"));
    await endpoint.close();
    expect(await sandbox.controls.deliver(event!.eventId)).toBe(0);
    expect(sandbox.controls.pendingDeliveries()).toContainEqual(
      expect.objectContaining({ eventId: event!.eventId, attempts: 1, state: "pending" }),
    );
  });
});
