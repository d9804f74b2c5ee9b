import { randomUUID } from "node:crypto";
import { now } from "#app/platform/clock.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { limit, networkOf } from "#app/platform/rate-limit.server.ts";
import { hashSecretToken, newSecretToken } from "#app/platform/secret-token.server.ts";
import { guestCookie } from "#app/platform/sessions/guest-cookie.server.ts";
import { findOffer } from "../offer.queries.server.ts";
import type { Press } from "../press-buy.server.ts";
import { type StartCheckout, startCheckout } from "../start-checkout.server.ts";
import { GUEST_BUYER_DAYS } from "./sweep-guest-buyers.server.ts";

export type StartGuestCheckout =
  | { status: "redirect"; url: string; token: string }
  /** Bought, or about to be, in this browser: the page that says so. */
  | { status: "bought"; checkoutSessionId: string; token: string }
  | { status: "refused"; reason: "no-such-course" | "free" | "not-for-sale" | "changed" | "payment-service" | "too-many-tries" };

/**
 * Takes somebody who is not signed in to Stripe's page for a course, where they say their address. Until the money is
 * there, the order belongs to a stand-in that this browser's cookie names: clicks and tabs are one order, as for a person.
 */
export async function startGuestCheckout(ask: {
  press: Omit<Press, "code" | "way">;
  token: string | null;
  clientAddress: string;
}): Promise<StartGuestCheckout> {
  const { courseKey, currency, bump, shown } = ask.press;
  const wanted = { courseKey, currency, bump };
  const found = await findOffer(wanted);
  if (found.status === "refused") return found;
  const limited = await limit("guest-checkout-from-address", networkOf(ask.clientAddress));
  if (!limited.allowed) return { status: "refused", reason: "too-many-tries" };
  const { userId, token } = await guestOf(ask.token);
  const started = await startCheckout({ ...wanted, userId, shown });
  if (started.status === "redirect") return { status: "redirect", url: started.url, token };
  return (await boughtAlready(started, userId, found.offer.productId, token)) ?? refusal(started);
}

async function boughtAlready(
  started: StartCheckout & { status: "refused" },
  guestId: string,
  productId: string,
  token: string,
): Promise<StartGuestCheckout | null> {
  if (!["already-owned", "awaiting-payment", "needs-attention"].includes(started.reason)) return null;
  const order = await db.order.findFirst({
    where: {
      OR: [{ guestId }, { userId: guestId }],
      ...("orderNumber" in started ? { number: started.orderNumber } : { items: { some: { productId } }, paidAt: { not: null } }),
    },
    orderBy: { number: "desc" },
    select: { checkoutSessionId: true },
  });
  return order?.checkoutSessionId ? { status: "bought", checkoutSessionId: order.checkoutSessionId, token } : null;
}

function refusal({ reason }: StartCheckout & { status: "refused" }): StartGuestCheckout {
  const known = reason === "no-such-course" || reason === "free" || reason === "not-for-sale" || reason === "changed";
  return { status: "refused", reason: known ? reason : "payment-service" };
}

/** The headers that let a browser keep its stand-in. */
export function guestBuyerCookie(token: string): { "Set-Cookie": string } {
  return { "Set-Cookie": guestCookie("checkout", token, GUEST_BUYER_DAYS * 24 * 60 * 60, "Lax") };
}

/** The stand-in that a browser has, or a new one. */
async function guestOf(token: string | null): Promise<{ userId: string; token: string }> {
  const known =
    token && (await db.guestBuyer.findUnique({ where: { tokenHash: hashSecretToken(token) }, select: { userId: true } }));
  if (token && known) return { userId: known.userId, token };
  const fresh = newSecretToken();
  const userId = randomUUID();
  await inTransaction(db, async (tx) => {
    const at = now();
    // No password, and an address that no mail reaches: nobody signs in to it.
    await tx.user.create({ data: { id: userId, email: `guest-${userId}@guest.invalid`, name: "Guest", createdAt: at } });
    await tx.guestBuyer.create({ data: { userId, tokenHash: hashSecretToken(fresh), createdAt: at } });
  });
  return { userId, token: fresh };
}
