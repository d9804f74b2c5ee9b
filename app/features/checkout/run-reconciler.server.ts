import Stripe from "stripe";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";
import { fulfil } from "./fulfil.server.ts";
import { changesSince, markBooks } from "./order-changes.server.ts";
import { reconcile } from "./reconcile.server.ts";
import { type Reconciliation, stillWrong } from "./reconcile-orders.server.ts";
import { findWrongOrders } from "./wrong-orders.queries.server.ts";

const NAME = "reconciler";

/** The last time that the reconciler ran to its end, or tried to. */
export interface ReconcilerRun {
  at: Date;
  /** Orders and events that could not be settled. */
  failures: number;
  /** Why it did not come to its end; null where it did. */
  error: string | null;
}

/**
 * The reconciler with its diary: walks Stripe since the checkpoint, then reads every order again whose money and access
 * disagree by our own books. When it ran, and how it went, is kept.
 * @throws what went wrong, after it was written down.
 */
export async function runReconciler(): Promise<Reconciliation> {
  const mark = await markBooks();
  try {
    const done = await reconcile();
    const again = await settleWrongOrders();
    await keepRun({ failures: done.failures + again.failures, error: null });
    return { looked: done.events + done.orders + again.orders, mended: await changesSince(mark), left: await stillWrong() };
  } catch (error) {
    await keepRun({ failures: 0, error: (error instanceof Error ? error.message : String(error)).slice(0, 500) });
    throw error;
  }
}

/** The same by hand: where Stripe does not answer, that is what is left. */
export async function reconcileSinceCheckpoint(): Promise<Reconciliation> {
  try {
    return await runReconciler();
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    return { looked: 0, mended: [], left: [{ orderNumber: null, why: `Stripe could not be asked: ${error.message}` }] };
  }
}

/** Null: it has never run here. */
export async function readReconcilerRun(): Promise<ReconcilerRun | null> {
  const row = await db.checkpoint.findUnique({ where: { name: NAME } });
  if (!row) return null;
  const { at, failures, error } = row.value as { at: string; failures: number; error: string | null };
  return { at: new Date(at), failures, error };
}

async function settleWrongOrders(): Promise<{ orders: number; failures: number }> {
  const done = { orders: 0, failures: 0 };
  for (const { orderId, checkoutSessionId } of await findWrongOrders()) {
    if (!checkoutSessionId) continue;
    done.orders += 1;
    try {
      await fulfil(checkoutSessionId, { thorough: true });
    } catch (error) {
      done.failures += 1;
      log.error({ err: error, orderId }, "could not be reconciled with Stripe");
    }
  }
  return done;
}

async function keepRun(run: Omit<ReconcilerRun, "at">): Promise<void> {
  const value = { ...run, at: now().toISOString() };
  await db.checkpoint.upsert({ where: { name: NAME }, create: { name: NAME, value }, update: { value } });
}
