import { type Db, db } from "#app/platform/db.server.ts";
import type { Manifest, Price } from "./manifest.ts";
import { compareLessons, type LessonChanges, percentOf, requiredKeys } from "./preview-migration.ts";
import { currentRelease, loadManifest } from "./release.queries.server.ts";
import { releaseFor } from "./release-for.ts";

/** What publishing a manifest would mean for the people who are enrolled. */
export interface MigrationDescription {
  /** Number of the current release; null where nothing is published yet. */
  current: number | null;
  rule: Manifest["releases"];
  /** Enrolled learners, and how many of them come to the new release on their next visit, or stay until they finish. */
  learners: number;
  moving: number;
  staying: number;
  /** Of those who move: whose percentage will be lower, because more is asked of them. */
  falling: number;
  lessons: LessonChanges;
  /** Null where the price stays, and for the first release; in it, null: free. */
  price: { from: Price | null; to: Price | null } | null;
}

interface Standing {
  finished: boolean;
  before: number;
  after: number;
  learners: number;
}

/** One statement for each release that somebody is on; it changes nothing. */
export async function describeMigration(courseKey: string, after: Manifest, tx: Db = db): Promise<MigrationDescription> {
  const release = await currentRelease(courseKey, tx);
  const lessons = compareLessons(release?.manifest ?? null, after);
  const description: MigrationDescription = {
    current: release?.number ?? null,
    rule: after.releases,
    ...{ learners: 0, moving: 0, staying: 0, falling: 0 },
    lessons,
    price: release && !samePrice(release.manifest.price, after.price) ? { from: release.manifest.price, to: after.price } : null,
  };
  if (!release) return description;

  const pinned = await tx.enrolment.groupBy({ by: ["releaseId"], where: { courseId: release.courseId } });
  const requiredAfter = requiredKeys(after);
  for (const { releaseId } of pinned) {
    const requiredBefore = requiredKeys(await loadManifest(releaseId));
    for (const standing of await countStandings({ courseId: release.courseId, releaseId, requiredBefore, requiredAfter }, tx)) {
      const { finished, learners } = standing;
      const target = releaseFor({ rule: after.releases, pinned: releaseId, current: "new", finished });
      description.learners += learners;
      if (target !== "new") description.staying += learners;
      else {
        description.moving += learners;
        const falls = percentOf(standing.after, requiredAfter.length) < percentOf(standing.before, requiredBefore.length);
        if (falls) description.falling += learners;
      }
    }
  }
  return description;
}

function samePrice(one: Price | null, other: Price | null): boolean {
  return one?.amount === other?.amount && one?.currency === other?.currency;
}

interface CountAsk {
  courseId: string;
  releaseId: string;
  requiredBefore: string[];
  requiredAfter: string[];
}

/** Learners of one release, counted by how many required lessons they have completed before and after. */
function countStandings(ask: CountAsk, tx: Db): Promise<Standing[]> {
  return tx.$queryRaw<Standing[]>`
    select finished, before::int, after::int, count(*)::int as learners
    from (
      select e."completedAt" is not null as finished,
             count(p."lessonKey") filter (where p."lessonKey" = any(${ask.requiredBefore}::text[])) as before,
             count(p."lessonKey") filter (where p."lessonKey" = any(${ask.requiredAfter}::text[])) as after
      from "Enrolment" e
      left join "LessonProgress" p on p."enrolmentId" = e.id and p."completedAt" is not null
      where e."courseId" = ${ask.courseId} and e."releaseId" = ${ask.releaseId}
      group by e.id
    ) as standing
    group by finished, before, after`;
}
