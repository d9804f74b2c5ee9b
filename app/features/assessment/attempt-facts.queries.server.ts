import { LRUCache } from "lru-cache";
import { pool } from "#app/platform/db.server.ts";

/** What is fixed when an attempt starts. Whether it is still open, and until when, is not: that is asked each time. */
export interface AttemptFacts {
  id: string;
  userId: string;
  enrolmentId: string;
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

/** A person's own attempt; null for one of somebody else as for one that does not exist. */
export async function findAttempt(ask: { userId: string; attemptId: string }): Promise<AttemptFacts | null> {
  const kept = known.get(ask.attemptId);
  if (kept) return kept.userId === ask.userId ? kept : null;
  // The driver refuses a NUL byte, and no id has one.
  if (ask.attemptId.includes("\0")) return null;
  const { rows } = await pool.query<AttemptFacts>({
    name: "attempt-facts",
    text: `select id, "userId", "enrolmentId", "courseId", "lessonKey", "revisionId", number, seed, "startedAt"
           from "Attempt" where id = $1 and "userId" = $2`,
    values: [ask.attemptId, ask.userId],
  });
  const [row] = rows;
  if (!row) return null;
  known.set(row.id, row);
  return row;
}
