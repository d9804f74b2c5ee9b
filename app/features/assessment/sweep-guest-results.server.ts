import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";

/** Deletes what visitors left behind and did not save in time. For the job "sweep-guest-results". Returns how many. */
export async function sweepGuestResults(tx: Db = db): Promise<number> {
  const { count } = await tx.guestResult.deleteMany({ where: { expiresAt: { lte: now() } } });
  return count;
}
