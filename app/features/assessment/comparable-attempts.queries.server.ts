import { findLesson } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { comparableForm } from "#app/features/instruments/comparable-forms.ts";
import type { CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import { pool } from "#app/platform/db.server.ts";
import { loadRevision } from "./revision.queries.server.ts";

/** Another attempt of the same person that asked the same, in this lesson or in another one. */
export interface ComparableAttempt {
  attemptId: string;
  /** 1, 2, 3 ... within its lesson. */
  number: number;
  lessonTitle: string;
  submittedAt: Date;
}

interface Row {
  id: string;
  number: number;
  lessonKey: string;
  revisionId: string;
  releaseId: string | null;
  submittedAt: Date;
}

/** A person's other results of an instrument that can be put beside this one, the earliest first. One SQL statement. */
export async function readComparableAttempts(ask: {
  userId: string;
  attemptId: string;
  instrument: CompiledProfileInstrument;
}): Promise<ComparableAttempt[]> {
  const { userId, attemptId, instrument } = ask;
  const { rows } = await pool.query<Row>({
    name: "comparable-attempts",
    text: `
      select a.id, a.number, a."lessonKey", a."revisionId", a."submittedAt", e."releaseId"
      from "Attempt" a join "InstrumentRevision" r on r.id = a."revisionId" left join "Enrolment" e on e.id = a."enrolmentId"
      where a."userId" = $1 and r.key = $2 and a."submittedAt" is not null and a.id <> $3
      order by a."submittedAt", a.id`,
    values: [userId, instrument.key, attemptId],
  });
  const form = comparableForm(instrument);
  const all = await Promise.all(
    rows.map(async (row): Promise<ComparableAttempt[]> => {
      const revision = await loadRevision(row.revisionId);
      if (comparableForm(revision.instrument) !== form) return [];
      const { id, number, submittedAt } = row;
      return [{ attemptId: id, number, submittedAt, lessonTitle: await lessonTitleOf(row, revision.instrument.title) }];
    }),
  );
  return all.flat();
}

/** A lesson that its learner's release no longer has is called by its assessment. */
export async function lessonTitleOf(
  { releaseId, lessonKey }: { releaseId: string | null; lessonKey: string },
  otherwise: string,
): Promise<string> {
  if (!releaseId) return otherwise;
  return findLesson(await loadManifest(releaseId), lessonKey)?.title ?? otherwise;
}
