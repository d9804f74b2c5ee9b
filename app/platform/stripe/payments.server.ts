import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "../env.server.ts";
import { createPaymentSandbox } from "./sandbox/payment-sandbox.server.ts";

export interface Payments {
  /** Answers the sandbox's payment pages; false where the request is for another page. With real payments there are none. */
  handlePage(request: IncomingMessage, response: ServerResponse): boolean;
  close(): Promise<void>;
}

/** Starts the payment sandbox of this data folder where no Stripe key is set. Call it before the site listens. */
export async function openPayments(): Promise<Payments> {
  const { payments, dataDir, appUrl, host, port } = env();
  if (payments.kind === "stripe") return { handlePage: () => false, close: async () => {} };
  // Events go to this process itself, whatever stands between it and its visitors.
  const own = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const webhookUrl = `http://${own.includes(":") ? `[${own}]` : own}:${port}/webhooks/stripe`;
  const sandbox = await createPaymentSandbox({ dataDir, appUrl, webhookUrl });
  await sandbox.listen();
  return {
    handlePage: sandbox.handlePage,
    close: () => sandbox.close(),
  };
}
