import { request } from "node:http";
import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { docTable } from "#tests/support/doc-table.ts";
import { anOpenGuestCheckout } from "#tests/support/guests.ts";
import { aCookieOf, aStudent } from "#tests/support/people.ts";
import { sessionParams } from "#tests/support/sandbox.ts";
import { aCourseForSale, anOpenCheckout, orderState } from "#tests/support/shop.ts";
import { aShopSite, SECRETS } from "#tests/support/shop-site.ts";
import { until } from "#tests/support/site.ts";

let shop: Awaited<ReturnType<typeof aShopSite>>;
let url: string;
let course: { key: string };
let checkout: Awaited<ReturnType<typeof anOpenCheckout>>;
beforeAll(async () => {
  shop = await aShopSite();
  url = shop.sites[0]!.url;
  course = await aCourseForSale();
}, 300_000);
afterAll(() => shop.close());
beforeEach(async () => {
  checkout = await anOpenCheckout(course);
});

/** What a row of the table says of the site, as the site says it. */
interface Outcome {
  answer: string;
  order: string;
  access: string;
}

interface Sent {
  body: string;
  signature?: string;
  chunked?: boolean;
}

/** By `node:http`: a server that answers before it has read everything is a failure to `fetch`. */
function post({ body, signature, chunked }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      "Content-Type": "application/json",
      ...(signature !== undefined && { "Stripe-Signature": signature }),
      ...(!chunked && { "Content-Length": String(Buffer.byteLength(body)) }),
    };
    const sent = request(`${url}/webhooks/stripe`, { method: "POST", headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

const seconds = () => Math.floor(Date.now() / 1000);
function signed(payload: object | string, { secret = SECRETS.new, ago = 0 } = {}): Sent & { signature: string } {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: seconds() - ago });
  return { body, signature };
}

let events = 0;
/** Says that the order of this test was paid. */
function saysPaid(changes: object = {}, object: object = {}) {
  events += 1;
  const session = { id: checkout.sessionId, object: "checkout.session", status: "complete", payment_status: "paid" };
  return {
    ...{ id: `evt_bad${events}`, object: "event", api_version: Stripe.API_VERSION, created: seconds(), livemode: false },
    ...{ type: "checkout.session.completed", data: { object: { ...session, amount_total: 14_900, currency: "usd", ...object } } },
    ...changes,
  };
}
const half = (body: string) => body.slice(0, Math.floor(body.length / 2));
const pay = () => shop.sandbox.controls.payByCard(checkout.sessionId);
const one = async (sent: Sent) => [await post(sent)];
const paidThen = async (make: () => Sent) => {
  await pay();
  return one(make());
};

const WEBHOOKS: Record<string, () => Promise<number[]>> = {
  "no signature": () => one({ body: JSON.stringify(saysPaid()) }),
  "a signature by a secret that is not ours": () => one(signed(saysPaid(), { secret: "whsec_guessed" })),
  "a signature by either secret while one is being replaced": async () => [
    await post(signed(saysPaid(), { secret: SECRETS.old })),
    await post(signed(saysPaid(), { secret: SECRETS.new })),
  ],
  "a body changed after it was signed": () =>
    one({ ...signed(saysPaid({}, { amount_total: 1 })), body: JSON.stringify(saysPaid()) }),
  "half a body, with the signature of the whole": () => {
    const whole = signed(saysPaid());
    return one({ ...whole, body: half(whole.body) });
  },
  "half a body, signed": () => one(signed(half(JSON.stringify(saysPaid())))),
  "more than 1,000,000 bytes, signed": () => one(signed(saysPaid({}, { padding: "x".repeat(1_000_000) }))),
  "more than 1,000,000 bytes, and their number not told": () =>
    one({ ...signed(saysPaid({}, { padding: "x".repeat(1_000_000) })), chunked: true }),
  "nested 5,000 deep, signed": () =>
    one(signed(JSON.stringify(saysPaid({}, { deep: "HERE" })).replace('"HERE"', "[".repeat(5_000) + "]".repeat(5_000)))),
  "signed 310 seconds ago": () => one(signed(saysPaid(), { ago: 310 })),
  "signed 240 seconds ago": () => one(signed(saysPaid(), { ago: 240 })),
  '"paid", and nobody has paid': () => one(signed(saysPaid())),
  '"expired", and it is paid': () =>
    paidThen(() => signed(saysPaid({ type: "checkout.session.expired" }, { status: "expired", payment_status: "unpaid" }))),
  "the same bytes 20 times at once, and it is paid": async () => {
    await pay();
    const sent = signed(saysPaid());
    return Promise.all(Array.from({ length: 20 }, () => post(sent)));
  },
  "the same event, signed anew after it was acted on": async () => {
    await pay();
    const event = saysPaid();
    const first = await post(signed(event, { ago: 100 }));
    await settled([event.id]);
    return [first, await post(signed(event))];
  },
  "the same bytes after 310 seconds, never seen before, and it is paid": () => paidThen(() => signed(saysPaid(), { ago: 310 })),
  "an event of live money on a test site, and it is paid": () => paidThen(() => signed(saysPaid({ livemode: true }))),
  "an event of another account, about what is there": async () => {
    const theirs = (object: object, type = "checkout.session.completed") =>
      post(signed(saysPaid({ account: "acct_another", type }, object)));
    return [
      await theirs({ id: "cs_test_ofAnotherAccount" }),
      await theirs({ id: "pi_ofAnotherAccount" }, "payment_intent.succeeded"),
      await theirs({ id: "ch_ofAnotherAccount", payment_intent: "pi_ofAnotherAccount" }, "charge.refunded"),
      await theirs({ id: "sub_ofAnotherAccount" }, "customer.subscription.deleted"),
    ];
  },
  "an event of another account, about our session": () => one(signed(saysPaid({ account: "acct_another" }))),
  "amounts of -14900, 0.5 and 1e400, and it is paid": async () => {
    await pay();
    const bodies = ["-14900", "0.5", "1e400"].map((amount) => JSON.stringify(saysPaid()).replace(":14900", `:${amount}`));
    return Promise.all(bodies.map((body) => post(signed(body))));
  },
  "a type that nobody knows, and it is paid": () => paidThen(() => signed(saysPaid({ type: "checkout.session.teleported" }))),
};

