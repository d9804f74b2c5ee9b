import { liveAt } from "#app/features/access/entitlement.queries.server.ts";
import { grantEntitlements } from "#app/features/access/grant-entitlement.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { giftRedeemedMail } from "./gift-mails.ts";
import { moneyIsThere } from "./gift-state.ts";
import { lockGift } from "./locked-gift.server.ts";

export type RedeemGift =
  /** By this person, now or before. */
  | { status: "redeemed"; courseKeys: string[] }
  | { status: "refused"; reason: "unknown-link" | "taken" | "withdrawn" | "already-owned" };

/**
 * Opens what a gift holds to the person who has its link. The link is the key: the account may have any address. Of any
 * number of tries at once one is told `redeemed`; the same person is told so again. Who has bought or been given all of
 * it already is refused, and the gift stays free for somebody else.
 */
export async function redeemGift(ask: { userId: string; token: string }, tx: Db = db): Promise<RedeemGift> {
  const { userId } = ask;
  return inTransaction<RedeemGift>(tx, async (tx) => {
    const id = hashSecretToken(ask.token);
    const link = await tx.giftLink.findUnique({ where: { id }, select: { giftId: true } });
    const gift = link && (await lockGift(link.giftId, tx));
    // The gift may have gone to another recipient while we waited for it.
    if (!gift || !(await tx.giftLink.findUnique({ where: { id }, select: { id: true } }))) {
      return { status: "refused", reason: "unknown-link" };
    }
    if (!moneyIsThere(gift.orderStatus)) return { status: "refused", reason: "withdrawn" };
    const content = await tx.orderItem.findMany({
      where: { orderId: gift.orderId },
      select: { id: true, courses: { select: { course: { select: { id: true, key: true } } } } },
    });
    const courses = content.flatMap((item) => item.courses.map(({ course }) => ({ ...course, orderItemId: item.id })));
    const courseKeys = courses.map(({ key }) => key);
    if (gift.redeemedAt) {
      if (gift.redeemedById === userId) return { status: "redeemed", courseKeys };
      return { status: "refused", reason: "taken" };
    }
    // Whoever is erasing this account waits, or has done so.
    const [person] = await tx.$queryRaw<{ id: string }[]>`select id from "User" where id = ${userId} for key share`;
    if (!person) return { status: "refused", reason: "unknown-link" };
    if (
      await ownsAll(
        userId,
        courses.map((course) => course.id),
        tx,
      )
    )
      return { status: "refused", reason: "already-owned" };

    await tx.gift.update({ where: { id: gift.id }, data: { redeemedAt: now(), redeemedById: userId } });
    await grantEntitlements(
      courses.map((course) => ({
        userId,
        courseId: course.id,
        source: "gift",
        sourceKey: `gift:${gift.id}:${course.id}`,
        orderItemId: course.orderItemId,
        reason: "A gift",
      })),
      tx,
    );
    await recordAudit({ actorId: userId, action: "gift.redeem", subjectKind: "order", subjectId: gift.orderId }, tx);
    await tellBuyer(gift, tx);
    return { status: "redeemed", courseKeys };
  });
}

/** True where purchases or gifts open every course already. */
export async function ownsAll(userId: string, courseIds: string[], tx: Db): Promise<boolean> {
  const owned = await tx.entitlement.findMany({
    where: { userId, courseId: { in: courseIds }, source: { in: ["order", "gift"] }, ...liveAt(now()) },
    select: { courseId: true },
    distinct: ["courseId"],
  });
  return courseIds.length > 0 && owned.length === new Set(courseIds).size;
}

async function tellBuyer(gift: { id: string; buyerId: string; buyerErased: boolean; title: string }, tx: Db): Promise<void> {
  if (gift.buyerErased) return;
  const buyer = await tx.user.findUniqueOrThrow({ where: { id: gift.buyerId }, select: { email: true } });
  const mail = giftRedeemedMail({ title: gift.title, site: env().appUrl, giftId: gift.id });
  await queueMail({ to: buyer.email, dedupeKey: `gift-redeemed:${gift.id}`, ...mail }, tx);
}
