import { Lucia, TimeSpan } from "lucia";
import { type Db, db } from "../db.server.ts";
import { env } from "../env.server.ts";
import { sessionAdapter } from "./prisma-adapter.server.ts";
import { SESSION_COOKIE } from "./session-cookie.server.ts";

interface SessionAttributes {
  createdAt: Date;
  lastUsedAt: Date;
  userAgent: string;
}

interface UserAttributes {
  email: string;
  emailVerified: boolean;
  name: string;
  role: "student" | "instructor" | "admin";
  timeZone: string | null;
  theme: string | null;
}

const { secure } = env();

/**
 * Lucia in the caller's transaction, so that a session exists if and only if what it follows from does.
 * Sliding expiry: 30 days from the last renewal; Lucia renews a session in the second half of its life.
 */
export function luciaIn(tx: Db, condition?: { passwordHash: string }) {
  return new Lucia(sessionAdapter(tx, condition), {
    sessionExpiresIn: new TimeSpan(30, "d"),
    sessionCookie: {
      name: SESSION_COOKIE,
      expires: true,
      attributes: { secure, sameSite: "lax", path: "/" },
    },
    getSessionAttributes: (attributes) => ({ ...attributes }),
    getUserAttributes: (attributes) => ({ ...attributes }),
  });
}

export const lucia = luciaIn(db);

declare module "lucia" {
  interface Register {
    Lucia: typeof lucia;
    DatabaseSessionAttributes: SessionAttributes;
    DatabaseUserAttributes: UserAttributes;
  }
}
