import pg from "pg";
import { hashPassword } from "#app/features/accounts/password.server.ts";
import { lessonsOf, lessonUrl, type Manifest, type ManifestLesson } from "#app/features/courseware/manifest.ts";
import { drawItems } from "#app/features/instruments/order-items.ts";
import { hashSecretToken, newSecretToken } from "#app/platform/secret-token.server.ts";

/** What the bench measures on: a class in a real course, written straight into the site's database. */
export interface School {
  pool: pg.Pool;
  course: { id: string; key: string; releaseId: string; manifest: Manifest };
  /** A text that is completed by hand: its first view and its completion are measured. */
  reading: ManifestLesson;
  /** The reading's own HTML. */
  readingHtml: string;
  /** The lesson of a graded check of ten items. */
  check: ManifestLesson;
  students: Student[];
  /** `Cookie` header of the course's owner. */
  instructorCookie: string;
  /** Lines of progress in all. */
  progressRows: number;
}

export interface Student {
  id: string;
  email: string;
  enrolmentId: string;
  /** `Cookie` header of an open session. */
  cookie: string;
  /** An address of their own, as a proxy would tell it: rate limits count by it. */
  address: string;
}

export const STUDENTS = 200;
export const PROGRESS_ROWS = 10_000;
export const CHECK_ITEMS = 10;
export const PASSWORD = "an honest sentence";

/**
 * Two hundred students with sessions in the published course, each with every lesson completed but the reading and the
 * check. Ten thousand lines of progress in all: what the course has too few lessons for stands under keys as an earlier
 * release might have left them.
 */
export async function openSchool(databaseUrl: string, origin: string): Promise<School> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 32 });
  pool.on("error", () => {});
  const { reading, check, ...course } = await pickCourse(pool);
  const sessionCookie = `session-${new URL(origin).port}`;
  const { rows } = await pool.query('select html from "LessonContent" where hash = $1', [reading.content]);
  const students = await enrolStudents(pool, course, sessionCookie);
  const school: School = {
    pool,
    course,
    reading,
    readingHtml: rows[0].html,
    check,
    students,
    instructorCookie: await hireInstructor(pool, course.id, sessionCookie),
    progressRows: 0,
  };
  await fillProgress(school);
  await pool.query("vacuum analyze");
  return school;
}

/** The published course with a check of ten items; of several, the one that is sold. */
async function pickCourse(pool: pg.Pool) {
  const { rows } = await pool.query(`
    select c.id, c.key, r.id as "releaseId", r.manifest,
      (select json_object_agg(i.key || ' ' || i.digest, i.definition) from "InstrumentRevision" i where i."courseId" = c.id) as instruments
    from "Course" c join "Release" r on r.id = c."currentReleaseId"
    order by r.manifest -> 'price' is null or r.manifest -> 'price' = 'null', c.key`);
  for (const { id, key, releaseId, manifest, instruments } of rows) {
    const lessons = lessonsOf(manifest as Manifest);
    const check = lessons.find(({ assessment }) => {
      const definition = assessment && instruments?.[`${assessment.key} ${assessment.digest}`];
      return definition?.kind === "graded" && drawItems(definition, 1).length === CHECK_ITEMS;
    });
    // Before the check, so that a required order keeps neither closed.
    const before = lessons.slice(0, check ? lessons.indexOf(check) : 0);
    const readings = before.filter(({ kind, completion, preview }) => kind === "text" && completion === "manual" && !preview);
    const reading = readings[Math.floor(readings.length / 2)];
    if (check && reading) return { id, key, releaseId, manifest: manifest as Manifest, reading, check };
  }
  throw new Error(`No course in content/ is published that has a text lesson and a check of ${CHECK_ITEMS} items.`);
}

async function enrolStudents(
  pool: pg.Pool,
  course: { id: string; releaseId: string },
  sessionCookie: string,
): Promise<Student[]> {
  const passwordHash = await hashPassword(PASSWORD);
  const numbers = Array.from({ length: STUDENTS }, (_, index) => index);
  const tokens = numbers.map(() => newSecretToken());
  const emails = numbers.map((number) => `student-${number}@example.org`);
  const { rows } = await pool.query<{ id: string; email: string; enrolmentId: string }>(
    `with given as (select * from unnest($1::text[], $2::text[]) with ordinality as g (email, session, number)),
     person as (
       insert into "User" (id, email, "emailVerifiedAt", name, "passwordHash")
       select uuidv7(), email, now(), 'Student ' || number, $3 from given returning id, email
     ), session as (
       insert into "Session" (id, "userId", "expiresAt") select g.session, p.id, now() + interval '30 days'
       from given g join person p using (email)
     ), entitlement as (
       insert into "Entitlement" (id, "userId", "courseId", source, "sourceKey", "startsAt")
       select uuidv7(), id, $4, 'manual', 'manual:bench:' || id, now() from person
     )
     , enrolment as (
       insert into "Enrolment" (id, "userId", "courseId", "releaseId", "lastSeenAt")
       select uuidv7(), id, $4, $5, now() from person returning id, "userId"
     )
     select p.id, p.email, e.id as "enrolmentId" from person p join enrolment e on e."userId" = p.id`,
    [emails, tokens.map(hashSecretToken), passwordHash, course.id, course.releaseId],
  );
  return rows.map((row) => {
    const number = emails.indexOf(row.email);
    return { ...row, cookie: `${sessionCookie}=${tokens[number]}`, address: `10.1.${number >> 8}.${number & 255}` };
  });
}

async function hireInstructor(pool: pg.Pool, courseId: string, sessionCookie: string): Promise<string> {
  const token = newSecretToken();
  await pool.query(
    `with person as (
       insert into "User" (id, email, "emailVerifiedAt", name, role)
       values (uuidv7(), 'instructor@example.org', now(), 'The instructor', 'instructor') returning id
     ), staff as (
       insert into "CourseStaff" ("courseId", "userId", role) select $1, id, 'owner' from person
     )
     insert into "Session" (id, "userId", "expiresAt") select $2, id, now() + interval '30 days' from person`,
    [courseId, hashSecretToken(token)],
  );
  return `${sessionCookie}=${token}`;
}

async function fillProgress(school: School): Promise<void> {
  const { pool, course, reading, check, students } = school;
  const real = lessonsOf(course.manifest)
    .map(({ key }) => key)
    .filter((key) => key !== reading.key && key !== check.key);
  const each = Math.ceil(PROGRESS_ROWS / STUDENTS);
  const retired = Array.from({ length: Math.max(0, each - real.length) }, (_, index) => `retired-lesson-${index + 1}`);
  const { rowCount } = await pool.query(
    `insert into "LessonProgress" ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "completedAt", "completedOn")
     select e, l, now(), now(), now(), $3 from unnest($1::text[]) e, unnest($2::text[]) l`,
    [students.map(({ enrolmentId }) => enrolmentId), [...real, ...retired], course.releaseId],
  );
  school.progressRows = rowCount ?? 0;
}

/** The lesson's address for a learner. */
export function lessonPath({ course }: School, lesson: ManifestLesson): string {
  return lessonUrl(course.key, lesson.key);
}
