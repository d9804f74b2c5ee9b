import { decideLesson } from "#app/features/access/lesson-access.server.ts";
import type { Manifest } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { evaluateProgress } from "./evaluate-progress.ts";
import { readLearner } from "./learner.queries.server.ts";

/** How a signed-in person stands to a course, as its public page says it. */
export interface Standing {
  /** They may go in now. */
  open: boolean;
  started: boolean;
  percent: number;
}

/** One SQL statement. */
export async function readStanding(viewer: Viewer, course: Manifest): Promise<Standing> {
  const learner = await readLearner({ userId: viewer.id, courseKey: course.key });
  if (!learner) return { open: false, started: false, percent: 0 };
  const manifest = learner.enrolment ? await loadManifest(learner.enrolment.releaseId) : course;
  const { percent } = evaluateProgress(manifest, learner.records);
  return { open: decideLesson(viewer, learner.access, { preview: false }).allowed, started: learner.records.size > 0, percent };
}
