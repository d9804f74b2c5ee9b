import type { School } from "./school.ts";

export interface Growth {
  enrolments: number;
  progressRows: number;
}

const OTHER_COURSES = 10;
const LESSONS_EACH = 10;

/**
 * Fills the database until it has so many enrolments: half in the measured course, the others spread over ten more,
 * each with ten lines of progress and an entitlement. The measured students stay the newest of their course.
 */
export async function growSchool({ pool, course }: School, enrolments: number): Promise<Growth> {
  const people = Math.ceil(enrolments / 2);
  const client = await pool.connect();
  try {
    await client.query(`create temporary table other_course as
      select row_number() over () - 1 as number, uuidv7()::text as id from generate_series(1, ${OTHER_COURSES})`);
    await client.query(
      `insert into "Course" (id, key, "currentReleaseId") select id, 'other-course-' || number, null from other_course`,
    );
    await client.query(
      `insert into "Release" (id, "courseId", number, "folderDigest", "schemaVersion", manifest)
       select 'release-' || o.id, o.id, 1, o.id, r."schemaVersion", r.manifest from other_course o, "Release" r where r.id = $1`,
      [course.releaseId],
    );
    await client.query(
      `insert into "User" (id, email, "emailVerifiedAt", name)
       select 'grown-' || n, 'grown-' || n || '@example.org', now(), 'Grown ' || n from generate_series(1, $1::int) n`,
      [people],
    );
    // Ids that sort before those of the measured students, who joined last.
    await client.query(
      `insert into "Enrolment" (id, "userId", "courseId", "releaseId", "lastSeenAt")
       select '00000000-0000-7000-8000-' || lpad(n::text, 12, '0'), 'grown-' || n, $2, $3, now() from generate_series(1, $1::int) n
       union all
       select '00000000-0000-7000-9000-' || lpad(n::text, 12, '0'), 'grown-' || n, o.id, 'release-' || o.id, now()
       from generate_series(1, $1::int) n join other_course o on o.number = n % ${OTHER_COURSES}`,
      [people, course.id, course.releaseId],
    );
    await client.query(
      `insert into "Entitlement" (id, "userId", "courseId", source, "sourceKey", "startsAt")
       select 'grown-' || id, "userId", "courseId", 'manual', 'manual:grown:' || id, now() from "Enrolment" where "userId" like 'grown-%'`,
    );
    await client.query(
      `insert into "LessonProgress" ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "completedAt", "completedOn")
       select e.id, 'lesson-' || l, now(), now(), now(), e."releaseId"
       from "Enrolment" e, generate_series(1, ${LESSONS_EACH}) l where e."userId" like 'grown-%'`,
    );
    await client.query("vacuum analyze");
    // What the checkpoint writes is not to be paid by the requests that follow.
    await client.query("checkpoint");
    const count = async (table: string) => Number((await client.query(`select count(*) from "${table}"`)).rows[0].count);
    return { enrolments: await count("Enrolment"), progressRows: await count("LessonProgress") };
  } finally {
    client.release();
  }
}
