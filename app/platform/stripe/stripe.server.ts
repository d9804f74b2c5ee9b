import Stripe from "stripe";
import { env } from "../env.server.ts";
import { readSandboxAddress, readSandboxKeys } from "./sandbox/sandbox-files.server.ts";

const SETTINGS = {
  // A call that got no answer is sent again with its idempotency key.
  maxNetworkRetries: 2,
  timeout: 20_000,
  telemetry: false,
} satisfies Stripe.StripeConfig;

let current: { address: string; client: Stripe } | undefined;

/**
 * Stripe's own SDK: towards Stripe, or, where no key is set, towards this data folder's payment sandbox.
 * @throws Error where the sandbox has never been started.
 */
export function stripe(): Stripe {
  const { payments, dataDir } = env();
  const address = payments.kind === "stripe" ? (payments.apiUrl ?? "https://api.stripe.com") : readSandboxAddress(dataDir);
  if (!address) throw new Error("The payment sandbox has not been started in this data folder: `npm start` does that.");
  if (current?.address !== address) {
    const key = payments.kind === "stripe" ? payments.secretKey : readSandboxKeys(dataDir).apiKey;
    const { protocol, hostname, port } = new URL(address);
    const at = { protocol: protocol === "http:" ? "http" : "https", host: hostname, port: port || undefined } as const;
    current = { address, client: new Stripe(key, { ...SETTINGS, ...at }) };
  }
  return current.client;
}

/** True where real money moves: test keys and the sandbox never touch live orders. */
export function isLivemode(): boolean {
  const { payments } = env();
  return payments.kind === "stripe" && /^(sk|rk)_live_/.test(payments.secretKey);
}

/** Every secret that a webhook may be signed with: two while one is being replaced. */
export function webhookSecrets(): string[] {
  const { payments, dataDir } = env();
  return payments.kind === "stripe" ? payments.webhookSecrets : [readSandboxKeys(dataDir).webhookSecret];
}
