import { env } from "../env.server.ts";
import { readCookie } from "./read-cookie.ts";

const { secure, port } = env();

/**
 * The name of the session's cookie. The prefix makes browsers refuse it without `Secure`, with a `Domain` or from another
 * path. Without https no prefix is allowed: as browsers tell cookies of one host apart by name and not by port, the port is
 * in the name, and somebody can be signed in to two local sites.
 */
export const SESSION_COOKIE = secure ? "__Host-session" : `session-${port}`;

/** A visitor with a session cookie is not anonymous, whatever the cookie is worth. Found as the session itself is. */
export function hasSessionCookie(cookie: string | undefined | null): boolean {
  return readCookie(cookie ?? "", SESSION_COOKIE) !== null;
}
