import { findLesson, type Manifest, type ManifestLesson } from "#app/features/courseware/manifest.ts";
import { loadLessonHtml } from "#app/features/courseware/release.queries.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { neighboursOf, progressAfter } from "./evaluate-progress.ts";
import { outlineOf } from "./outline.server.tsx";
import type { OutlineModel } from "./outline.tsx";
import { recordProgress } from "./record-progress.server.ts";
import { type VisitRefusal, visitLesson } from "./visit.server.ts";

export interface LessonPage {
  status: "open";
  outline: OutlineModel;
  courseKey: string;
  moduleTitle: string;
  lesson: Pick<
    ManifestLesson,
    "key" | "title" | "kind" | "minutes" | "completion" | "video" | "audio" | "downloads" | "assessment"
  >;
  media: Manifest["media"];
  /** Of the course. */
  language: string;
  html: string;
  completed: boolean;
  /** Seconds. */
  position: number;
  playedShare: number;
  previous: { key: string; title: string } | null;
  /** `open` is false while the order keeps it locked. */
  next: { key: string; title: string; open: boolean } | null;
  finished: boolean;
  care: { key: string; title: string } | null;
  enrolmentId: string;
  courseId: string;
}

/**
 * A lesson as its reader sees it, and the record that they have seen it. Two SQL statements beside the caches: the
 * visit and the record.
 */
export async function openLessonPage(ask: {
  viewer: Viewer;
  courseKey: string;
  lessonKey: string;
}): Promise<LessonPage | VisitRefusal> {
  const visit = await visitLesson(ask.viewer, ask.courseKey, ask.lessonKey);
  if (visit.status !== "open") return visit;
  const { lesson, manifest, enrolment, learner } = visit;
  const record = learner.records.get(lesson.key);
  const completesNow = lesson.completion === "viewed" && !record?.completed;
  const progress = completesNow ? progressAfter(manifest, learner.records, lesson.key) : visit.progress;
  const [html] = await Promise.all([
    loadLessonHtml(lesson.content),
    recordProgress({
      userId: ask.viewer.id,
      enrolmentId: enrolment.id,
      lessonKey: lesson.key,
      completes: completesNow ? enrolment.releaseId : null,
      finishesCourse: completesNow && progress.finished,
    }),
  ]);

  const { previous, next } = neighboursOf(manifest, lesson.key);
  const care = manifest.careLesson ? findLesson(manifest, manifest.careLesson) : undefined;
  return {
    status: "open",
    outline: outlineOf(manifest, progress, lesson.key),
    courseKey: manifest.key,
    moduleTitle: manifest.modules.find((module) => module.lessons.includes(lesson))?.title ?? "",
    lesson,
    media: pickMedia(manifest, lesson),
    language: manifest.language,
    html: openOwnVariants(html, learner.profile),
    completed: progress.lessons.get(lesson.key) === "completed",
    position: record?.position ?? 0,
    playedShare: record?.playedShare ?? 0,
    previous: previous && { key: previous.key, title: previous.title },
    next: next && { key: next.key, title: next.title, open: progress.lessons.get(next.key) !== "locked" },
    finished: progress.finished,
    care: care ? { key: care.key, title: care.title } : null,
    enrolmentId: enrolment.id,
    courseId: visit.courseId,
  };
}

export function pickMedia(manifest: Manifest, lesson: Pick<ManifestLesson, "media">): Manifest["media"] {
  return Object.fromEntries(lesson.media.flatMap((name) => (manifest.media[name] ? [[name, manifest.media[name]]] : [])));
}

/** Opens the passages written for the reader's own profile; the others stay a click away. */
export function openOwnVariants(html: string, profile: string | null): string {
  if (!profile || !/^[a-z0-9-]+$/.test(profile)) return html;
  return html.replaceAll(`<details data-variant="${profile}"`, `<details open data-variant="${profile}"`);
}
