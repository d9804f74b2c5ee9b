import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { log } from "#app/platform/log.server.ts";
import { runBilling } from "./billing.ts";
import { type Books, type Kind, newId } from "./books.server.ts";
import {
  createCheckoutSession,
  expireCheckoutSession,
  listCheckoutSessions,
  listLineItems,
  retrieveCheckoutSession,
} from "./endpoints/checkout-sessions.ts";
import { expand } from "./endpoints/expand.ts";
import { listByPayment, listEvents, postRefund } from "./endpoints/money-back.ts";
import {
  deleteSubscription,
  listInvoicePayments,
  listInvoices,
  listSubscriptions,
  postPortalSession,
  postSubscription,
  previewInvoice,
} from "./endpoints/subscriptions.ts";
import { type FormParams, parseForm } from "./form-body.ts";
import { API_VERSION } from "./objects/event.ts";
import { readBody } from "./request-body.server.ts";
import { invalid, StripeError } from "./stripe-error.ts";

type Endpoint = (call: { id: string; params: FormParams }) => object;

interface Answer {
  status: number;
  body: unknown;
  replayed?: boolean;
}

/** What our code calls of Stripe's API, by method and path. */
function endpointsOf(books: Books, appUrl: string): [method: string, path: RegExp, endpoint: Endpoint][] {
  const retrieve =
    (kind: Kind, name: string): Endpoint =>
    ({ id }) =>
      books.get(kind, id, name);
  return [
    ["POST", /^\/v1\/checkout\/sessions$/, ({ params }) => createCheckoutSession(books, params, appUrl)],
    ["GET", /^\/v1\/checkout\/sessions$/, ({ params }) => listCheckoutSessions(books, params)],
    ["GET", /^\/v1\/checkout\/sessions\/([^/]+)$/, ({ id }) => retrieveCheckoutSession(books, id)],
    ["POST", /^\/v1\/checkout\/sessions\/([^/]+)\/expire$/, ({ id, params }) => expireCheckoutSession(books, id, params)],
    ["GET", /^\/v1\/checkout\/sessions\/([^/]+)\/line_items$/, ({ id, params }) => listLineItems(books, id, params)],
    ["GET", /^\/v1\/payment_intents\/([^/]+)$/, retrieve("payment_intent", "intent")],
    ["GET", /^\/v1\/charges$/, ({ params }) => listByPayment(books, "charge", params)],
    ["GET", /^\/v1\/charges\/([^/]+)$/, retrieve("charge", "charge")],
    ["POST", /^\/v1\/refunds$/, ({ params }) => postRefund(books, params)],
    ["GET", /^\/v1\/refunds$/, ({ params }) => listByPayment(books, "refund", params)],
    ["GET", /^\/v1\/refunds\/([^/]+)$/, retrieve("refund", "refund")],
    ["GET", /^\/v1\/disputes$/, ({ params }) => listByPayment(books, "dispute", params)],
    ["GET", /^\/v1\/disputes\/([^/]+)$/, retrieve("dispute", "dispute")],
    ["GET", /^\/v1\/events$/, ({ params }) => listEvents(books, params)],
    ["GET", /^\/v1\/events\/([^/]+)$/, retrieve("event", "id")],
    ["GET", /^\/v1\/products\/([^/]+)$/, retrieve("product", "id")],
    ["GET", /^\/v1\/prices\/([^/]+)$/, retrieve("price", "price")],
    ["GET", /^\/v1\/customers\/([^/]+)$/, retrieve("customer", "id")],
    ["GET", /^\/v1\/payment_methods\/([^/]+)$/, retrieve("payment_method", "id")],
    ["GET", /^\/v1\/subscriptions$/, ({ params }) => listSubscriptions(books, params)],
    ["GET", /^\/v1\/subscriptions\/([^/]+)$/, retrieve("subscription", "id")],
    ["POST", /^\/v1\/subscriptions\/([^/]+)$/, ({ id, params }) => postSubscription(books, id, params, appUrl)],
    ["DELETE", /^\/v1\/subscriptions\/([^/]+)$/, ({ id, params }) => deleteSubscription(books, id, params)],
    ["GET", /^\/v1\/invoices$/, ({ params }) => listInvoices(books, params)],
    ["POST", /^\/v1\/invoices\/create_preview$/, ({ params }) => previewInvoice(books, params, appUrl)],
    ["GET", /^\/v1\/invoices\/([^/]+)$/, retrieve("invoice", "id")],
    ["GET", /^\/v1\/invoice_payments$/, ({ params }) => listInvoicePayments(books, params)],
    ["POST", /^\/v1\/billing_portal\/sessions$/, ({ params }) => postPortalSession(books, params, appUrl)],
  ];
}

