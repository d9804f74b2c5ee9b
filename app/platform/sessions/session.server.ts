import { now } from "../clock.server.ts";
import { type Db, db } from "../db.server.ts";
import { hashSecretToken, newSecretToken } from "../secret-token.server.ts";
import { lucia, luciaIn } from "./lucia.server.ts";
import { PasswordReplaced } from "./prisma-adapter.server.ts";
import { readCookie } from "./read-cookie.ts";

/** Who is asking, as every loader and action sees them. */
export interface Viewer {
  id: string;
  email: string;
  emailVerified: boolean;
  name: string;
  role: "student" | "instructor" | "admin";
  /** IANA name; null until the person or their browser says. */
  timeZone: string | null;
  theme: string | null;
  /** Names this session in the list of sessions; it cannot be used to sign in. */
  sessionHash: string;
}

/** Another `lastUsedAt` is written only after this long: a page view is not worth a write. */
const LAST_USE_RESOLUTION = 5 * 60_000;

/**
 * The viewer of a request, and the cookie to set: the same one with a new term after a while without use, or none at
 * all for what opens no session. One SQL statement as a rule.
 */
export async function readSession(cookieHeader: string | null): Promise<{ viewer: Viewer | null; setCookie?: string }> {
  const token = cookieHeader ? readCookie(cookieHeader, lucia.sessionCookieName) : null;
  if (token === null) return { viewer: null };
  // A token is ours or it is nothing: anything of another shape is not worth a query.
  if (!/^[\w-]{20,100}$/.test(token)) return { viewer: null, setCookie: lucia.createBlankSessionCookie().serialize() };
  const { session, user } = await lucia.validateSession(token);
  if (!session) return { viewer: null, setCookie: lucia.createBlankSessionCookie().serialize() };
  const sessionHash = hashSecretToken(token);
  const stale = now().getTime() - session.lastUsedAt.getTime() > LAST_USE_RESOLUTION;
  if (stale) await db.session.updateMany({ where: { id: sessionHash }, data: { lastUsedAt: now() } });
  const { id, email, emailVerified, name, role, timeZone, theme } = user;
  const viewer = { id, email, emailVerified, name, role, timeZone, theme, sessionHash };
  // Not only when the session was renewed: the answer to that request may have been lost, and the cookie would end first.
  return { viewer, setCookie: stale || session.fresh ? lucia.createSessionCookie(token).serialize() : undefined };
}

/** Opens a session and returns the `Set-Cookie` header that carries it. In a transaction, it exists once that commits. */
export function openSession(userId: string, userAgent: string, tx: Db = db): Promise<string> {
  return openWith(luciaIn(tx), userId, userAgent);
}

/**
 * The same for who has given the password of this hash; null where it is not the account's any more. One SQL statement:
 * a change of password that is under way ends first, and then the old one opens nothing.
 */
export async function openSessionByPassword(ask: {
  userId: string;
  passwordHash: string;
  userAgent: string;
}): Promise<string | null> {
  const { userId, passwordHash, userAgent } = ask;
  return openWith(luciaIn(db, { passwordHash }), userId, userAgent).catch((error: unknown) => {
    if (error instanceof PasswordReplaced) return null;
    throw error;
  });
}

async function openWith(lucia: ReturnType<typeof luciaIn>, userId: string, userAgent: string): Promise<string> {
  const attributes = { createdAt: now(), lastUsedAt: now(), userAgent: userAgent.slice(0, 400) };
  const session = await lucia.createSession(userId, attributes, { sessionId: newSecretToken() });
  return lucia.createSessionCookie(session.id).serialize();
}

/** Ends one session of a person, named by its hash, and returns the header that clears the cookie. */
export async function closeSession(ask: { userId: string; sessionHash: string }, tx: Db = db): Promise<string> {
  await tx.session.deleteMany({ where: { id: ask.sessionHash, userId: ask.userId } });
  return lucia.createBlankSessionCookie().serialize();
}

/** Ends every session of a person; `exceptHash` keeps the one they sit at. */
export async function closeAllSessions(ask: { userId: string; exceptHash?: string }, tx: Db = db): Promise<void> {
  await tx.session.deleteMany({ where: { userId: ask.userId, NOT: ask.exceptHash ? { id: ask.exceptHash } : undefined } });
}

/** A person's live sessions, the last used first. */
export async function listSessions(userId: string) {
  const sessions = await lucia.getUserSessions(userId);
  return sessions.map(({ id, createdAt, lastUsedAt, userAgent }) => ({ hash: id, createdAt, lastUsedAt, userAgent }));
}
