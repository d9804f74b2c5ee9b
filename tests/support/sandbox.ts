import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { env } from "#app/platform/env.server.ts";
import { createPaymentSandbox, type PaymentSandbox } from "#app/platform/stripe/sandbox/payment-sandbox.server.ts";

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

/** Closes what a test opened, also when it fails. */
export function closeAfterTest(opened: { close(): Promise<void> }): void {
  onTestFinished(() => opened.close());
}
