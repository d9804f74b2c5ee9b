import { type EventOutcome, processStripeEvent } from "#app/features/checkout/process-stripe-event.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { db } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";

export type RerunStripeEvent =
  | { status: "processed"; outcome: EventOutcome }
  | { status: "refused"; reason: "no-such-event" | "already-processed" }
  /** It went wrong again; why is on the event's row. */
  | { status: "failed"; message: string };

/** Acts on an event of the inbox at once, by hand, instead of when the queue comes to it again. */
export async function rerunStripeEvent(ask: { eventId: string; actorId: string }): Promise<RerunStripeEvent> {
  // What has not the form of an id is not worth a query.
  const formed = /^evt_[\x21-\x7e]{1,250}$/.test(ask.eventId);
  const event = formed
    ? await db.stripeEvent.findUnique({ where: { id: ask.eventId }, select: { id: true, processedAt: true } })
    : null;
  if (!event) return { status: "refused", reason: "no-such-event" };
  if (event.processedAt) return { status: "refused", reason: "already-processed" };
  const outcome = await run(event.id);
  const detail = outcome.status === "processed" ? { outcome: outcome.outcome } : { error: outcome.message };
  await recordAudit(
    { actorId: ask.actorId, action: "stripe-event.rerun", subjectKind: "stripe-event", subjectId: event.id, detail },
    db,
  );
  return outcome;
}

async function run(eventId: string): Promise<Exclude<RerunStripeEvent, { status: "refused" }>> {
  try {
    return { status: "processed", outcome: await processStripeEvent({ eventId }) };
  } catch (error) {
    // It is kept on the event's row: whoever asked sees it there, whatever kind of error it was.
    log.error({ err: error, eventId }, "a Stripe event failed when it was run by hand");
    return { status: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}
