import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";

/** Every event is lost, also to who asks for the list of them: it is too old, or of a kind that was never asked for. */
export async function loseEvents(): Promise<void> {
  const value = { events: Math.floor(now().getTime() / 1000) + 50 * 24 * 60 * 60 };
  await db.checkpoint.update({ where: { name: "stripe-events" }, data: { value } });
}
