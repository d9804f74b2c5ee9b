import pg from "pg";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { closeDatabase, db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { createPaymentSandbox } from "#app/platform/stripe/sandbox/payment-sandbox.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { recordCalls } from "#tests/support/recorded-requests.ts";
import { statementsOf } from "#tests/support/statements.ts";

// A program of its own, so that its calls and statements can be counted: people buy the course of the bench, one after the
// other, on the site's database and a payment sandbox of its own. Prints JSON.

const PEOPLE = 60;
const WARM_UP = 20;

const [courseKey = ""] = process.argv.slice(2);

interface Cost {
  calls: number;
  statements: number;
  milliseconds: number;
}

/** What one piece of work costs. */
async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const recording = recordCalls();
  const started = performance.now();
  const statements = await statementsOf(work);
  const milliseconds = performance.now() - started;
  recording.stop();
  return { calls: recording.calls.length, statements: statements.length, milliseconds };
}

function median(costs: Cost[]): Cost {
  const of = (name: keyof Cost) => costs.map((cost) => cost[name]).toSorted((a, b) => a - b);
  const worst = (name: keyof Cost) => of(name).at(-1)!;
  return { calls: worst("calls"), statements: worst("statements"), milliseconds: of("milliseconds")[costs.length >> 1]! };
}

const sandbox = await createPaymentSandbox({
  dataDir: env().dataDir,
  appUrl: env().appUrl,
  webhookUrl: "http://127.0.0.1:9/none",
});
sandbox.controls.setDelivery({ automatic: false });
await sandbox.listen();
const pool = new pg.Pool({ connectionString: env().databaseUrl, max: 1 });
await pool.query("create table if not exists bench_row (id int primary key, value int not null)");
await pool.query("insert into bench_row values (1, 0) on conflict do nothing");

const [checkouts, fulfilments, floors]: Cost[][] = [[], [], []];
for (let person = 0; person < PEOPLE + WARM_UP; person += 1) {
  const email = `buyer-${person}-${Date.now()}@example.org`;
  const { id: userId } = await db.user.create({ data: { email, name: "A buyer", emailVerifiedAt: new Date() } });
  const checkout = await costOf(() => startCheckout({ userId, courseKey }));
  const { checkoutSessionId } = await db.order.findFirstOrThrow({ where: { userId } });
  await sandbox.controls.payByCard(checkoutSessionId!);
  const fulfilment = await costOf(() => fulfil(checkoutSessionId!));
  // What must be done in any case: Stripe is read, and as many statements go to the database, each for one row.
  const floor = await costOf(async () => {
    await stripe().checkout.sessions.retrieve(checkoutSessionId!, {
      expand: ["payment_intent.latest_charge.balance_transaction"],
    });
    await pool.query("begin");
    for (let count = 2; count < fulfilment.statements; count += 1) {
      await pool.query({ name: "floor", text: "update bench_row set value = value + 1 where id = 1" });
    }
    await pool.query("commit");
  });
  if (person < WARM_UP) continue;
  checkouts!.push(checkout);
  fulfilments!.push(fulfilment);
  floors!.push(floor);
}
console.log(
  JSON.stringify({ checkout: median(checkouts!), fulfilment: median(fulfilments!), floor: median(floors!).milliseconds }),
);
await pool.end();
await closeDatabase();
await sandbox.close();
