import { z } from "zod";
import { db } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";

const PAGE = 100;

/** `waiting`: nothing has been done about it yet; `failed`: something was tried and went wrong. */
const SHOWN = ["waiting", "failed", "all"] as const;

export const eventListQuery = z.object({
  show: z.enum(SHOWN, { error: "Choose which events to see." }).default("waiting"),
  /** The event after which the page begins. */
  before: z
    .string()
    .regex(/^evt_[\x21-\x7e]{1,250}$/, "There is no such place in the list.")
    .optional(),
});

export interface EventLine {
  id: string;
  type: string;
  receivedAt: Date;
  processedAt: Date | null;
  outcome: string | null;
  attempts: number;
  error: string | null;
  orderNumber: number | null;
}

const conditions: Record<(typeof SHOWN)[number], Prisma.StripeEventWhereInput> = {
  waiting: { processedAt: null },
  failed: { processedAt: null, error: { not: null } },
  all: {},
};

/** Events of Stripe, the newest first, without their payload. */
export async function listEvents(query: z.output<typeof eventListQuery>): Promise<{ events: EventLine[]; older: string | null }> {
  const rows = await db.stripeEvent.findMany({
    where: conditions[query.show],
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    ...(query.before && { cursor: { id: query.before }, skip: 1 }),
    take: PAGE + 1,
    omit: { payload: true },
    include: { order: { select: { number: true } } },
  });
  const events = rows.slice(0, PAGE).map(({ order, id, type, receivedAt, processedAt, outcome, attempts, error }) => ({
    ...{ id, type, receivedAt, processedAt, outcome, attempts, error },
    orderNumber: order?.number ?? null,
  }));
  return { events, older: rows.length > PAGE ? (events.at(-1)?.id ?? null) : null };
}

export async function countWaitingEvents(): Promise<{ waiting: number; failed: number }> {
  const [waiting, failed] = await Promise.all([
    db.stripeEvent.count({ where: conditions.waiting }),
    db.stripeEvent.count({ where: conditions.failed }),
  ]);
  return { waiting, failed };
}
