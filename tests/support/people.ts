import { randomUUID } from "node:crypto";
import { hashPassword } from "#app/features/accounts/password.server.ts";
import { db } from "#app/platform/db.server.ts";
import { openSession } from "#app/platform/sessions/session.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";

/** The password of everybody that these builders make. */
export const PASSWORD = "an honest sentence";

let passwordHash: Promise<string> | undefined;

/** Somebody with a verified address and the password above. */
export async function aPerson(given: Partial<Prisma.UserCreateInput> = {}) {
  passwordHash ??= hashPassword(PASSWORD);
  const email = `person-${randomUUID()}@example.org`;
  return db.user.create({
    data: { email, name: "Robin Example", emailVerifiedAt: new Date(), passwordHash: await passwordHash, ...given },
  });
}

export const aStudent = (given: Partial<Prisma.UserCreateInput> = {}) => aPerson({ ...given, role: "student" });
export const anInstructor = (given: Partial<Prisma.UserCreateInput> = {}) => aPerson({ ...given, role: "instructor" });
export const anAdmin = (given: Partial<Prisma.UserCreateInput> = {}) => aPerson({ ...given, role: "admin" });

/** A `Cookie` header of a new session of the person. */
export async function aCookieOf(person: { id: string }, userAgent = "Test browser"): Promise<string> {
  return cookieIn(await openSession(person.id, userAgent));
}

/** The `Cookie` header that a browser sends after a `Set-Cookie` header. */
export function cookieIn(setCookie: string | null): string {
  return setCookie?.split(";")[0] ?? "";
}
