import { reconcile } from "#app/features/checkout/reconcile.server.ts";
import { closeDatabase, db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { createPaymentSandbox } from "#app/platform/stripe/sandbox/payment-sandbox.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { paidOrders } from "#tests/support/paid-orders.ts";
import { statementsOf } from "#tests/support/statements.ts";

// A program of its own, so that its memory and statements are those of the reconciler: 10,000 paid orders that differ in nothing
// from what Stripe has, on the site's database and a payment sandbox of its own. Prints JSON. Run with --expose-gc.

const ORDERS = 10_000;
const DAY = 24 * 60 * 60 * 1000;

const [courseKey = ""] = process.argv.slice(2);

const sandbox = await createPaymentSandbox({
  dataDir: env().dataDir,
  appUrl: env().appUrl,
  webhookUrl: "http://127.0.0.1:9/none",
});
sandbox.controls.setDelivery({ automatic: false });
await sandbox.listen();

const { id: userId } = await db.user.create({
  data: { email: `reconciled-${Date.now()}@example.org`, name: "A buyer", emailVerifiedAt: new Date() },
});
await paidOrders({ many: ORDERS, courseKey, userId, controls: sandbox.controls });
// Its events are not walked: what is measured is the comparison of everything that Stripe has made since.
const value = { events: Math.floor((Date.now() + 50 * DAY) / 1000) };
await db.checkpoint.upsert({ where: { name: "stripe-events" }, create: { name: "stripe-events", value }, update: { value } });
const since = new Date(Date.now() - DAY);

/** What stays of the heap, in megabytes. */
function heap(): number {
  globalThis.gc!();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

// What must be done in any case: Stripe lists its sessions, a hundred at a time.
const floorStarted = performance.now();
for (let last: string | undefined, more = true; more; ) {
  const page = await stripe().checkout.sessions.list({ limit: 100, ...(last && { starting_after: last }) });
  last = page.data.at(-1)?.id;
  more = page.has_more;
}
const floor = performance.now() - floorStarted;

const before = heap();
const started = performance.now();
let done: Awaited<ReturnType<typeof reconcile>> | undefined;
const statements = await statementsOf(async () => {
  done = await reconcile({ since });
});
const milliseconds = performance.now() - started;
const kept = heap() - before;
if (done!.compared < ORDERS || done!.orders > 0 || done!.failures > 0) throw new Error(`Not in order: ${JSON.stringify(done)}`);
console.log(JSON.stringify({ orders: ORDERS, milliseconds, floor, statements: statements.length, kept }));
await closeDatabase();
await sandbox.close();
