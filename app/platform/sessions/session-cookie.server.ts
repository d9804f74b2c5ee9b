import { env } from "../env.server.ts";

const { secure, port } = env();

/**
 * The name of the session's cookie. The prefix makes browsers refuse it without `Secure`, with a `Domain` or from another
 * path. Without https no prefix is allowed: as browsers tell cookies of one host apart by name and not by port, the port is
 * in the name, and somebody can be signed in to two local sites.
 */
export const SESSION_COOKIE = secure ? "__Host-session" : `session-${port}`;

const SENT = new RegExp(`(?:^|;\\s*)${SESSION_COOKIE}=`);

/** A visitor with a session cookie is not anonymous, whatever the cookie is worth. */
export function hasSessionCookie(cookie: string | undefined | null): boolean {
  return cookie !== undefined && cookie !== null && SENT.test(cookie);
}
