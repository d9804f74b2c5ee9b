import { env } from "../env.server.ts";
import { readCookie } from "./read-cookie.ts";

const { secure, port } = env();

/** One cookie a thing that a visitor without an account keeps here. Named as the session's cookie is, for the same reasons. */
function nameOf(key: string): string {
  return secure ? `__Host-guest-${key}` : `guest-${key}-${port}`;
}

/** True where a browser keeps anything of a visitor's own here, whatever it is worth. */
export function hasGuestCookie(cookieHeader: string | undefined | null): boolean {
  return /(?:^|;)\s*(?:__Host-)?guest-/.test(cookieHeader ?? "");
}

/** The secret token that a visitor holds for `key`; null where there is none, or nothing of that shape. */
export function readGuestToken(cookieHeader: string | null, key: string): string | null {
  const token = cookieHeader ? readCookie(cookieHeader, nameOf(key)) : null;
  return token !== null && /^[\w-]{43}$/.test(token) ? token : null;
}

/**
 * The `Set-Cookie` header that hands a token over, out of the reach of scripts. Strict: a link on another site opens
 * nothing that is a visitor's own. Lax: for who comes back from a page of Stripe's. `key` is one of ours: lower-case
 * letters, digits and hyphens.
 */
export function guestCookie(key: string, token: string, seconds: number, sameSite: "Strict" | "Lax" = "Strict"): string {
  return `${nameOf(key)}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=${sameSite}${secure ? "; Secure" : ""}`;
}

/** The header that takes it back. */
export function blankGuestCookie(key: string): string {
  return guestCookie(key, "", 0);
}
