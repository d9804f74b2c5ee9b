import type { Db } from "#app/platform/db.server.ts";

export interface LockedPerson {
  id: string;
  email: string;
  emailVerifiedAt: Date | null;
  name: string;
  passwordHash: string | null;
  role: "student" | "instructor" | "admin";
}

/**
 * Reads a person and keeps everybody else from changing the account until the transaction ends. Whatever changes an
 * account locks the person first and links and sessions after, always in this order, so no two can wait for each other.
 */
export async function lockPerson(userId: string, tx: Db): Promise<LockedPerson | null> {
  const rows = await tx.$queryRaw<LockedPerson[]>`
    select id, email, "emailVerifiedAt", name, "passwordHash", role::text as role
    from "User" where id = ${userId} for no key update`;
  return rows[0] ?? null;
}
