import { now } from "#app/platform/clock.server.ts";
import type { Db } from "#app/platform/db.server.ts";
import { dayIn, giftDayFault } from "./gift-day.ts";

/** When a gift goes out: at once where the day is today, else at nine in the morning by the buyer's clock. */
export async function giftMoment(
  ask: { sendOn: string; timeZone: string },
  tx: Db,
): Promise<{ status: "on"; sendAt: Date } | { status: "refused"; reason: "bad-day"; message: string }> {
  const { sendOn, timeZone } = ask;
  const today = dayIn(timeZone, now());
  const message = giftDayFault(sendOn, today);
  if (message) return { status: "refused", reason: "bad-day", message };
  if (sendOn === today) return { status: "on", sendAt: now() };
  const [row] = await tx.$queryRaw<{ at: Date }[]>`select (${sendOn}::date + time '09:00') at time zone ${timeZone} as at`;
  return { status: "on", sendAt: row!.at };
}
