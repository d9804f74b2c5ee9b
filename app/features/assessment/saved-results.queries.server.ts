import type { ScoreResult } from "#app/features/instruments/score.ts";
import { pool } from "#app/platform/db.server.ts";
import { resultInWords } from "./result-model.ts";
import { loadRevision } from "./revision.queries.server.ts";

/** A result that stands alone, as lists show it. */
export interface SavedResult {
  attemptId: string;
  title: string;
  /** "Secure", or the scores. */
  result: string;
  at: Date;
}

interface Row {
  id: string;
  revisionId: string;
  at: Date;
  result: ScoreResult;
}

/** What a person has saved of assessments outside of lessons, the newest first: all, or of one instrument. */
export async function listSavedResults(ask: { userId: string; of?: { courseId: string; key: string } }): Promise<SavedResult[]> {
  const { rows } = await pool.query<Row>({
    name: "saved-results",
    text: `
      select a.id, a."revisionId", a."submittedAt" as at, s.result
      from "Attempt" a
      join lateral (select result from "Score" where "attemptId" = a.id order by sequence desc limit 1) s on true
      where a."userId" = $1 and a."enrolmentId" is null and a."submittedAt" is not null
        and ($2::text is null or (a."courseId" = $2 and a."lessonKey" = $3))
      order by a."submittedAt" desc, a.id desc`,
    values: [ask.userId, ask.of?.courseId ?? null, ask.of?.key ?? null],
  });
  return Promise.all(
    rows.map(async ({ id, revisionId, at, result }) => {
      const { instrument } = await loadRevision(revisionId);
      return { attemptId: id, title: instrument.title, result: resultInWords(instrument, result), at };
    }),
  );
}
