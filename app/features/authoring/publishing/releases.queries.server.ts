import { describeMigration, type MigrationDescription } from "#app/features/courseware/describe-migration.server.ts";
import { readManifest } from "#app/features/courseware/manifest.ts";
import { db } from "#app/platform/db.server.ts";

export interface ReleaseRow {
  number: number;
  publishedAt: Date;
  notes: string;
  /** Null where it was the command line of the machine, or the account is gone. */
  author: string | null;
  /** Learners who are on it now. */
  learners: number;
  isCurrent: boolean;
}

/** Every release of a course, the newest first. */
export async function listReleases(courseId: string): Promise<ReleaseRow[]> {
  const rows = await db.release.findMany({
    where: { courseId },
    orderBy: { number: "desc" },
    select: {
      ...{ number: true, publishedAt: true, notes: true, publishedById: true },
      currentFor: { select: { id: true } },
      _count: { select: { enrolments: true } },
    },
  });
  const ids = rows.flatMap(({ publishedById }) => publishedById ?? []);
  const people = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows.map(({ number, publishedAt, notes, publishedById, currentFor, _count }) => ({
    ...{ number, publishedAt, notes },
    author: names.get(publishedById ?? "") ?? null,
    learners: _count.enrolments,
    isCurrent: currentFor !== null,
  }));
}

/** What going back to a release would mean for whom; null where there is no such release. */
export async function describeRollBack(ask: {
  courseId: string;
  courseKey: string;
  number: number;
}): Promise<MigrationDescription | null> {
  const { courseId, courseKey, number } = ask;
  const release = await db.release.findUnique({ where: { courseId_number: { courseId, number } }, select: { manifest: true } });
  return release && describeMigration(courseKey, readManifest(release.manifest));
}
