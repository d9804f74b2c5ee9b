import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { readStaffCourse, type StaffCourse } from "./staff-course.queries.server.ts";

/** The course where the viewer may change its media: an owner or editor of it, or an admin; null where not. */
export async function readMediaCourse(viewer: Viewer, courseKey: string | undefined): Promise<StaffCourse | null> {
  const course = await readStaffCourse(viewer, courseKey);
  if (!course) return null;
  return viewer.role === "admin" || course.staffRole === "owner" || course.staffRole === "editor" ? course : null;
}

/** Titles of the lessons of the current release that show a file, by the file's hash. */
export async function findMediaUses(course: StaffCourse): Promise<Map<string, string[]>> {
  const manifest = await loadManifest(course.currentReleaseId);
  const uses = new Map<string, string[]>();
  for (const { lessons } of manifest.modules) {
    for (const { title, media } of lessons) {
      for (const name of media) {
        const hash = manifest.media[name]?.hash;
        if (hash) uses.set(hash, [...(uses.get(hash) ?? []), title]);
      }
    }
  }
  return uses;
}
