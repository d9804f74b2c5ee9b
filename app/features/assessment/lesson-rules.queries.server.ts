import { findLesson } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { RunStatement } from "#app/platform/db.server.ts";
import { findRevision } from "./revision.queries.server.ts";

/**
 * The instrument whose rules of attempts hold for a lesson: the one that the release names, whatever revisions attempts
 * are pinned to. Null where the release has no such assessment. No statement beside what a process keeps. `run` is the
 * transaction that the caller is in.
 */
export async function findLessonRules(
  ask: { courseId: string; releaseId: string; lessonKey: string },
  run?: RunStatement,
): Promise<CompiledInstrument | null> {
  const { courseId, releaseId, lessonKey } = ask;
  const assessment = findLesson(await loadManifest(releaseId, run), lessonKey)?.assessment;
  if (!assessment) return null;
  return (await findRevision({ courseId, instrument: assessment }, run))?.instrument ?? null;
}
