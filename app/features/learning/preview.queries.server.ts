import { readPublicCourse } from "#app/features/catalog/catalogue.queries.server.ts";
import { findLesson, lessonsOf, lessonUrl, type Manifest, type ManifestLesson } from "#app/features/courseware/manifest.ts";
import { loadLessonHtml } from "#app/features/courseware/release.queries.server.ts";
import { pickMedia } from "./lesson-page.queries.server.ts";

type Preview =
  | {
      status: "open";
      courseKey: string;
      courseTitle: string;
      lesson: Pick<ManifestLesson, "key" | "title" | "summary" | "completion" | "video" | "audio" | "downloads">;
      media: Manifest["media"];
      /** Of the course. */
      language: string;
      html: string;
    }
  | { status: "not-a-preview" }
  | { status: "no-such-lesson" };

/** A lesson that everybody may read, from the current release: the same for every visitor. */
export async function readPreview(ask: { courseKey: string; lessonKey: string }): Promise<Preview> {
  const course = await readPublicCourse(ask.courseKey);
  const lesson = course && findLesson(course.manifest, ask.lessonKey);
  if (!course || !lesson) return { status: "no-such-lesson" };
  if (!lesson.preview) return { status: "not-a-preview" };
  return {
    status: "open",
    courseKey: course.manifest.key,
    courseTitle: course.manifest.title,
    lesson,
    media: pickMedia(course.manifest, lesson),
    language: course.manifest.language,
    html: pointToPreviews(await loadLessonHtml(lesson.content), course.manifest),
  };
}

/** A visitor who follows a link from one free lesson to another stays among the public pages. */
function pointToPreviews(html: string, manifest: Manifest): string {
  return lessonsOf(manifest)
    .filter((lesson) => lesson.preview)
    .reduce(
      (text, { key }) =>
        text.replaceAll(`href="${lessonUrl(manifest.key, key)}"`, `href="/courses/${manifest.key}/lessons/${key}"`),
      html,
    );
}
