import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { enqueue } from "#app/platform/jobs.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";
import type { GiftWords } from "./gift.schema.ts";
import { giftMoment } from "./gift-moment.server.ts";
import { giftState } from "./gift-state.ts";
import { lockGift } from "./locked-gift.server.ts";

export type ChangeGift =
  | { status: "changed" }
  | { status: "refused"; reason: "no-such-gift" | "redeemed" | "withdrawn" }
  | { status: "refused"; reason: "bad-day"; message: string }
  | { status: "refused"; reason: "too-many-tries"; retryAt: Date };

/**
 * Changes to whom a gift goes, when, and what it says, until it is taken. It is sent (again) on the day that was chosen,
 * and the links in mails that went out before open nothing any more.
 */
export async function changeGift(
  ask: { userId: string; giftId: string; words: GiftWords; timeZone: string },
  tx: Db = db,
): Promise<ChangeGift> {
  const { words, timeZone } = ask;
  // Each change may be a mail to somebody who has not asked for it.
  const limited = await limit("gift-mail", ask.giftId);
  if (!limited.allowed) return { status: "refused", reason: "too-many-tries", retryAt: limited.retryAt };
  return inTransaction<ChangeGift>(tx, async (tx) => {
    const gift = await lockGift(ask.giftId, tx, ask.userId);
    if (!gift) return { status: "refused", reason: "no-such-gift" };
    const state = giftState(gift);
    if (state === "redeemed" || state === "withdrawn") return { status: "refused", reason: state };
    const moment = await giftMoment({ sendOn: words.sendOn, timeZone }, tx);
    if (moment.status === "refused") return moment;
    await tx.giftLink.deleteMany({ where: { giftId: gift.id } });
    if (moment.sendAt <= now()) await enqueue(tx, "send-due-gifts", {});
    await tx.gift.update({ where: { id: gift.id }, data: { ...words, timeZone, sendAt: moment.sendAt, sentAt: null } });
    return { status: "changed" };
  });
}
