import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createApi } from "./api.server.ts";
import { runBilling } from "./billing.ts";
import { Books } from "./books.server.ts";
import { createControls, type SandboxControls } from "./controls.ts";
import { Deliveries } from "./deliveries.server.ts";
import { createPages } from "./pages.server.ts";
import { expireOverdue } from "./payments.ts";
import { readSandboxAddress, readSandboxKeys, sandboxFolder, writeSandboxAddress } from "./sandbox-files.server.ts";

interface Site {
  dataDir: string;
  /** The address visitors use, without a trailing slash: the payment page is mounted below it. */
  appUrl: string;
  /** Where signed events are sent. */
  webhookUrl: string;
  /** The data folder's own where it is left out. */
  webhookSecret?: string;
}

export interface PaymentSandbox {
  /** Starts the API on 127.0.0.1, at the port it had the last time where that is free. */
  listen(): Promise<{ apiUrl: string }>;
  /** Answers `/payment-sandbox/...`; false where the request is for another page. */
  handlePage(request: IncomingMessage, response: ServerResponse): boolean;
  controls: SandboxControls;
  close(): Promise<void>;
}

const CLOCK = 30_000;

/**
 * A stand-in for Stripe in one process: its API with the shapes that we use, a hosted payment page and signed
 * webhooks. No money moves. What it keeps is in `DATA_DIR/payment-sandbox` and survives restarts and `kill -9`.
 */
export async function createPaymentSandbox({ dataDir, appUrl, webhookUrl, webhookSecret }: Site): Promise<PaymentSandbox> {
  const keys = readSandboxKeys(dataDir);
  const books = new Books(sandboxFolder(dataDir));
  await books.open();
  const deliveries = new Deliveries(books, { url: webhookUrl, secret: webhookSecret ?? keys.webhookSecret });
  const answerApi = createApi(books, { apiKey: keys.apiKey, appUrl });
  const handlePage = createPages(books, { appUrl });
  const server = createServer((request, response) => {
    if (!handlePage(request, response)) void answerApi(request, response);
  });
  const clock = setInterval(() => {
    expireOverdue(books);
    runBilling(books, appUrl);
  }, CLOCK);
  clock.unref();

  return {
    async listen() {
      const apiUrl = await listenAgain(server, readSandboxAddress(dataDir));
      writeSandboxAddress(dataDir, apiUrl);
      expireOverdue(books);
      deliveries.start();
      return { apiUrl };
    },
    handlePage,
    controls: createControls(books, deliveries, appUrl),
    async close() {
      clearInterval(clock);
      await deliveries.close();
      if (server.listening) {
        await new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        });
      }
      await books.close();
    },
  };
}

async function listenAgain(server: Server, before: string | undefined): Promise<string> {
  const port = before ? Number(new URL(before).port) : 0;
  const at = await listenAt(server, port).catch(() => listenAt(server, 0));
  return `http://127.0.0.1:${at}`;
}

function listenAt(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve((server.address() as { port: number }).port);
    });
  });
}
