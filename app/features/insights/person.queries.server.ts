import { type EntitlementOnRecord, entitlementsOf } from "#app/features/access/entitlement.queries.server.ts";
import type { OrderStatus } from "#app/features/checkout/settle-order.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { type AuditLine, auditOfPerson } from "./audit.queries.server.ts";
import type { PersonLine } from "./people.queries.server.ts";

/** A person as an admin sees them. What they answered and what came of it is not in it. */
export interface PersonPage extends PersonLine {
  /** How many places they are signed in at. */
  sessions: number;
  /** The newest first. */
  entitlements: EntitlementOnRecord[];
  orders: { number: number; status: OrderStatus; total: number; currency: string; createdAt: Date; attention: string | null }[];
  enrolments: { courseKey: string; release: number; lastSeenAt: Date | null; completedAt: Date | null }[];
  audit: AuditLine[];
}

/** The person of an id; null where there is none. */
export async function readPerson(userId: string): Promise<PersonPage | null> {
  const row = await db.user.findUnique({
    where: { id: userId },
    select: {
      ...{ id: true, name: true, email: true, emailVerifiedAt: true, role: true, createdAt: true },
      _count: { select: { sessions: { where: { expiresAt: { gt: now() } } } } },
      orders: {
        orderBy: { number: "desc" },
        select: { id: true, number: true, status: true, total: true, currency: true, createdAt: true, attention: true },
      },
      enrolments: {
        orderBy: { id: "desc" },
        select: { lastSeenAt: true, completedAt: true, course: { select: { key: true } }, release: { select: { number: true } } },
      },
    },
  });
  if (!row) return null;
  const entitlements = await entitlementsOf(userId);
  const about = { userId, entitlementIds: entitlements.map(({ id }) => id), orderIds: row.orders.map(({ id }) => id) };
  const { _count, orders, enrolments, emailVerifiedAt, ...person } = row;
  return {
    ...person,
    emailVerified: emailVerifiedAt !== null,
    sessions: _count.sessions,
    entitlements,
    orders: orders.map(({ id: _id, ...order }) => order),
    enrolments: enrolments.map(({ course, release, ...rest }) => ({ courseKey: course.key, release: release.number, ...rest })),
    audit: await auditOfPerson(about),
  };
}
