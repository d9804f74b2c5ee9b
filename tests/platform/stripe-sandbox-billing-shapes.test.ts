import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { env } from "#app/platform/env.server.ts";
import { readSandboxKeys } from "#app/platform/stripe/sandbox/sandbox-files.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { startSandbox } from "#tests/support/sandbox.ts";

type Json = Record<string, unknown>;
const fixtures = JSON.parse(readFileSync("tests/fixtures/stripe-billing-fixtures.json", "utf8")).resources as Record<
  string,
  Json
>;

/** Fields of the `stripe` package's types that came after the published fixtures. */
const NEWER = ["subscription_item.current_trial", "customer.customer_account"];
/** Fields that versions before the package's had. */
const GONE = ["invoice.subscription"];

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

async function wire(path: string): Promise<Json> {
  const response = await fetch(sandbox.apiUrl + path, {
    headers: { Authorization: `Bearer ${readSandboxKeys(env().dataDir).apiKey}` },
  });
  expect(response.status).toBe(200);
  return (await response.json()) as Json;
}

function differences(object: Json): string[] {
  const kind = String(object.object);
  const theirs = fixtures[kind]!;
  const known = (list: string[], key: string) => list.includes(`${kind}.${key}`);
  return [
    ...Object.keys(object).flatMap((key) => (key in theirs || known(NEWER, key) ? [] : [`${kind}.${key} is not Stripe's`])),
    ...Object.keys(theirs).flatMap((key) => (key in object || known(GONE, key) ? [] : [`${kind}.${key} is missing`])),
  ];
}

test("what the sandbox says of subscriptions has Stripe's published fields", async () => {
  const made = await stripe().checkout.sessions.create({
    mode: "subscription",
    customer_email: "ada@example.org",
    line_items: [
      {
        quantity: 1,
        price_data: { currency: "usd", unit_amount: 1_900, recurring: { interval: "month" }, product_data: { name: "A course" } },
      },
    ],
    success_url: "https://school.example/done",
  });
  await sandbox.controls.payByCard(made.id);
  const session = await wire(`/v1/checkout/sessions/${made.id}`);
  const customer = String(session.customer);
  const subscription = await wire(`/v1/subscriptions/${String(session.subscription)}`);
  const invoice = await wire(`/v1/invoices/${String(session.invoice)}?expand[]=payments`);
  const { payments, ...plain } = invoice;
  const portal = await stripe().billingPortal.sessions.create({ customer, return_url: "https://school.example/" });
  const objects = [
    subscription,
    ...(subscription.items as { data: Json[] }).data,
    plain,
    ...(invoice.lines as { data: Json[] }).data,
    ...(payments as { data: Json[] }).data,
    await wire(`/v1/customers/${customer}`),
    await wire(`/v1/payment_methods/${String(subscription.default_payment_method)}`),
    JSON.parse(JSON.stringify(portal)) as Json,
  ];
  expect(objects.map((object) => object.object).sort()).toEqual(Object.keys(fixtures).sort());
  expect(objects.flatMap(differences)).toEqual([]);
});
