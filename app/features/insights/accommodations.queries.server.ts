import { findLessonRules } from "#app/features/assessment/lesson-rules.queries.server.ts";
import { lessonsOf } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { pool } from "#app/platform/db.server.ts";

/** What a student can be granted, and what is granted to them. */
export interface Accommodations {
  /** The assessments of the student's release, with their own rules in words. */
  assessments: { lessonKey: string; title: string; rules: string }[];
  granted: Accommodation[];
  timeZone: string | null;
}

export interface Accommodation {
  lessonKey: string;
  title: string;
  extraAttempts: number;
  extraMinutes: number;
  /** A day on the student's clock. */
  closes: string | null;
  reason: string;
  grantedAt: Date;
  /** Null for somebody who is gone. */
  grantedBy: string | null;
}

type Row = Omit<Accommodation, "title" | "grantedAt"> & { grantedAt: string };

/** For one learner of the course; one SQL statement. Nothing in it tells of attempts. */
export async function readAccommodations(courseId: string, userId: string): Promise<Accommodations> {
  const { rows } = await pool.query<{ releaseId: string; timeZone: string | null; granted: Row[] }>(
    `select e."releaseId", u."timeZone",
       (select coalesce(json_agg(json_build_object('lessonKey', g."lessonKey", 'extraAttempts', g."extraAttempts",
           'extraMinutes', g."extraMinutes", 'closes', g.closes, 'reason', g.reason, 'grantedAt', g."grantedAt",
           'grantedBy', (select by.name from "User" by where by.id = g."grantedById")) order by g."grantedAt" desc), '[]'::json)
        from "Accommodation" g where g."enrolmentId" = e.id and g."grantedAt" is not null) as granted
     from "Enrolment" e join "User" u on u.id = e."userId" where e."courseId" = $1 and e."userId" = $2`,
    [courseId, userId],
  );
  const [row] = rows;
  if (!row) return { assessments: [], granted: [], timeZone: null };
  const { releaseId, timeZone, granted } = row;
  const lessons = lessonsOf(await loadManifest(releaseId)).filter(({ assessment }) => assessment);
  const assessments = await Promise.all(
    lessons.map(async ({ key, title }) => {
      const rules = await findLessonRules({ courseId, releaseId, lessonKey: key });
      const attempts = rules?.kind === "graded" ? rules.attempts : undefined;
      const words = [
        attempts !== undefined && (attempts === 1 ? "1 attempt" : `${attempts} attempts`),
        rules?.minutes !== undefined && `${rules.minutes} minutes`,
        rules?.closes && `closes ${rules.closes}`,
      ].filter(Boolean);
      return { lessonKey: key, title, rules: words.length > 0 ? words.join(", ") : "no limits" };
    }),
  );
  const titleOf = (lessonKey: string) => lessons.find(({ key }) => key === lessonKey)?.title ?? lessonKey;
  return {
    assessments,
    granted: granted.map((one) => ({ ...one, title: titleOf(one.lessonKey), grantedAt: new Date(one.grantedAt) })),
    timeZone,
  };
}
