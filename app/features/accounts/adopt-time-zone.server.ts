import { type Db, db } from "#app/platform/db.server.ts";

/** Takes the zone of a person's device until they choose one: a choice that was made is never overwritten. */
export async function adoptTimeZone(
  { userId, timeZone }: { userId: string; timeZone: string },
  tx: Db = db,
): Promise<{ status: "adopted" | "chosen-before" }> {
  const { count } = await tx.user.updateMany({ where: { id: userId, timeZone: null }, data: { timeZone } });
  return { status: count === 1 ? "adopted" : "chosen-before" };
}
