import type { Adapter, DatabaseSession, DatabaseUser, RegisteredDatabaseSessionAttributes } from "lucia";
import { batched } from "../batched.ts";
import { now } from "../clock.server.ts";
import { type Db, pool } from "../db.server.ts";
import { hashSecretToken } from "../secret-token.server.ts";

interface Row {
  id: string;
  userId: string;
  expiresAt: Date;
  createdAt: Date;
  lastUsedAt: Date;
  userAgent: string;
  email: string;
  emailVerified: boolean;
  name: string;
  role: "student" | "instructor" | "admin";
  timeZone: string | null;
  theme: string | null;
}

/** Lucia reckons with the system's clock, we with the platform's: times are moved over where they cross. */
const aheadOfSystem = () => now().getTime() - Date.now();
const toLucia = (time: Date) => new Date(time.getTime() - aheadOfSystem());
const fromLucia = (time: Date) => new Date(time.getTime() + aheadOfSystem());

// One statement for every signed-in request, prepared once a connection; under load, one for several of them.
const statement = {
  name: "session",
  text: `
    select s.id, s."userId", s."expiresAt", s."createdAt", s."lastUsedAt", s."userAgent",
      u.email, u."emailVerifiedAt" is not null as "emailVerified", u.name, u.role::text as role, u."timeZone", u.theme
    from "Session" s join "User" u on u.id = s."userId"
    where s.id = any($1::text[])`,
};

/** Rows by the hash of a session's id; undefined where there is none. Nobody gets a row that was read before they asked. */
const findRow = batched(
  async (hashes: string[]) => {
    const { rows } = await pool.query<Row>({ ...statement, values: [hashes] });
    const byHash = new Map(rows.map((row) => [row.id, row]));
    return hashes.map((hash) => byHash.get(hash));
  },
  { atOnce: 2, most: 100, failing: "all" },
);

/** The password that a session was to be opened with is not the account's any more. */
export class PasswordReplaced extends Error {}

// The lock waits for a change of password that is under way; then the condition is looked at again.
const opening = {
  name: "open-session",
  text: `
    insert into "Session" (id, "userId", "expiresAt", "createdAt", "lastUsedAt", "userAgent")
    select $1, u.id, $4, $5, $6, $7 from "User" u where u.id = $2 and u."passwordHash" = $3 for share`,
};

/** Lucia's storage on our tables. The database sees the SHA-256 of a session id, never the id. */
export function sessionAdapter(tx: Db, { passwordHash }: { passwordHash?: string } = {}): Adapter {
  return {
    async getSessionAndUser(sessionId) {
      const row = await findRow(hashSecretToken(sessionId));
      if (!row) return [null, null];
      const { id: _, userId, expiresAt, createdAt, lastUsedAt, userAgent, ...person } = row;
      const session: DatabaseSession = {
        id: sessionId,
        userId,
        expiresAt: toLucia(expiresAt),
        attributes: { createdAt, lastUsedAt, userAgent },
      };
      const user: DatabaseUser = { id: userId, attributes: person };
      return [session, user];
    },

    /** Lists a person's sessions under the hashes of their ids: enough to show and to end them, not to use them. */
    async getUserSessions(userId) {
      const sessions = await tx.session.findMany({ where: { userId }, orderBy: [{ lastUsedAt: "desc" }, { id: "asc" }] });
      return sessions.map(({ id, expiresAt, createdAt, lastUsedAt, userAgent }) => ({
        id,
        userId,
        expiresAt: toLucia(expiresAt),
        attributes: { createdAt, lastUsedAt, userAgent },
      }));
    },

    async setSession({ id, userId, expiresAt, attributes }) {
      const { createdAt, lastUsedAt, userAgent } = attributes as RegisteredDatabaseSessionAttributes;
      if (passwordHash !== undefined) {
        const times = [fromLucia(expiresAt), createdAt, lastUsedAt];
        const values = [hashSecretToken(id), userId, passwordHash, ...times, userAgent];
        const { rowCount } = await pool.query({ ...opening, values });
        if (rowCount === 0) throw new PasswordReplaced();
        return;
      }
      await tx.session.create({
        data: { id: hashSecretToken(id), userId, expiresAt: fromLucia(expiresAt), createdAt, lastUsedAt, userAgent },
      });
    },

    async updateSessionExpiration(sessionId, expiresAt) {
      await tx.session.updateMany({ where: { id: hashSecretToken(sessionId) }, data: { expiresAt: fromLucia(expiresAt) } });
    },

    async deleteSession(sessionId) {
      await tx.session.deleteMany({ where: { id: hashSecretToken(sessionId) } });
    },

    async deleteUserSessions(userId) {
      await tx.session.deleteMany({ where: { userId } });
    },

    async deleteExpiredSessions() {
      await tx.session.deleteMany({ where: { expiresAt: { lte: now() } } });
    },
  };
}
