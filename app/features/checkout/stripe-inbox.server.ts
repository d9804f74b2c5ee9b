import type Stripe from "stripe";
import { now } from "#app/platform/clock.server.ts";
import type { Db } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";

type Arrived = Pick<Stripe.Event, "id" | "livemode" | "api_version"> & { type: string };

/** Keeps an event once, by its id; false where it was there. With an `outcome` nothing more will be done about it. */
export async function keepEvent(event: Arrived, outcome: string | null, tx: Db): Promise<boolean> {
  const { id, type, livemode, api_version } = event;
  const { count } = await tx.stripeEvent.createMany({
    data: [
      {
        id,
        type: type.slice(0, 200),
        livemode,
        apiVersion: api_version ?? null,
        payload: withoutNul(event) as Prisma.InputJsonValue,
        receivedAt: now(),
        ...(outcome ? { outcome, processedAt: now() } : {}),
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
}

/** PostgreSQL keeps any text but NUL. */
function withoutNul(event: object): unknown {
  const text = JSON.stringify(event);
  return JSON.parse(text.includes("\\u0000") ? text.replaceAll("\\u0000", "") : text);
}
