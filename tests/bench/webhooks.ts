import { readFileSync } from "node:fs";
import path from "node:path";
import Stripe from "stripe";
import type { Scenario } from "./scenarios.ts";
import type { School } from "./school.ts";

/**
 * Stripe's events as they come in a burst: each signed, with an id of its own, and as large as the one of a paid session. Each
 * is queued, but points at nothing, so that what is measured is the intake beside a worker that has little to do: an order's
 * own event is a call to Stripe, which here would be in the same process.
 */
export function webhookIntake({ pool }: School, dataDir: string): Scenario {
  const { webhookSecret } = JSON.parse(readFileSync(path.join(dataDir, "payment-sandbox/keys.json"), "utf8"));
  const { resources } = JSON.parse(readFileSync("tests/fixtures/stripe-fixtures.json", "utf8"));
  const object = { ...resources["checkout.session"], id: "ofNothing", payment_intent: null };
  const event = { ...resources.event, type: "charge.refunded", livemode: false };
  const [before, after] = JSON.stringify({ ...event, id: "ID", data: { object } }, null, 2).split('"ID"');
  const run = Date.now().toString(36);
  let sent = 0;
  return {
    key: "k",
    title: "webhook intake",
    next: () => {
      sent += 1;
      const body = `${before}"evt_bench${run}x${sent}"${after}`;
      const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: webhookSecret });
      return {
        path: "/webhooks/stripe",
        method: "POST",
        headers: { "content-type": "application/json", "stripe-signature": signature },
        body,
      };
    },
    // What is queued would weigh on what is measured next.
    async settle() {
      await pool.query(
        `delete from graphile_worker._private_jobs where locked_at is null and payload ->> 'eventId' like 'evt_bench%'`,
      );
      const { rows } = await pool.query(`select count(*)::int as kept from "StripeEvent" where id like 'evt_bench%'`);
      await pool.query(`delete from "StripeEvent" where id like 'evt_bench%' and "processedAt" is not null`);
      if (rows[0].kept === 0) throw new Error("No event was kept.");
    },
    async finish() {
      await pool.query(`delete from "StripeEvent" where id like 'evt_bench%'`);
    },
  };
}
