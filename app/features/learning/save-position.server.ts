import { z } from "zod";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { progressAfter } from "./evaluate-progress.ts";
import { recordProgress } from "./record-progress.server.ts";
import { type VisitRefusal, visitLesson } from "./visit.server.ts";

/** A video counts as watched when this share of it has been played, in whatever order. */
export const WATCHED_SHARE = 0.9;

export const positionReport = z.object({
  /** Seconds from the beginning. */
  position: z.number().min(0).max(86_400),
  /** 0 to 1: the share of the whole that this browser has played. */
  playedShare: z.number().min(0).max(1),
});

export type SavePosition = { status: "saved"; completed: boolean } | VisitRefusal;

// The share never falls, so a second device that starts anew takes nothing away.
const statement = {
  name: "save-position",
  text: `
    insert into "LessonProgress" as p
      ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "positionSeconds", "playedShare")
    select id, $3, $4, $4, $5, $6 from "Enrolment" where id = $1 and "userId" = $2
    on conflict ("enrolmentId", "lessonKey") do update set
      "lastViewedAt" = excluded."lastViewedAt",
      "positionSeconds" = excluded."positionSeconds",
      "playedShare" = greatest(p."playedShare", excluded."playedShare")
    returning "playedShare"`,
};

/** Keeps where a recording stands, and completes the lesson once enough of it has been played and its rule says so. */
export async function savePosition(ask: {
  viewer: Viewer;
  courseKey: string;
  lessonKey: string;
  report: z.infer<typeof positionReport>;
}): Promise<SavePosition> {
  const visit = await visitLesson(ask.viewer, ask.courseKey, ask.lessonKey);
  if (visit.status !== "open") return visit;
  const { lesson, manifest, enrolment, learner } = visit;
  const { rows } = await pool.query<{ playedShare: number }>({
    ...statement,
    values: [enrolment.id, ask.viewer.id, lesson.key, now(), ask.report.position, ask.report.playedShare],
  });
  const before = learner.records.get(lesson.key);
  if (before?.completed) return { status: "saved", completed: true };
  if (lesson.completion !== "watched" || (rows[0]?.playedShare ?? 0) < WATCHED_SHARE)
    return { status: "saved", completed: false };

  const { finished } = progressAfter(manifest, learner.records, lesson.key);
  await recordProgress({
    userId: ask.viewer.id,
    enrolmentId: enrolment.id,
    lessonKey: lesson.key,
    completes: enrolment.releaseId,
    finishesCourse: finished,
  });
  return { status: "saved", completed: true };
}
