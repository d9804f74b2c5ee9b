import { decideLessonAccess } from "#app/features/access/lesson-access.server.ts";
import { readPublicCourse } from "#app/features/catalog/catalogue.queries.server.ts";
import { COVER_SEGMENT, type MediaFile, mediaUrl } from "#app/features/courseware/manifest.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { findAttemptMedia } from "./attempt-media.queries.server.ts";
import { visitLesson } from "./visit.server.ts";

type FindLessonMedia =
  | { status: "found"; file: MediaFile; audience: "public" | "private" }
  | { status: "refused"; reason: "not-found" | "not-open" };

/**
 * A lesson's file, for a person who may open the lesson. Previews are open to everybody on the current release; who
 * is enrolled is asked on the release they are on, the required order included.
 */
export async function findLessonMedia(ask: {
  viewer: Viewer | null;
  courseKey: string;
  lessonKey: string;
  /** The beginning of the file's hash, as the address has it. */
  hash: string;
  file: string;
}): Promise<FindLessonMedia> {
  if (ask.lessonKey === COVER_SEGMENT) return findCover(ask);
  if (ask.hash.length !== 16) return { status: "refused", reason: "not-found" };
  const access = await decideLessonAccess({ viewer: ask.viewer, courseKey: ask.courseKey, lessonKey: ask.lessonKey });
  if (!access.course) return { status: "refused", reason: "not-found" };
  const inCurrent = access.lesson && access.manifest ? pick(access.lesson.media, access.manifest.media, ask) : undefined;
  if (access.decision.allowed && access.decision.because === "preview" && inCurrent)
    return { status: "found", file: inCurrent, audience: "private" };
  if (!ask.viewer) return { status: "refused", reason: access.lesson ? "not-open" : "not-found" };

  const visit = await visitLesson(ask.viewer, ask.courseKey, ask.lessonKey);
  if (visit.status === "open") {
    const file =
      pick(visit.lesson.media, visit.manifest.media, ask) ??
      (await findAttemptMedia({ ...ask, viewer: ask.viewer, courseId: visit.courseId }));
    return file ? { status: "found", file, audience: "private" } : { status: "refused", reason: "not-found" };
  }
  if (visit.status === "refused" && visit.reason.startsWith("no-such")) return { status: "refused", reason: "not-found" };
  return { status: "refused", reason: "not-open" };
}

function pick(names: string[], media: Record<string, MediaFile>, ask: { file: string; hash: string }): MediaFile | undefined {
  const file = names.includes(ask.file) ? media[ask.file] : undefined;
  return file?.hash.startsWith(ask.hash) ? file : undefined;
}

/** The cover and the picture for links stand on public pages: the current release's are open to everybody. */
async function findCover(ask: { courseKey: string; hash: string; file: string }): Promise<FindLessonMedia> {
  const course = await readPublicCourse(ask.courseKey);
  const file = course?.manifest.media[ask.file];
  const open = [course?.manifest.cover?.url, course?.manifest.socialImage?.url];
  if (!file || !open.includes(mediaUrl(ask.courseKey, COVER_SEGMENT, file.hash, ask.file))) {
    return { status: "refused", reason: "not-found" };
  }
  return { status: "found", file, audience: "public" };
}
