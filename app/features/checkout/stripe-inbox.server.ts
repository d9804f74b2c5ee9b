import { z } from "zod";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, pool } from "#app/platform/db.server.ts";

/** Deeper than any event is, and less than what can neither be written down here nor kept by PostgreSQL. */
const DEEPEST = 100;

/** The least that an event of any API version has; the rest is kept as it comes. */
export const arrivedEvent = z
  .looseObject({
    id: z.string().regex(/^evt_[\x21-\x7e]{1,250}$/),
    type: z.string().regex(/^[\w.]{1,200}$/),
    livemode: z.boolean(),
    api_version: z.string().max(100).nullish().catch(null),
  })
  .refine((event) => !isDeeper(event, DEEPEST));

function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return most === 0 || Object.values(value).some((one) => isDeeper(one, most - 1));
}

export type ArrivedEvent = Pick<z.infer<typeof arrivedEvent>, "id" | "type" | "livemode" | "api_version">;

/** What is done with an event beside keeping it: its processing is queued, or the caller sees to it, or nothing ever is. */
type Then = "queue" | "caller-processes" | { outcome: string };

const KEEP = {
  name: "keep-stripe-event",
  text: `with kept as (
    insert into "StripeEvent" (id, type, livemode, "apiVersion", payload, "receivedAt", "processedAt", outcome)
    values ($1, $2, $3, $4, $5::jsonb, $6, $7, $8)
    on conflict (id) do nothing
    returning id
  )
  select case when $9::boolean
    then (graphile_worker.add_job('process-stripe-event', json_build_object('eventId', kept.id), max_attempts => 12)).id::text
    end as job
  from kept`,
};

/**
 * Keeps an event once, by its id; false where it was there. Event and job are written by one statement, and so by one
 * transaction: a burst of webhooks costs a round trip each and holds no connection in between. `body` is the event as it
 * came, so that it need not be written down again.
 */
export async function keepEvent(event: ArrivedEvent, then: Then, { tx = db, body }: { tx?: Db; body?: string } = {}): Promise<boolean> {
  const receivedAt = now();
  const outcome = typeof then === "object" ? then.outcome : null;
  const values = [
    ...[event.id, event.type, event.livemode, event.api_version ?? null, storable(event, body), receivedAt],
    ...[outcome === null ? null : receivedAt, outcome, then === "queue"],
  ];
  // Outside a transaction by the bare driver, which prepares it: a burst is what this is for.
  const rows = tx === db ? (await pool.query({ ...KEEP, values })).rows : await tx.$queryRawUnsafe<unknown[]>(KEEP.text, ...values);
  return rows.length === 1;
}

/** What may be a NUL, half of a surrogate pair or a number beyond PostgreSQL's: the first two can only be written as escapes. */
const DOUBTFUL = /\\u(?:0000|d[89a-f])|\de\+?\d{3}|\d{300}/i;

/** The event as JSON that PostgreSQL keeps. */
function storable(event: object, body: string | undefined): string {
  if (body !== undefined && !DOUBTFUL.test(body)) return body;
  return JSON.stringify(event, (_name, value: unknown) => (typeof value === "string" ? clean(value) : isObject(value) ? withCleanNames(value) : value));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withCleanNames(value: object): object {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [clean(name), one]));
}

function clean(text: string): string {
  return text.replace(UNSTORABLE, "\ufffd");
}

const UNSTORABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
