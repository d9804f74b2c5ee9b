import { z } from "zod";
import { batched } from "#app/platform/batched.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, pool } from "#app/platform/db.server.ts";
import { rightOfWay } from "#app/platform/right-of-way.ts";

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

/** An event that failed so often is tried no more by itself: it is parked, and waits for a person. */
export const PARKED_AFTER = 12;

/**
 * Taking in goes before acting: Stripe waits 50 ms for an answer and not for what follows from an event, which may wait a
 * second while more of them arrive.
 */
export const intake = rightOfWay({ patience: 1_000 });

/** What is done with an event beside keeping it: its processing is queued, or the caller sees to it, or nothing ever is. */
type Then = "queue" | "caller-processes" | { outcome: string };

interface Kept {
  event: ArrivedEvent;
  payload: string;
  receivedAt: Date;
  outcome: string | null;
  queued: boolean;
}

/** Told of all at once: PostgreSQL lets one notice of a job be committed after the other, each with its own wait for the disk. */
const KEEP = {
  name: "keep-stripe-events",
  text: `with given as (
    select * from unnest($1::text[], $2::text[], $3::boolean[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::text[], $9::boolean[])
      as g (id, type, livemode, version, payload, received, processed, outcome, queued)
  ), kept as (
    insert into "StripeEvent" (id, type, livemode, "apiVersion", payload, "receivedAt", "processedAt", outcome)
    select id, type, livemode, version, payload::jsonb, received, processed, outcome from given
    on conflict (id) do nothing
    returning id
  ), queued as (
    select graphile_worker.add_jobs(array_agg(
      ('process-stripe-event', json_build_object('eventId', id), null, null, 12, null, null, null)::graphile_worker.job_spec))
    from kept where id in (select id from given where queued)
    having count(*) > 0
  )
  select id, (select count(*) from queued) as jobs from kept`,
};

/**
 * Keeps an event once, by its id; false where it was there. Event and job are written by one statement, and so by one
 * transaction. What comes while one is written goes together with the next: a burst of webhooks costs few round trips and holds
 * few connections. `body` is the event as it came, so that it need not be written down again.
 */
export async function keepEvent(
  event: ArrivedEvent,
  then: Then,
  { tx = db, body }: { tx?: Db; body?: string } = {},
): Promise<boolean> {
  const outcome = typeof then === "object" ? then.outcome : null;
  const kept = { event, payload: storable(event, body), receivedAt: now(), outcome, queued: then === "queue" };
  if (tx === db) return keepTogether(kept);
  const rows = await tx.$queryRawUnsafe<unknown[]>(KEEP.text, ...valuesOf([kept]));
  return rows.length === 1;
}

const keepTogether = batched(keepAll, { atOnce: 2, most: 100 });

/** Which of them were not there: of those with one id, the first. */
async function keepAll(all: Kept[]): Promise<boolean[]> {
  const { rows } = await pool.query<{ id: string }>({ ...KEEP, values: valuesOf(all) });
  const isNew = new Set(rows.map(({ id }) => id));
  return all.map(({ event }) => isNew.delete(event.id));
}

function valuesOf(all: Kept[]): unknown[][] {
  const of = (column: (kept: Kept) => unknown) => all.map(column);
  return [
    ...[of(({ event }) => event.id), of(({ event }) => event.type), of(({ event }) => event.livemode)],
    ...[of(({ event }) => event.api_version ?? null), of(({ payload }) => payload), of(({ receivedAt }) => receivedAt)],
    ...[
      of(({ outcome, receivedAt }) => (outcome === null ? null : receivedAt)),
      of(({ outcome }) => outcome),
      of(({ queued }) => queued),
    ],
  ];
}

/** What may be a NUL, half of a surrogate pair or a number beyond PostgreSQL's: the first two can only be written as escapes. */
const DOUBTFUL = /\\u(?:0000|d[89a-f])|\de\+?\d{3}|\d{300}/i;

/** The event as JSON that PostgreSQL keeps. */
function storable(event: object, body: string | undefined): string {
  if (body !== undefined && !DOUBTFUL.test(body)) return body;
  return JSON.stringify(event, (_name, value: unknown) =>
    typeof value === "string" ? clean(value) : isObject(value) ? withCleanNames(value) : value,
  );
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
