import { reconcilePerson } from "#app/features/checkout/reconcile-orders.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { db } from "#app/platform/db.server.ts";

/**
 * Compares all of a person's with Stripe and mends what differs, with a line in the audit log. `failed`: not all of it
 * could be read.
 */
export async function reconcilePersonByHand(ask: {
  userId: string;
  actorId: string;
}): Promise<"same" | "mended" | "failed" | "nobody"> {
  const done = await reconcilePerson({ userId: ask.userId });
  if (!done) return "nobody";
  const detail = { looked: done.looked, failures: done.failures, mended: done.mended.map((change) => ({ ...change })) };
  const subject = { subjectKind: "user", subjectId: ask.userId };
  await recordAudit({ actorId: ask.actorId, action: "person.reconcile", ...subject, detail }, db);
  if (done.failures > 0) return "failed";
  return done.mended.length > 0 ? "mended" : "same";
}
