import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";

// Both facts of a view in one statement. Whether the lesson is completed by being viewed is the caller's to say.
const statement = {
  name: "record-view",
  text: `
    with seen as (
      update "Enrolment" set "lastLessonKey" = $3, "lastSeenAt" = $4 where id = $1 and "userId" = $2 returning id
    )
    insert into "LessonProgress" as p
      ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "completedAt", "completedOn")
    select id, $3, $4, $4, case when $5::text is null then null else $4::timestamptz end, $5::text from seen
    on conflict ("enrolmentId", "lessonKey") do update set
      "lastViewedAt" = excluded."lastViewedAt",
      "completedOn" = case when p."completedAt" is null then excluded."completedOn" else p."completedOn" end,
      "completedAt" = coalesce(p."completedAt", excluded."completedAt")`,
};

/**
 * Records that a person has opened a lesson, and where they are in the course. `completes` names the release on
 * which this view completes the lesson; null where it does not. One SQL statement.
 */
export async function recordView(ask: {
  userId: string;
  enrolmentId: string;
  lessonKey: string;
  completes: string | null;
}): Promise<void> {
  await pool.query({ ...statement, values: [ask.enrolmentId, ask.userId, ask.lessonKey, now(), ask.completes] });
}
