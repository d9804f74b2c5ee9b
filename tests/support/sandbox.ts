import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { env } from "#app/platform/env.server.ts";
import type { SandboxControls } from "#app/platform/stripe/sandbox/controls.ts";
import { createPaymentSandbox, type PaymentSandbox } from "#app/platform/stripe/sandbox/payment-sandbox.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";

export interface Received {
  body: string;
  signature: string;
}

/** A webhook endpoint of a test: keeps what arrives, answers what the test says (200 where it says nothing). */
export async function aWebhookEndpoint(answer: (received: Received) => number | Promise<number> = () => 200) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const arrived = { body: await textOf(request), signature: String(request.headers["stripe-signature"] ?? "") };
    received.push(arrived);
    response.writeHead(await answer(arrived)).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/stripe`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, received, close };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * This test file's payment sandbox, running, in its own data folder; `stripe()` talks to it. Events wait until the
 * test delivers them (`controls.deliver`) or sets `automatic`.
 */
export async function startSandbox(webhookUrl = "http://127.0.0.1:9/none"): Promise<PaymentSandbox & { apiUrl: string }> {
  const sandbox = await createPaymentSandbox({ dataDir: env().dataDir, appUrl: env().appUrl, webhookUrl });
  sandbox.controls.setDelivery({ automatic: false });
  const { apiUrl } = await sandbox.listen();
  return { ...sandbox, apiUrl };
}

/** What a call that sells a course for 149 dollars sends. */
export const sessionParams = (
  changes: Partial<Stripe.Checkout.SessionCreateParams> = {},
): Stripe.Checkout.SessionCreateParams => ({
  mode: "payment",
  client_reference_id: "order-1",
  customer_email: "ada@example.org",
  line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 14_900, product_data: { name: "A course" } } }],
  metadata: { order_id: "order-1" },
  payment_intent_data: { metadata: { order_id: "order-1" } },
  success_url: "http://127.0.0.1:3000/checkout/success?session_id={CHECKOUT_SESSION_ID}",
  cancel_url: "http://127.0.0.1:3000/checkout/cancelled",
  ...changes,
});

/** A session that a card has paid. */
export async function aPaidSession(controls: SandboxControls) {
  const made = await stripe().checkout.sessions.create(sessionParams());
  await controls.payByCard(made.id);
  const session = await stripe().checkout.sessions.retrieve(made.id);
  return { session, paymentIntent: session.payment_intent as string };
}

/** The error of Stripe's package that a call ends with. */
export async function stripeErrorOf(call: PromiseLike<unknown>): Promise<Stripe.errors.StripeError> {
  const error = await call.then(
    () => new Error("The call went through."),
    (reason: unknown) => reason,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw error;
}
