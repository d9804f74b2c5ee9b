import { findLesson, type Manifest, type ManifestLesson } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { type AccessDecision, decideAccess, type EntitlementFact } from "./decide-access.ts";

/** Where the lesson is: the course by its id or its key (its address). */
export type CourseRef = { courseId: string } | { courseKey: string };

/** What the database knows of one person and one course. */
export interface CourseAccess {
  courseId: string;
  courseKey: string;
  /** Null for a course that has never been published. */
  currentReleaseId: string | null;
  staffRole: "owner" | "editor" | "grader" | "viewer" | null;
  entitlements: EntitlementFact[];
}

/**
 * The columns behind `CourseAccess`, for a statement of any page that needs more of the same person and course: it
 * selects from `"Course" c`, and its parameter `$1` is the viewer's id (null for nobody). Give the row, whatever
 * else is in it, to `readCourseAccess`.
 */
export const COURSE_ACCESS_COLUMNS = `
  c.id as "courseId", c.key as "courseKey", c."currentReleaseId",
  (select s.role::text from "CourseStaff" s where s."courseId" = c.id and s."userId" = $1::text) as "staffRole",
  (select coalesce(json_agg(json_build_object(
      'id', e.id, 'source', e.source, 'startsAt', e."startsAt", 'endsAt', e."endsAt",
      'revokedAt', e."revokedAt", 'revokedReason', e."revokedReason")), '[]'::json)
   from "Entitlement" e where e."courseId" = c.id and e."userId" = $1::text) as entitlements`;

type Written<Fact> = {
  [Key in keyof Fact]: Fact[Key] extends Date ? string : Date extends Fact[Key] ? string | null : Fact[Key];
};

export interface CourseAccessRow extends Omit<CourseAccess, "entitlements"> {
  entitlements: Written<EntitlementFact>[];
}

/** Takes a row of `COURSE_ACCESS_COLUMNS` apart. */
export function readCourseAccess(row: CourseAccessRow): CourseAccess {
  const { courseId, courseKey, currentReleaseId, staffRole } = row;
  const date = (written: string | null) => (written === null ? null : new Date(written));
  const entitlements = row.entitlements.map((entitlement) => ({
    ...entitlement,
    startsAt: new Date(entitlement.startsAt),
    endsAt: date(entitlement.endsAt),
    revokedAt: date(entitlement.revokedAt),
  }));
  return { courseId, courseKey, currentReleaseId, staffRole, entitlements };
}

/** One SQL statement; null where there is no such course. */
export async function findCourseAccess(ask: CourseRef & { userId: string | null }): Promise<CourseAccess | null> {
  const [column, value] = "courseId" in ask ? ["id", ask.courseId] : ["key", ask.courseKey];
  // The driver refuses a NUL byte, and no key or id has one.
  if (value.includes("\0")) return null;
  const { rows } = await pool.query<CourseAccessRow>({
    // Asked at every answer of an assessment: the name makes the driver prepare it once a connection.
    name: `course-access by ${column}`,
    text: `select ${COURSE_ACCESS_COLUMNS} from "Course" c where c.${column} = $2`,
    values: [ask.userId, value],
  });
  return rows[0] ? readCourseAccess(rows[0]) : null;
}

/** The decision for one lesson from facts already at hand: no query. */
export function decideLesson(
  viewer: Pick<Viewer, "id" | "role"> | null,
  course: Pick<CourseAccess, "staffRole" | "entitlements"> | null,
  lesson: Pick<ManifestLesson, "preview"> | undefined,
  at: Date = now(),
): AccessDecision {
  return decideAccess({
    viewer: viewer && { id: viewer.id, role: viewer.role },
    staff: viewer !== null && (viewer.role === "admin" || (course?.staffRole ?? null) !== null),
    lessonExists: lesson !== undefined,
    preview: lesson?.preview ?? false,
    entitlements: course?.entitlements ?? [],
    now: at,
  });
}

export interface LessonAccess {
  decision: AccessDecision;
  /** Null where there is no such course; then, and where the release has no such lesson, the refusal is `no-such-lesson`. */
  course: CourseAccess | null;
  manifest: Manifest | null;
  lesson: ManifestLesson | null;
  releaseId: string | null;
}

/**
 * Whether a person may open a lesson, in one SQL statement beside the cached manifest. `releaseId` is the release
 * that the person's enrolment is pinned to; without it the course's current one counts. That an earlier lesson must
 * be finished first is the learning area's rule, not this one's.
 */
export async function decideLessonAccess(
  ask: CourseRef & { viewer: Pick<Viewer, "id" | "role"> | null; lessonKey: string; releaseId?: string },
): Promise<LessonAccess> {
  const course = await findCourseAccess({ ...ask, userId: ask.viewer?.id ?? null });
  const releaseId = course ? (ask.releaseId ?? course.currentReleaseId) : null;
  const loaded = releaseId ? await loadManifest(releaseId) : null;
  // A release of another course opens nothing of this one.
  const manifest = loaded && loaded.key === course?.courseKey ? loaded : null;
  const lesson = manifest ? findLesson(manifest, ask.lessonKey) : undefined;
  const decision = decideLesson(ask.viewer, course, lesson);
  return { decision, course, manifest, lesson: lesson ?? null, releaseId: manifest ? releaseId : null };
}
