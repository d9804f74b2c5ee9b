import { randomUUID } from "node:crypto";
import { grantEntitlement } from "#app/features/access/grant-entitlement.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { aPerson } from "./people.ts";

/** A person as loaders and commands see them, signed in. */
export async function aViewer(given: Parameters<typeof aPerson>[0] = {}): Promise<Viewer> {
  const { id, email, name, role, timeZone, theme } = await aPerson(given);
  return { id, email, emailVerified: true, name, role, timeZone, theme, sessionHash: "none" };
}

/** Gives a person a course, as a grant by hand would. */
export async function aGrant(ask: { userId: string; courseId: string; startsAt?: Date; endsAt?: Date }) {
  await grantEntitlement({ ...ask, source: "manual", sourceKey: `manual:${randomUUID()}`, reason: "For a test." });
}
