import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";

/** Takes back what of a draft waits to be published; false where it was taken back, or published, already. */
export async function cancelPublication(ask: { draftId: string; scheduledId?: string }, tx: Db = db): Promise<boolean> {
  const { count } = await tx.scheduledPublication.updateMany({
    where: { draftId: ask.draftId, ...(ask.scheduledId !== undefined && { id: ask.scheduledId }), doneAt: null },
    data: { doneAt: now(), outcome: "cancelled", waitingSlot: null },
  });
  return count > 0;
}
