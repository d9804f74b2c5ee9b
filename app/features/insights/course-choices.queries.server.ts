import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { db } from "#app/platform/db.server.ts";

export interface CourseChoice {
  id: string;
  key: string;
  title: string;
}

/** The published courses, by title: what an admin chooses from. */
export async function listCourseChoices(): Promise<CourseChoice[]> {
  const rows = await db.course.findMany({
    where: { currentReleaseId: { not: null } },
    select: { id: true, key: true, currentReleaseId: true },
  });
  const choices = await Promise.all(
    rows.map(async ({ id, key, currentReleaseId }) => ({ id, key, title: (await loadManifest(currentReleaseId!)).title })),
  );
  return choices.sort((a, b) => a.title.localeCompare(b.title, "en"));
}
