import { hasGuestCookie } from "./guest-cookie.server.ts";
import { hasSessionCookie } from "./session-cookie.server.ts";

/** Nothing tells this visitor from another: what one of them is shown, all of them may be. */
export function isAnonymous(cookie: string | undefined | null): boolean {
  return !hasSessionCookie(cookie) && !hasGuestCookie(cookie);
}
