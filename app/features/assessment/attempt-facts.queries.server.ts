import { LRUCache } from "lru-cache";
import { pool } from "#app/platform/db.server.ts";

/** What is fixed when an attempt starts. Whether it is still open, and until when, is not: that is asked each time. */
export interface AttemptFacts {
  id: string;
  userId: string;
  /** Null where it stands alone: then `lessonKey` is the instrument's key. */
  enrolmentId: string | null;
  courseId: string;
  lessonKey: string;
  revisionId: string;
  /** 1, 2, 3 ... within the lesson. */
  number: number;
  seed: number;
  startedAt: Date;
}

// Saving an answer asks for these facts every time, and they never change.
const known = new LRUCache<string, AttemptFacts>({ max: 20_000 });

export const ATTEMPT_FACTS = [
  "id",
  "userId",
  "enrolmentId",
  "courseId",
  "lessonKey",
  "revisionId",
  "number",
  "seed",
  "startedAt",
] as const satisfies readonly (keyof AttemptFacts)[];

const statement = {
  name: "attempt-facts",
  text: `select ${ATTEMPT_FACTS.map((fact) => `"${fact}"`)} from "Attempt" where id = $1 and "userId" = $2`,
};

/** A person's own attempt; null for one of somebody else as for one that does not exist. */
export async function findAttempt(ask: { userId: string; attemptId: string }): Promise<AttemptFacts | null> {
  const kept = known.get(ask.attemptId);
  if (kept) return kept.userId === ask.userId ? kept : null;
  // The driver refuses a NUL byte, and no id has one.
  if (ask.attemptId.includes("\0")) return null;
  const { rows } = await pool.query<AttemptFacts>({ ...statement, values: [ask.attemptId, ask.userId] });
  const [row] = rows;
  if (!row) return null;
  return rememberAttempt(row);
}

/** Keeps the facts of an attempt that is stored. */
export function rememberAttempt(facts: AttemptFacts): AttemptFacts {
  known.set(facts.id, facts);
  return facts;
}
