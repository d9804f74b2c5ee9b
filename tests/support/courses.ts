import type { Manifest } from "#app/features/courseware/manifest.ts";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { aCourseFolder, type CourseSpec } from "./course-folder.ts";

export interface PublishedCourse {
  courseId: string;
  key: string;
  releaseId: string;
  number: number;
  manifest: Manifest;
}

/** A course that is really published, from a folder. Given the key of an earlier one, its next release. */
export async function aCourse(spec: CourseSpec = {}): Promise<PublishedCourse> {
  const published = await publishCourse({ folder: aCourseFolder(spec), ownerId: spec.ownerId });
  if (published.status === "refused") throw new Error(JSON.stringify(published.faults));
  const { courseId, courseKey, releaseId, number } = published;
  return { courseId, key: courseKey, releaseId, number, manifest: await loadManifest(releaseId) };
}
