import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { MONEY_IS_THERE } from "./gift-state.ts";
import { sendGift } from "./send-gift.server.ts";

const BATCH = 100;

/** Sends every gift whose day has come and whose money is there. Any number of runs at once send each of them once. */
export async function sendDueGifts(): Promise<number> {
  let sent = 0;
  let after = "";
  for (;;) {
    const due = await db.gift.findMany({
      where: {
        id: { gt: after },
        sentAt: null,
        redeemedAt: null,
        sendAt: { lte: now() },
        recipientEmail: { not: "" },
        order: { status: { in: [...MONEY_IS_THERE] } },
      },
      orderBy: { id: "asc" },
      take: BATCH,
      select: { id: true },
    });
    for (const { id } of due) if ((await sendGift({ giftId: id, due: true })) === "sent") sent += 1;
    after = due.at(-1)?.id ?? "";
    if (due.length < BATCH) return sent;
  }
}
