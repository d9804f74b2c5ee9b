import { pool } from "#app/platform/db.server.ts";
import type { ShareScope } from "./answer-policy.ts";

/** Who sees a person's own attempt at this moment, and what can be done about it. */
export interface OwnResultPrivacy {
  attemptId: string;
  title: string;
  number: number;
  kind: "graded" | "profile";
  courseKey: string;
  lessonKey: string;
  submittedAt: Date | null;
  deletedAt: Date | null;
  share: { scope: ShareScope; since: Date } | null;
  /** The names of those who would see what is shared: who is on the staff of the course, and the admins of the site. */
  people: string[];
}

interface Row extends Omit<OwnResultPrivacy, "share"> {
  scope: ShareScope | null;
  since: Date | null;
}

const statement = {
  name: "result-privacy",
  text: `
    select a.id as "attemptId", r.definition ->> 'title' as title, a.number, r.definition ->> 'kind' as kind, c.key as "courseKey",
      a."lessonKey", a."submittedAt", a."deletedAt", s.scope::text as scope, s."createdAt" as since,
      array(select u.name from "User" u where u.id <> a."userId" and (u.role = 'admin' or (u.role = 'instructor' and exists (
        select from "CourseStaff" t where t."userId" = u.id and t."courseId" = a."courseId"))) order by u.name) as people
    from "Attempt" a join "InstrumentRevision" r on r.id = a."revisionId" join "Course" c on c.id = a."courseId"
    left join "ResultShare" s on s."liveSlot" = a.id
    where a.id = $1 and a."userId" = $2`,
};

/** Null for an attempt of somebody else as for one that does not exist. One SQL statement. */
export async function readResultPrivacy(ask: { userId: string; attemptId: string }): Promise<OwnResultPrivacy | null> {
  // The driver refuses a NUL byte, and no id has one.
  if (ask.attemptId.includes("\0")) return null;
  const { rows } = await pool.query<Row>({ ...statement, values: [ask.attemptId, ask.userId] });
  const [row] = rows;
  if (!row) return null;
  const { scope, since, ...privacy } = row;
  return { ...privacy, share: scope && since ? { scope, since } : null };
}
