import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { db } from "#app/platform/db.server.ts";

/** The titles of courses as they are published now, in the order of the alphabet. */
export async function listCourseTitles(courseIds: string[]): Promise<string[]> {
  const courses = await db.course.findMany({
    where: { id: { in: courseIds } },
    select: { key: true, currentReleaseId: true },
  });
  const titles = await Promise.all(
    courses.map(async ({ key, currentReleaseId }) => (currentReleaseId ? (await loadManifest(currentReleaseId)).title : key)),
  );
  return titles.sort((a, b) => a.localeCompare(b, "en"));
}
