import { z } from "zod";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";

/** The least that an event of any API version has; the rest is kept as it comes. */
export const arrivedEvent = z.looseObject({
  id: z.string().regex(/^evt_[\x21-\x7e]{1,250}$/),
  type: z.string().regex(/^[\w.]{1,200}$/),
  livemode: z.boolean(),
  api_version: z.string().max(100).nullish().catch(null),
});

export type ArrivedEvent = Pick<z.infer<typeof arrivedEvent>, "id" | "type" | "livemode" | "api_version">;

/** An event that failed so often is tried no more by itself: it is parked, and waits for a person. */
export const PARKED_AFTER = 12;

/** What is done with an event beside keeping it: its processing is queued, or the caller sees to it, or nothing ever is. */
type Then = "queue" | "caller-processes" | { outcome: string };

/**
 * Keeps an event once, by its id; false where it was there. Event and job are written by one statement, and so by one
 * transaction: a burst of webhooks costs a round trip each and holds no connection in between.
 */
export async function keepEvent(event: ArrivedEvent, then: Then, tx: Db = db): Promise<boolean> {
  const { id, type, livemode } = event;
  const apiVersion = event.api_version ?? null;
  const payload = JSON.stringify(storable(event));
  const receivedAt = now();
  const outcome = typeof then === "object" ? then.outcome : null;
  const processedAt = outcome === null ? null : receivedAt;
  const rows = await tx.$queryRaw<unknown[]>`
    with kept as (
      insert into "StripeEvent" (id, type, livemode, "apiVersion", payload, "receivedAt", "processedAt", outcome)
      values (${id}, ${type}, ${livemode}, ${apiVersion}, ${payload}::jsonb, ${receivedAt}, ${processedAt}, ${outcome})
      on conflict (id) do nothing
      returning id
    )
    select case when ${then === "queue"}
      then (graphile_worker.add_job('process-stripe-event', json_build_object('eventId', kept.id), max_attempts => 12)).id::text
      end as job
    from kept`;
  return rows.length === 1;
}

/** PostgreSQL's JSON keeps any text but NUL and halves of surrogate pairs. */
function storable(event: object): unknown {
  return JSON.parse(
    JSON.stringify(event, (_name, value: unknown) => (typeof value === "string" ? value.replace(UNSTORABLE, "\ufffd") : value)),
  );
}

const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
