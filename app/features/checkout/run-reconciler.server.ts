import Stripe from "stripe";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { type Reconciled, reconcile } from "./reconcile.server.ts";

const NAME = "reconciler";

/** The last time that the reconciler ran to its end, or tried to. */
export interface ReconcilerRun {
  at: Date;
  /** Orders and events that could not be settled. */
  failures: number;
  /** Why it did not come to its end; null where it did. */
  error: string | null;
  /** Since when it has not come to its end. */
  failingSince: Date | null;
}

/**
 * The reconciler with its diary: when it ran last, and how it went, is kept for the page "Needs attention".
 * @throws what went wrong, after it was written down.
 */
export async function runReconciler(ask: { since?: Date } = {}): Promise<Reconciled> {
  try {
    const done = await reconcile(ask);
    await keepRun({ failures: done.failures, error: null });
    return done;
  } catch (error) {
    await keepRun({ failures: 0, error: (error instanceof Error ? error.message : String(error)).slice(0, 500) });
    throw error;
  }
}

/** The same by hand: where Stripe does not answer, its words come back. */
export async function runReconcilerByHand(): Promise<Reconciled | { error: string }> {
  try {
    return await runReconciler();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return { error: error.message };
    throw error;
  }
}

/** Null: it has never run here. */
export async function readReconcilerRun(): Promise<ReconcilerRun | null> {
  const row = await db.checkpoint.findUnique({ where: { name: NAME } });
  if (!row) return null;
  const { at, failures, error, failingSince } = row.value as unknown as Written;
  return { at: new Date(at), failures, error, failingSince: failingSince === null ? null : new Date(failingSince) };
}

interface Written {
  at: string;
  failures: number;
  error: string | null;
  failingSince: string | null;
}

async function keepRun({ failures, error }: { failures: number; error: string | null }): Promise<void> {
  const before = await readReconcilerRun();
  const at = now().toISOString();
  const failingSince = error === null ? null : (before?.failingSince?.toISOString() ?? at);
  const value = { at, failures, error, failingSince };
  await db.checkpoint.upsert({ where: { name: NAME }, create: { name: NAME, value }, update: { value } });
}
