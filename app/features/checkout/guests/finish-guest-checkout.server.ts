import { db, inTransaction } from "#app/platform/db.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { type FinishedCheckout, settledState } from "../finish-checkout.server.ts";
import { maskedAddress } from "./guest-mails.ts";
import { queueClaimMail } from "./queue-claim-mail.server.ts";

export interface FinishedGuestCheckout extends Pick<FinishedCheckout, "state" | "title" | "courseKeys"> {
  /** Where the link was sent, as far as it may be shown; null before the money is there. */
  sentTo: string | null;
}

interface Ask {
  /** Of the cookie of the browser in which it was begun. */
  token: string | null;
  checkoutSessionId: string;
}

/**
 * What the browser that began a purchase is told when it comes back. Null for every other browser, whatever address it
 * has. Whether the address had an account makes no difference to what is said.
 */
export async function finishGuestCheckout(ask: Ask): Promise<FinishedGuestCheckout | null> {
  const orderId = await findOrder(ask);
  if (!orderId) return null;
  const state = await settledState(ask.checkoutSessionId);
  const order = await db.order.findUniqueOrThrow({
    where: { id: orderId },
    select: {
      receipt: { select: { email: true } },
      items: { select: { title: true, courses: { select: { course: { select: { key: true } } } } } },
    },
  });
  return {
    state,
    title: order.items.map((item) => item.title).join(", "),
    courseKeys: order.items.flatMap((item) => item.courses.map(({ course }) => course.key)),
    sentTo: order.receipt && maskedAddress(order.receipt.email),
  };
}

/** Sends the mail with the link again; from the browser that paid alone. */
export async function resendClaimMail(
  ask: Ask,
): Promise<
  { status: "sent" } | { status: "refused"; reason: "not-yours" } | { status: "refused"; reason: "too-many-tries"; retryAt: Date }
> {
  const orderId = await findOrder(ask);
  const order =
    orderId &&
    (await db.order.findFirst({
      where: { id: orderId, guestId: { not: null }, items: { some: { entitlements: { some: { revokedAt: null } } } } },
      select: { userId: true, user: { select: { email: true } }, items: { select: { title: true } } },
    }));
  if (!orderId || !order) return { status: "refused", reason: "not-yours" };
  const limited = await limit("verification-mail", order.user.email);
  if (!limited.allowed) return { status: "refused", reason: "too-many-tries", retryAt: limited.retryAt };
  await inTransaction(db, (tx) => queueClaimMail({ orderId, userId: order.userId, items: order.items, once: false }, tx));
  return { status: "sent" };
}

async function findOrder({ token, checkoutSessionId }: Ask): Promise<string | null> {
  if (!token || !/^cs_\w{1,250}$/.test(checkoutSessionId)) return null;
  const guest = await db.guestBuyer.findUnique({ where: { tokenHash: hashSecretToken(token) }, select: { userId: true } });
  if (!guest) return null;
  const order = await db.order.findFirst({
    where: { checkoutSessionId, OR: [{ userId: guest.userId }, { guestId: guest.userId }] },
    select: { id: true },
  });
  return order?.id ?? null;
}
