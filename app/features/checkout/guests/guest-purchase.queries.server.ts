import { db } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import { findArriving } from "../arriving.server.ts";

/**
 * The Checkout Session by which this browser has bought a course, or is about to, without an account: its page says where the
 * link was sent. Null where it has bought nothing of it. A page that is still open is asked for at Stripe first.
 */
export async function findGuestPurchase(ask: { token: string | null; courseKey: string }): Promise<string | null> {
  const { token, courseKey } = ask;
  if (!token) return null;
  const guest = await db.guestBuyer.findUnique({ where: { tokenHash: hashSecretToken(token) }, select: { userId: true } });
  if (!guest) return null;
  // Looking settles what has been paid.
  await findArriving({ userId: guest.userId, courseKey });
  const order = await db.order.findFirst({
    where: {
      OR: [{ userId: guest.userId }, { guestId: guest.userId }],
      ...{ purpose: "own", livemode: isLivemode() },
      status: { in: ["awaiting_payment", "paid", "partially_refunded", "disputed"] },
      items: { some: { courses: { some: { course: { key: courseKey } } } } },
    },
    orderBy: { number: "desc" },
    select: { checkoutSessionId: true },
  });
  return order?.checkoutSessionId ?? null;
}
