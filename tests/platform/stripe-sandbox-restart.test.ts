import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { shiftClock } from "#app/platform/clock.server.ts";
import { createPaymentSandbox, type PaymentSandbox } from "#app/platform/stripe/sandbox/payment-sandbox.server.ts";
import { readSandboxAddress, readSandboxKeys } from "#app/platform/stripe/sandbox/sandbox-files.server.ts";
import { aWebhookEndpoint } from "#tests/support/sandbox.ts";

let dataDir: string;
const running: PaymentSandbox[] = [];
beforeEach(() => {
  shiftClock(0);
  dataDir = mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
});
afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(webhookUrl = "http://127.0.0.1:9/none", automatic = false) {
  const sandbox = await createPaymentSandbox({ dataDir, appUrl: "http://127.0.0.1:3000", webhookUrl });
  running.push(sandbox);
  sandbox.controls.setDelivery({ automatic });
  const { apiUrl } = await sandbox.listen();
  const { hostname, port } = new URL(apiUrl);
  const client = new Stripe(readSandboxKeys(dataDir).apiKey, {
    host: hostname,
    port,
    protocol: "http",
    telemetry: false,
    maxNetworkRetries: 0,
  });
  return { sandbox, controls: sandbox.controls, apiUrl, client };
}
const journal = () => path.join(dataDir, "payment-sandbox", "journal.jsonl");
const sell = (client: Stripe, key?: string) =>
  client.checkout.sessions.create(
    {
      mode: "payment",
      line_items: [{ quantity: 1, price_data: { currency: "usd", unit_amount: 14_900, product_data: { name: "A course" } } }],
      success_url: "https://school.example/done",
    },
    key ? { idempotencyKey: key } : {},
  );

describe("a sandbox that is started again", () => {
  test("has everything it had, the address and the keys too", async () => {
    const one = await start();
    const open = await sell(one.client, "order:1");
    const paid = await sell(one.client);
    await one.controls.payByCard(paid.id);
    const [account] = one.controls.books([paid.id]);
    await one.controls.refund({ paymentIntent: account!.paymentIntentId!, amount: 100 });
    const before = { books: one.controls.books(), events: one.controls.events(), pending: one.controls.pendingDeliveries() };
    await one.sandbox.close();

    const two = await start();
    expect(two.apiUrl).toBe(one.apiUrl);
    expect(readSandboxAddress(dataDir)).toBe(one.apiUrl);
    expect({ books: two.controls.books(), events: two.controls.events(), pending: two.controls.pendingDeliveries() }).toEqual(
      before,
    );
    expect((await sell(two.client, "order:1")).id).toBe(open.id);
    await two.controls.payByCard(open.id);
    expect(await two.client.checkout.sessions.retrieve(open.id)).toMatchObject({ payment_status: "paid" });
  });

  test("after it was cut off at any byte has every change that was answered, and is whole", async () => {
    const one = await start();
    const session = await sell(one.client);
    const answered = statSync(journal()).size;
    await one.controls.payByCard(session.id);
    const whole = readFileSync(journal());
    await one.sandbox.close();
    for (let size = answered; size <= whole.length; size += 97) {
      rmSync(journal());
      appendFileSync(journal(), whole.subarray(0, size));
      const again = await start();
      const [account] = again.controls.books([session.id]);
      // All of a change or nothing: a payment without its session, or a session without its payment, cannot be.
      const state = [account?.sessionStatus, account?.paymentStatus, account?.paymentIntentStatus];
      expect([["open", "unpaid", null].join(), ["complete", "paid", "succeeded"].join()]).toContain(state.join());
      const next = await sell(again.client);
      await again.sandbox.close();
      const after = await start();
      expect(after.controls.books([next.id])).toMatchObject([{ sessionStatus: "open" }]);
      await after.sandbox.close();
    }
  });

  test("sends the events that had not arrived", async () => {
    const endpoint = await aWebhookEndpoint();
    const one = await start();
    const session = await sell(one.client);
    await one.controls.payByCard(session.id);
    await one.controls.deliver(one.controls.events()[0]!.id);
    await one.sandbox.close();
    const two = await start(endpoint.url, true);
    await vi.waitFor(() => expect(two.controls.pendingDeliveries()).toEqual([]), { timeout: 5_000, interval: 5 });
    expect(endpoint.received).toHaveLength(3);
    await endpoint.close();
  });

  test("expires what ran out of time meanwhile", async () => {
    const one = await start();
    const session = await sell(one.client);
    await one.sandbox.close();
    shiftClock(25 * 60 * 60 * 1000);
    const two = await start();
    expect(two.controls.books([session.id])).toMatchObject([{ sessionStatus: "expired" }]);
    expect(two.controls.events().map((event) => event.type)).toContain("checkout.session.expired");
  });

  test("has a shorter journal with the same in it, and forgets answers of the day before", async () => {
    const one = await start();
    for (let count = 0; count < 30; count += 1) await sell(one.client, `key:${count}`);
    const session = await sell(one.client);
    for (let count = 0; count < 1_100; count += 1) await one.controls.declineCard(session.id);
    await one.controls.payByCard(session.id);
    const before = one.controls.events().length;
    const size = statSync(journal()).size;
    await one.sandbox.close();
    const two = await start();
    expect(statSync(journal()).size).toBeLessThan(size);
    expect(two.controls.books([session.id])).toMatchObject([{ paymentStatus: "paid" }]);
    expect(two.controls.events()).toHaveLength(before);
    const kept = await sell(two.client, "key:1");
    await two.sandbox.close();
    shiftClock(25 * 60 * 60 * 1000);
    const three = await start();
    expect((await sell(three.client, "key:1")).id).not.toBe(kept.id);
    expect(three.controls.books([session.id, kept.id])).toMatchObject([{ paymentStatus: "paid" }, { sessionStatus: "expired" }]);
  });

  test("beside another one takes a port of its own", async () => {
    const one = await start();
    const folder = dataDir;
    dataDir = mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
    const two = await start();
    expect(two.apiUrl).not.toBe(one.apiUrl);
    expect(readSandboxKeys(dataDir).apiKey).not.toBe(readSandboxKeys(folder).apiKey);
    await two.sandbox.close();
    rmSync(dataDir, { recursive: true, force: true });
    dataDir = folder;
  });

  test("with a port that is taken by now goes elsewhere and says where", async () => {
    const one = await start();
    const second = await createPaymentSandbox({
      dataDir,
      appUrl: "http://127.0.0.1:3000",
      webhookUrl: "http://127.0.0.1:9/none",
    });
    running.push(second);
    const { apiUrl } = await second.listen();
    expect(apiUrl).not.toBe(one.apiUrl);
    expect(readSandboxAddress(dataDir)).toBe(apiUrl);
  });

  test("keeps its keys and its journal from other users of the machine", async () => {
    await start();
    for (const name of ["keys.json", "address", "journal.jsonl"]) {
      expect(statSync(path.join(dataDir, "payment-sandbox", name)).mode & 0o077).toBe(0);
    }
  });
});