const MAX_BODY = 256 * 1024;

/** Answers requests to `/v1/...` as Stripe's API does: keys, parameters, idempotency, errors, lists, expansion. */
export function createApi(books: Books, site: { apiKey: string; appUrl: string }) {
  const endpoints = endpointsOf(books, site.appUrl);

  return async function answerApi(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = newId("req", 14);
    const key = request.headers["idempotency-key"] as string | undefined;
    let answer: Answer;
    try {
      requireKey(request.headers.authorization, site.apiKey);
      const body = request.method === "POST" ? await readBody(request, MAX_BODY) : "";
      answer = run(request, body, key, requestId);
      // Nobody hears of a change before it is on disk.
      await books.flush();
    } catch (error) {
      if (!(error instanceof StripeError)) log.error({ err: error, path: request.url }, "payment sandbox");
      const known =
        error instanceof StripeError ? error : new StripeError(500, "api_error", "The payment sandbox itself failed.");
      answer = { status: known.status, body: known.toBody(requestId) };
    }
    response.writeHead(answer.status, {
      "Content-Type": "application/json",
      "Request-Id": requestId,
      "Stripe-Version": request.headers["stripe-version"] ?? API_VERSION,
      ...(key ? { "Idempotency-Key": key } : {}),
      ...(answer.replayed ? { "Idempotent-Replayed": "true" } : {}),
      ...(answer.status >= 500 ? {} : { "Stripe-Should-Retry": "false" }),
    });
    response.end(JSON.stringify(answer.body, null, 2));
  };

  function run(request: IncomingMessage, body: string, key: string | undefined, requestId: string): Answer {
    const url = new URL(request.url ?? "/", "http://sandbox.invalid");
    const method = request.method ?? "GET";
    const params = parseForm(method === "POST" ? body : url.search.slice(1));
    if (!params) throw invalid("The parameters could not be read.");
    if (method !== "POST" || !key) return { status: 200, body: call(method, url.pathname, params, key, requestId) };

    const asked = JSON.stringify([method, url.pathname, params]);
    const kept = books.find("answer", key);
    if (kept) {
      if (kept.request === asked) return { status: kept.status, body: kept.body, replayed: true };
      const words = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`;
      throw new StripeError(400, "idempotency_error", words);
    }
    // As with Stripe, what fails before anything was done is not kept.
    const answer = { status: 200, body: call(method, url.pathname, params, key, requestId) };
    books.change((change) => change.put("answer", key, { created: books.seconds(), request: asked, ...answer }));
    return answer;
  }

  function call(method: string, path: string, params: FormParams, key: string | undefined, requestId: string): object {
    for (const [wanted, pattern, endpoint] of endpoints) {
      const match = wanted === method ? pattern.exec(path) : null;
      if (!match) continue;
      runBilling(books, site.appUrl);
      books.request = { id: requestId, idempotency_key: key ?? null };
      try {
        const { expand: paths = [], ...rest } = params;
        const answer = endpoint({ id: decodeURIComponent(match[1] ?? ""), params: rest });
        return expand(books, answer, Array.isArray(paths) ? paths.map(String) : [String(paths)]);
      } finally {
        books.request = { id: null, idempotency_key: null };
      }
    }
    throw invalid(`Unrecognized request URL (${method}: ${path}). The payment sandbox knows what this platform calls.`, {}, 404);
  }
}

function requireKey(authorization: string | undefined, apiKey: string): void {
  const [scheme, word = ""] = (authorization ?? "").split(" ");
  const given = scheme === "Basic" ? Buffer.from(word, "base64").toString().split(":")[0]! : word;
  if (!given) throw invalid("You did not provide an API key.", {}, 401);
  const [a, b] = [Buffer.from(given), Buffer.from(apiKey)];
  if (a.length !== b.length || !timingSafeEqual(a, b)) {
    throw invalid(`Invalid API Key provided: ${given.slice(0, 8)}****${given.slice(-4)}`, {}, 401);
  }
}
