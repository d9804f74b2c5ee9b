import { withReturnTo } from "#app/platform/http/redirect-target.ts";
import type { StartGuestCheckout } from "./start-guest-checkout.server.ts";

/** Where a visitor goes who pressed a button of `page`, and the token that this browser is to keep; null: there is no such thing. */
export function afterGuestPress(started: StartGuestCheckout, page: string): { to: string; token: string | null } | null {
  if (started.status === "redirect") return { to: started.url, token: started.token };
  if (started.status === "bought")
    return { to: `/checkout/success?session_id=${started.checkoutSessionId}`, token: started.token };
  switch (started.reason) {
    case "no-such-course":
      return null;
    case "free":
      return { to: page, token: null };
    case "too-many-tries":
      return { to: withReturnTo("/sign-in", page), token: null };
    default:
      return { to: `${page}?error=${started.reason}`, token: null };
  }
}
