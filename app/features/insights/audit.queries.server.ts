import { z } from "zod";
import { db } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { cursor, searchWords } from "./read-query.ts";

const PAGE = 100;
/** So many of the newest lines tell which kinds of act and subject there are to choose from. */
const RECENT = 5_000;

export const auditQuery = z.object({ action: searchWords, kind: searchWords, subject: searchWords, before: cursor });

export interface AuditLine {
  id: string;
  at: Date;
  /** Null: the site did it by itself. */
  actor: { id: string; name: string } | null;
  action: string;
  subject: { kind: string; id: string; label: string; href: string | null };
  reason: string;
  /** JSON, as it was written down. */
  detail: string;
}

interface Row {
  id: string;
  at: Date;
  actorId: string | null;
  action: string;
  subjectKind: string;
  subjectId: string;
  reason: string;
  detail: Prisma.JsonValue;
}

/** The audit log, the newest first. `older`: what to ask for as `before` to see the next lines. */
export async function listAudit(
  query: Partial<z.output<typeof auditQuery>>,
): Promise<{ lines: AuditLine[]; older: string | null }> {
  const { action, kind, subject, before } = query;
  const rows = await db.auditEntry.findMany({
    where: {
      ...(action && { action }),
      ...(kind && { subjectKind: kind }),
      ...(subject && { subjectId: subject }),
      ...(before && { id: { lt: before } }),
    },
    orderBy: { id: "desc" },
    take: PAGE + 1,
  });
  const lines = await toLines(rows.slice(0, PAGE));
  return { lines, older: rows.length > PAGE ? (lines.at(-1)?.id ?? null) : null };
}

/** What was done about a person, their entitlements and their orders, the newest first; at most fifty lines. */
export async function auditOfPerson(about: {
  userId: string;
  entitlementIds: string[];
  orderIds: string[];
}): Promise<AuditLine[]> {
  const rows = await db.auditEntry.findMany({
    where: {
      OR: [
        { subjectKind: "user", subjectId: about.userId },
        { subjectKind: "entitlement", subjectId: { in: about.entitlementIds } },
        { subjectKind: "order", subjectId: { in: about.orderIds } },
      ],
    },
    orderBy: { id: "desc" },
    take: 50,
  });
  return toLines(rows);
}

/** The kinds of act and of subject that the newest lines have. */
export async function auditChoices(): Promise<{ actions: string[]; kinds: string[] }> {
  const [choices] = await db.$queryRaw<{ actions: string[]; kinds: string[] }[]>`
    with recent as (select action, "subjectKind" from "AuditEntry" order by id desc limit ${RECENT})
    select array(select distinct action from recent order by 1) as actions,
      array(select distinct "subjectKind" from recent order by 1) as kinds`;
  return choices ?? { actions: [], kinds: [] };
}

async function toLines(rows: Row[]): Promise<AuditLine[]> {
  const names = await nameSubjects(rows);
  return rows.map(({ id, at, actorId, action, subjectKind, subjectId, reason, detail }) => {
    const known = names.get(`${subjectKind} ${subjectId}`);
    const actor = actorId ? { id: actorId, name: names.get(`user ${actorId}`)?.label ?? "somebody who is gone" } : null;
    const subject = { kind: subjectKind, id: subjectId, label: known?.label ?? subjectId, href: known?.href ?? null };
    return {
      id,
      at,
      actor,
      action,
      subject,
      reason,
      detail: Object.keys(detail ?? {}).length === 0 ? "" : JSON.stringify(detail),
    };
  });
}

/** What people call the subjects, and where they are looked at. */
async function nameSubjects(rows: Row[]): Promise<Map<string, { label: string; href: string }>> {
  const idsOf = (kind: string) => rows.filter((row) => row.subjectKind === kind).map((row) => row.subjectId);
  const userIds = [...idsOf("user"), ...rows.flatMap((row) => row.actorId ?? [])];
  const [users, orders, courses, entitlements] = await Promise.all([
    db.user.findMany({ where: { id: { in: userIds } }, select: { id: true, name: true } }),
    db.order.findMany({ where: { id: { in: idsOf("order") } }, select: { id: true, number: true } }),
    db.course.findMany({ where: { id: { in: idsOf("course") } }, select: { id: true, key: true } }),
    db.entitlement.findMany({
      where: { id: { in: idsOf("entitlement") } },
      select: { id: true, userId: true, course: { select: { key: true } }, user: { select: { name: true } } },
    }),
  ]);
  const names = new Map<string, { label: string; href: string }>();
  for (const { id, name } of users) names.set(`user ${id}`, { label: name, href: `/admin/people/${id}` });
  for (const { id, number } of orders) names.set(`order ${id}`, { label: `Order ${number}`, href: `/admin/orders/${number}` });
  for (const { id, key } of courses) names.set(`course ${id}`, { label: key, href: `/instructor/courses/${key}` });
  for (const { id, userId, course, user } of entitlements) {
    names.set(`entitlement ${id}`, { label: `${user.name}, ${course.key}`, href: `/admin/people/${userId}` });
  }
  return names;
}
