import { type Db, db } from "#app/platform/db.server.ts";
import { closeAllSessions, closeSession } from "#app/platform/sessions/session.server.ts";

interface Sitting {
  userId: string;
  /** The session of the browser that asks. */
  sessionHash: string;
}

/** Ends the session of this browser. Returns the header that clears its cookie. */
export async function signOut(ask: Sitting, tx: Db = db): Promise<string> {
  return closeSession(ask, tx);
}

/** Ends every session of a person, this one too. Returns the header that clears the cookie. */
export async function signOutEverywhere(ask: Sitting, tx: Db = db): Promise<string> {
  await closeAllSessions({ userId: ask.userId }, tx);
  return closeSession(ask, tx);
}

/** Ends every session of a person but the one that asks. */
export async function endOtherSessions(ask: Sitting, tx: Db = db): Promise<void> {
  await closeAllSessions({ userId: ask.userId, exceptHash: ask.sessionHash }, tx);
}

/** Ends one session of a person; somebody else's, or one that has ended, changes nothing. */
export async function endSession(ask: { userId: string; session: string }, tx: Db = db): Promise<void> {
  await closeSession({ userId: ask.userId, sessionHash: ask.session }, tx);
}
