import { setTimeout as wait } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { log } from "#app/platform/log.server.ts";
import { type Fulfilled, fulfil } from "./fulfil.server.ts";

/** Milliseconds for which a page waits for Stripe; what was begun goes on without it. */
const PATIENCE = 3_000;
/** Milliseconds in which one page of Stripe is not asked for twice by pages of ours. */
const ASKED = 4_000;
const asked = new LRUCache<string, true>({ max: 10_000, ttl: ASKED });

/**
 * Settles the order of a Checkout Session for somebody who waits for a page: null where it does not come to its end soon,
 * or fails. The webhook and the reconciler go on with it.
 */
export async function settleSoon(sessionId: string): Promise<Fulfilled | null> {
  const settled = fulfil(sessionId).catch((error: unknown) => {
    log.error({ err: error, sessionId }, "somebody waits for a page, and their order could not be settled");
    return null;
  });
  return Promise.race([settled, wait(PATIENCE, null, { ref: false })]);
}

/** The same for pages that are opened again and again: nothing is asked where it was asked a moment ago. */
export async function settleNowAndThen(sessionId: string): Promise<void> {
  if (asked.has(sessionId)) return;
  asked.set(sessionId, true);
  await settleSoon(sessionId);
}
