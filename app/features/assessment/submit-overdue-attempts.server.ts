import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { log } from "#app/platform/log.server.ts";
import { GRACE_SECONDS } from "./attempt-rules.ts";

const BATCH = 500;

/**
 * Hands in every attempt whose time is over, with the answers it has. `finish` is what hands one in and completes its
 * lesson, a command of the area above. One that fails is left for the next run and does not hold up
 * the others. Any number of processes may do this at once. Returns how many it handed in.
 */
export async function submitOverdueAttempts(
  finish: (ask: { userId: string; attemptId: string }) => Promise<unknown>,
): Promise<number> {
  const before = new Date(now().getTime() - GRACE_SECONDS * 1000);
  const overdue = await db.attempt.findMany({
    where: { openSlot: { not: null }, deadlineAt: { lt: before } },
    select: { id: true, userId: true },
    orderBy: { deadlineAt: "asc" },
    take: BATCH,
  });
  let submitted = 0;
  for (const { id, userId } of overdue) {
    try {
      await finish({ userId, attemptId: id });
      submitted++;
    } catch (error) {
      log.error({ err: error, attemptId: id }, "an overdue attempt could not be handed in");
    }
  }
  return submitted;
}
