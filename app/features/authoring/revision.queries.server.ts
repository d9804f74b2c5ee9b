import { db } from "#app/platform/db.server.ts";

export interface RevisionRow {
  number: number;
  what: string;
  way: string;
  /** Null where the account is gone. */
  author: string | null;
  createdAt: Date;
  paths: string[];
}

/** What was done in a revision, for the notice that offers to take it back. */
export async function findRevision(draftId: string, number: number): Promise<{ number: number; what: string } | null> {
  if (!Number.isInteger(number) || number < 2 || number > 1e9) return null;
  return db.draftRevision.findUnique({
    where: { draftId_number: { draftId, number } },
    select: { number: true, what: true },
  });
}

const MOST = 100;

/** The last revisions of a draft, or of one file of it, the newest first. */
export async function listRevisions(ask: { draftId: string; path?: string; before?: number }): Promise<RevisionRow[]> {
  const { draftId, path, before } = ask;
  const rows = await db.draftRevision.findMany({
    where: { draftId, ...(path !== undefined && { changes: { some: { path } } }), ...(before && { number: { lt: before } }) },
    orderBy: { number: "desc" },
    take: MOST,
    include: { changes: { select: { path: true }, orderBy: { path: "asc" }, take: 10 } },
  });
  const ids = [...new Set(rows.flatMap(({ authorId }) => (authorId === null ? [] : [authorId])))];
  const people = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map(({ number, what, way, authorId, createdAt, changes }) => ({
    number,
    what,
    way,
    author: names.get(authorId ?? "") ?? null,
    createdAt,
    paths: changes.map(({ path }) => path),
  }));
}