/** Until these events were acted on, by the worker of the site. */
const settled = (ids: string[]) =>
  until(
    "the events were acted on",
    async () => (await db.stripeEvent.count({ where: { id: { in: ids }, processedAt: null } })) === 0,
  );

describe("the table of what arrives at the webhook", () => {
  const rows = docTable("docs/money.md", "What arrives at the webhook");

  test("has a test for each row, and a row for each test", () => {
    expect(rows.map(([what]) => what).sort()).toEqual(Object.keys(WEBHOOKS).sort());
  });

  test.each(rows)("%s", async (what, answer, inbox, order, access) => {
    const before = events;
    const answers = await WEBHOOKS[what!]!();
    const ids = Array.from({ length: events - before }, (_, at) => `evt_bad${before + at + 1}`);
    await settled(ids);
    const kept = await db.stripeEvent.findMany({ where: { id: { in: ids } } });
    const outcomes = new Set(kept.map((row) => row.outcome ?? "nothing"));
    // Several of one order: one opens it, and the rest find it open.
    if (outcomes.has("fulfilled")) outcomes.delete("already-fulfilled");
    const state = await orderState(checkout.orderId);
    expect({
      answer: [...new Set(answers)].join(),
      inbox: [...outcomes].join() || "-",
      order: state.status,
      access: state.live === 0 ? "none" : "granted",
    }).toEqual({ answer, inbox, order, access });
    expect(kept.length).toBe(inbox === "-" ? 0 : ids.length);
    // Once, and as much as Stripe says, whatever the event says.
    const payments = await db.payment.findMany({ where: { orderId: checkout.orderId } });
    expect(payments.map(({ amount }) => amount)).toEqual(order === "paid" ? [14_900] : []);
    expect(state.live).toBe(access === "granted" ? 1 : 0);
    expect(state.attention).toBeNull();
  });
});

describe("the table of success addresses", () => {
  const rows = docTable("docs/money.md", "Success address");
  const open = async (sessionId: string, cookie = "") => {
    const address = `${url}/checkout/success?session_id=${sessionId}`;
    const response = await fetch(address, { headers: { Cookie: cookie }, redirect: "manual" });
    const to = response.headers.get("Location") ?? "";
    return to.startsWith("/sign-in") ? "sign-in" : String(response.status);
  };
  const stands = async (answer: string, orderId = checkout.orderId): Promise<Outcome> => {
    const state = await orderState(orderId);
    return { answer, order: state.status, access: state.live === 0 ? "none" : "granted" };
  };
  // As browsers do not tell ports apart, the name of the cookie does.
  const cookieOf = async (person: { id: string }) => (await aCookieOf(person)).replace("3000=", `${shop.sites[0]!.port}=`);
  const ADDRESSES: Record<string, () => Promise<Outcome>> = {
    "guessed, signed in": async () => {
      const foreign = await stripe().checkout.sessions.create(sessionParams());
      const buyer = await aStudent();
      const cookie = await cookieOf(buyer);
      const answers = await Promise.all([foreign.id, "cs_test_guessed"].map((id) => open(id, cookie)));
      const [orders, grants] = await Promise.all([
        db.order.count({ where: { userId: buyer.id } }),
        db.entitlement.count({ where: { userId: buyer.id } }),
      ]);
      return {
        answer: [...new Set(answers)].join(),
        order: orders === 0 ? "-" : "one",
        access: grants === 0 ? "none" : "granted",
      };
    },
    "shared, paid, opened by somebody else who is signed in": async () => {
      await pay();
      return stands(await open(checkout.sessionId, await cookieOf(await aStudent())));
    },
    "shared, paid, opened by somebody who is not signed in": async () => {
      await pay();
      return stands(await open(checkout.sessionId));
    },
    "of a visitor's order, paid, opened without their cookie": async () => {
      const visitor = await anOpenGuestCheckout(course);
      await shop.sandbox.controls.payByCard(visitor.sessionId, { email: "visitor@example.org" });
      return stands(await open(visitor.sessionId), visitor.orderId);
    },
    "the buyer's own, not paid": async () => stands(await open(checkout.sessionId, await cookieOf(checkout.buyer))),
    "the buyer's own, paid": async () => {
      await pay();
      return stands(await open(checkout.sessionId, await cookieOf(checkout.buyer)));
    },
  };

  test("has a test for each row, and a row for each test", () => {
    expect(rows.map(([what]) => what).sort()).toEqual(Object.keys(ADDRESSES).sort());
  });

  test.each(rows)("%s", async (what, answer, order, access) => {
    expect(await ADDRESSES[what!]!()).toEqual({ answer, order, access });
  });
});
