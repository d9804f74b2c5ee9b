import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { hashSecretToken, newSecretToken } from "#app/platform/secret-token.server.ts";
import { giftMail } from "./gift-mails.ts";
import { giftState } from "./gift-state.ts";
import { lockGift } from "./locked-gift.server.ts";

/**
 * Queues the mail of a gift with a link of its own. `due`: only where its time has come and it was not sent yet; else it
 * is sent (again) now. Whatever happened to the gift meanwhile is looked at under its lock.
 */
export async function sendGift(ask: { giftId: string; due: boolean }, tx: Db = db): Promise<"sent" | "not-now"> {
  return inTransaction(tx, async (tx) => {
    const gift = await lockGift(ask.giftId, tx);
    if (!gift) return "not-now";
    const state = giftState(gift);
    const wanted = ask.due ? state === "waiting" && gift.sendAt <= now() : state === "waiting" || state === "sent";
    if (!wanted || gift.recipientEmail === "") return "not-now";
    const { id, recipientEmail, sendings, buyerErased } = gift;
    const token = newSecretToken();
    await tx.giftLink.create({ data: { id: hashSecretToken(token), giftId: id, createdAt: now() } });
    const { appUrl, supportEmail } = env();
    const mail = giftMail({ ...gift, site: appUrl, support: supportEmail }, `${appUrl}/gift/${token}`);
    await queueMail({ to: recipientEmail, dedupeKey: `gift:${id}:${sendings + 1}`, ...mail }, tx);
    await tx.gift.update({
      where: { id },
      // Where nobody is left who could look at it, the address has served.
      data: { sentAt: now(), sendings: sendings + 1, ...(buyerErased && { recipientEmail: "" }) },
    });
    return "sent";
  });
}
