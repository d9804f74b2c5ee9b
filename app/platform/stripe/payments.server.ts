import type { RequestHandler } from "express";
import { env } from "../env.server.ts";
import { createPaymentSandbox } from "./sandbox/payment-sandbox.server.ts";

export interface Payments {
  /** Answers the sandbox's payment pages; with real payments it lets every request pass. */
  servePages: RequestHandler;
  close(): Promise<void>;
}

/** Starts the payment sandbox of this data folder where no Stripe key is set. Call it before the site listens. */
export async function openPayments(): Promise<Payments> {
  const { payments, dataDir, appUrl, host, port } = env();
  if (payments.kind === "stripe") return { servePages: (_request, _response, next) => next(), close: async () => {} };
  // Events go to this process itself, whatever stands between it and its visitors.
  const own = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const webhookUrl = `http://${own.includes(":") ? `[${own}]` : own}:${port}/webhooks/stripe`;
  const sandbox = await createPaymentSandbox({ dataDir, appUrl, webhookUrl });
  await sandbox.listen();
  return {
    servePages: (request, response, next) => {
      if (!sandbox.handlePage(request, response)) next();
    },
    close: () => sandbox.close(),
  };
}
