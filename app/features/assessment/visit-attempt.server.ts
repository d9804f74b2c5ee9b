import type { AccessRefusal } from "#app/features/access/decide-access.ts";
import { decideLesson } from "#app/features/access/lesson-access.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { ATTEMPT_FACTS, type AttemptFacts, rememberAttempt } from "./attempt-facts.queries.server.ts";
import { ACCESS_COLUMN, rememberAccess } from "./seen-access.server.ts";

export type AttemptVisit =
  | { status: "allowed"; attempt: AttemptFacts; state: AttemptState; courseKey: string }
  | { status: "no-such-attempt" }
  /** Access to the course is gone; what was handed in can still be read. */
  | { status: "closed"; reason: AccessRefusal; courseKey: string };

/** How an attempt stands at the moment of a visit. */
export interface AttemptState {
  submitted: boolean;
  deadlineAt: Date | null;
  /** What is stored: item key, value, sequence. */
  answers: [itemKey: string, value: unknown, sequence: number][];
}

interface Row extends AttemptFacts {
  submitted: boolean;
  deadlineAt: Date | null;
  answers: AttemptState["answers"] | null;
  access: string;
}

const statement = {
  name: "attempt-visit",
  text: `
    select ${ATTEMPT_FACTS.map((fact) => `a."${fact}"`)}, a."submittedAt" is not null as submitted, a."deadlineAt",
      (select json_agg(json_build_array(n."itemKey", n.value, n.sequence)) from "Answer" n where n."attemptId" = a.id) as answers,
      ${ACCESS_COLUMN}
    from "Attempt" a where a.id = $2 and a."userId" = $1`,
};

/**
 * What going on with an attempt begins with: is it the viewer's own, may they still open the course, and what is
 * stored? The attempt stands for its lesson, so a release that no longer has the lesson does not lock an attempt that
 * is open. One SQL statement.
 */
export async function visitAttempt(viewer: Pick<Viewer, "id" | "role">, attemptId: string): Promise<AttemptVisit> {
  // The driver refuses a NUL byte, and no id has one.
  if (attemptId.includes("\0")) return { status: "no-such-attempt" };
  const { rows } = await pool.query<Row>({ ...statement, values: [viewer.id, attemptId] });
  const [row] = rows;
  if (!row) return { status: "no-such-attempt" };
  const { submitted, deadlineAt, answers, access, ...facts } = row;
  const attempt = rememberAttempt(facts);
  const { course } = rememberAccess(viewer.id, access);
  const decision = decideLesson(viewer, course, { preview: false });
  if (!decision.allowed) return { status: "closed", reason: decision.reason, courseKey: course.courseKey };
  const state = { submitted, deadlineAt, answers: answers ?? [] };
  return { status: "allowed", attempt, state, courseKey: course.courseKey };
}
