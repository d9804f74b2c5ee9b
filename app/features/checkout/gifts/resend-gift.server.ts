import { db } from "#app/platform/db.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";
import { sendGift } from "./send-gift.server.ts";

type ResendGift =
  | { status: "sent" }
  | { status: "refused"; reason: "no-such-gift" | "not-now" }
  | { status: "refused"; reason: "too-many-tries"; retryAt: Date };

/** Sends the mail of a gift now, to the same recipient. Links of earlier mails go on working. */
export async function resendGift({ userId, giftId }: { userId: string; giftId: string }): Promise<ResendGift> {
  const own = await db.gift.findFirst({ where: { id: giftId, order: { userId } }, select: { id: true } });
  if (!own) return { status: "refused", reason: "no-such-gift" };
  const limited = await limit("gift-mail", giftId);
  if (!limited.allowed) return { status: "refused", reason: "too-many-tries", retryAt: limited.retryAt };
  const outcome = await sendGift({ giftId, due: false });
  return outcome === "sent" ? { status: "sent" } : { status: "refused", reason: "not-now" };
}
