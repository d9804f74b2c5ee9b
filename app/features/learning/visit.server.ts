import type { AccessRefusal } from "#app/features/access/decide-access.ts";
import { decideLesson } from "#app/features/access/lesson-access.server.ts";
import { findLesson, lessonsOf, type Manifest, type ManifestLesson } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { releaseFor } from "#app/features/courseware/release-for.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { type CourseProgress, evaluateProgress } from "./evaluate-progress.ts";
import { type Enrolment, type Learner, readLearner } from "./learner.queries.server.ts";
import { moveToRelease, openEnrolment, recordFinish } from "./open-enrolment.server.ts";

export interface CourseVisit {
  status: "open";
  courseId: string;
  manifest: Manifest;
  enrolment: Enrolment;
  learner: Learner;
  progress: CourseProgress;
}

export interface LessonVisit extends CourseVisit {
  lesson: ManifestLesson;
}

export type VisitRefusal =
  | { status: "refused"; reason: Exclude<AccessRefusal, "signed-out"> | "no-such-course"; courseTitle?: string }
  | { status: "locked"; lesson: ManifestLesson; waitsFor: ManifestLesson; manifest: Manifest };

/**
 * What every page and command of the player begins with: may this person be here, on which release are they, and how
 * far have they come. One SQL statement; one more at the very first visit, and one where they move to a newer release.
 */
export async function visitCourse(viewer: Viewer, courseKey: string): Promise<CourseVisit | VisitRefusal> {
  return visit(viewer, courseKey, null);
}

/** The same for one lesson, whose place in a required order counts too. */
export async function visitLesson(viewer: Viewer, courseKey: string, lessonKey: string): Promise<LessonVisit | VisitRefusal> {
  const seen = await visit(viewer, courseKey, lessonKey);
  if (seen.status !== "open") return seen;
  const lesson = findLesson(seen.manifest, lessonKey);
  if (!lesson) return { status: "refused", reason: "no-such-lesson", courseTitle: seen.manifest.title };
  if (seen.progress.lessons.get(lessonKey) === "locked") {
    const waitsFor = lessonsOf(seen.manifest).find(
      (earlier) => earlier.required && seen.progress.lessons.get(earlier.key) !== "completed",
    );
    return { status: "locked", lesson, waitsFor: waitsFor ?? lesson, manifest: seen.manifest };
  }
  return { ...seen, lesson };
}

async function visit(viewer: Viewer, courseKey: string, lessonKey: string | null): Promise<CourseVisit | VisitRefusal> {
  const learner = await readLearner({ userId: viewer.id, courseKey });
  const currentReleaseId = learner?.access.currentReleaseId;
  if (!learner || !currentReleaseId) return { status: "refused", reason: "no-such-course" };
  const pinnedId = learner.enrolment?.releaseId ?? currentReleaseId;
  const pinned = await loadManifest(pinnedId);

  // The course as a whole opens to whom any lesson that is no preview would open.
  const decision = decideLesson(viewer, learner.access, { preview: false });
  if (!decision.allowed) {
    const reason = decision.reason === "signed-out" ? "no-entitlement" : decision.reason;
    return { status: "refused", reason, courseTitle: pinned.title };
  }

  const { enrolment, manifest } = await settle(viewer, learner, pinned, currentReleaseId, lessonKey);
  // A first visit goes to a lesson that is there, or leaves no trace.
  if (lessonKey !== null && !findLesson(manifest, lessonKey)) {
    return { status: "refused", reason: "no-such-lesson", courseTitle: manifest.title };
  }
  const progress = evaluateProgress(manifest, learner.records);
  // Two last lessons completed at once each saw the other one missing, and a newer release may ask for less than was
  // done: the end of the course is noted here.
  if (progress.finished && !enrolment.completedAt) await recordFinish({ userId: viewer.id, enrolmentId: enrolment.id });
  return { status: "open", courseId: learner.access.courseId, manifest, enrolment, learner, progress };
}

/**
 * Enrols at the first visit, and moves to a newer release where the course's rule says so. Not at a lesson that the newer one
 * has no more: whoever is in the middle of it reads on, and completes it. They move with the next one.
 */
async function settle(
  viewer: Viewer,
  learner: Learner,
  pinned: Manifest,
  currentReleaseId: string,
  lessonKey: string | null,
): Promise<{ enrolment: Enrolment; manifest: Manifest }> {
  const { enrolment, access } = learner;
  if (!enrolment) {
    const opened = await openEnrolment({ userId: viewer.id, courseId: access.courseId, releaseId: currentReleaseId });
    return { enrolment: opened, manifest: await loadManifest(opened.releaseId) };
  }
  if (enrolment.releaseId === currentReleaseId) return { enrolment, manifest: pinned };
  const current = await loadManifest(currentReleaseId);
  const finished = enrolment.completedAt !== null;
  const target = releaseFor({ rule: current.releases, pinned: enrolment.releaseId, current: currentReleaseId, finished });
  if (target === enrolment.releaseId) return { enrolment, manifest: pinned };
  const manifest = await loadManifest(target);
  if (lessonKey !== null && findLesson(pinned, lessonKey) && !findLesson(manifest, lessonKey)) {
    return { enrolment, manifest: pinned };
  }
  await moveToRelease({ userId: viewer.id, enrolmentId: enrolment.id, from: enrolment.releaseId, to: target });
  return { enrolment: { ...enrolment, releaseId: target }, manifest };
}
