import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";

/**
 * A view, and what it completes, in one statement. Completion of a lesson and of the course stay as they were first set.
 * The owner is in the condition, so a foreign enrolment's id writes nothing.
 */
const statement = {
  name: "record-progress",
  text: `
    with own as (
      update "Enrolment" set "lastLessonKey" = $3, "lastSeenAt" = $4,
        "completedAt" = case when $6 then coalesce("completedAt", $4) else "completedAt" end
      where id = $1 and "userId" = $2 returning id
    )
    insert into "LessonProgress" as p
      ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "completedAt", "completedOn")
    select id, $3, $4, $4, case when $5::text is null then null else $4::timestamptz end, $5::text from own
    on conflict ("enrolmentId", "lessonKey") do update set
      "lastViewedAt" = excluded."lastViewedAt",
      "completedOn" = case when p."completedAt" is null then excluded."completedOn" else p."completedOn" end,
      "completedAt" = coalesce(p."completedAt", excluded."completedAt")`,
};

interface Ask {
  userId: string;
  enrolmentId: string;
  lessonKey: string;
  /** The release on which this completes the lesson; null where it is only seen. */
  completes: string | null;
  /** It was the last required lesson. */
  finishesCourse: boolean;
}

/** Records that a person has opened or completed a lesson, and where they are in the course. One SQL statement. */
export async function recordProgress({ enrolmentId, userId, lessonKey, completes, finishesCourse }: Ask): Promise<void> {
  await pool.query({ ...statement, values: [enrolmentId, userId, lessonKey, now(), completes, finishesCourse] });
}
