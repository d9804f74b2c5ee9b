import type { ActionFunctionArgs } from "@remix-run/node";
import { receiveStripeEvent } from "#app/features/checkout/receive-stripe-event.server.ts";
import { readBytes } from "#app/platform/http/read-bytes.server.ts";

/** More than any event has. */
const MAX_BYTES = 1_000_000;

export function loader() {
  return say(405, "Stripe sends its events here by POST.", { Allow: "POST" });
}

export async function action({ request }: ActionFunctionArgs) {
  if (request.method !== "POST") return loader();
  const body = await readBytes(request, MAX_BYTES);
  if (!body) return say(413, "The event is too large.");
  const outcome = await receiveStripeEvent({ body, signature: request.headers.get("Stripe-Signature") });
  if (outcome.status !== "refused") return say(200, outcome.status);
  return say(400, outcome.reason === "bad-signature" ? "The signature does not fit." : "This is not an event.");
}

function say(status: number, words: string, headers: Record<string, string> = {}): Response {
  return new Response(`${words}\n`, { status, headers: { "Content-Type": "text/plain; charset=utf-8", ...headers } });
}
