import { readOwnAnswers } from "#app/features/assessment/answers.queries.server.ts";
import { loadRevision } from "#app/features/assessment/revision.queries.server.ts";
import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { ScoreResult } from "#app/features/instruments/score.ts";
import { db } from "#app/platform/db.server.ts";

const BATCH = 50;

/** A person's attempts, the oldest first, with what they answered and what came of it. So many at a time are read. */
export async function* exportAttempts(userId: string): AsyncGenerator<unknown> {
  let after: string | undefined;
  for (;;) {
    const attempts = await db.attempt.findMany({
      where: { userId, ...(after && { id: { gt: after } }) },
      orderBy: { id: "asc" },
      take: BATCH,
      select: {
        ...{ id: true, lessonKey: true, revisionId: true, number: true },
        ...{ startedAt: true, deadlineAt: true, submittedAt: true, deletedAt: true },
        revision: { select: { key: true, course: { select: { key: true } } } },
        // What graders write for each other, and drafts, are not the student's.
        grades: {
          where: { releasedAt: { not: null } },
          orderBy: { itemKey: "asc" },
          select: { itemKey: true, marks: true, feedback: true, releasedAt: true },
        },
        files: {
          orderBy: { createdAt: "asc" },
          select: { id: true, itemKey: true, name: true, createdAt: true, blob: { select: { size: true, mediaType: true } } },
        },
        shares: { orderBy: { createdAt: "asc" }, select: { scope: true, createdAt: true, revokedAt: true } },
      },
    });
    const stored = await readOwnAnswers({ userId, attemptIds: attempts.map(({ id }) => id) });
    for (const { id, revisionId, revision, lessonKey, shares, grades, files, ...attempt } of attempts) {
      const { instrument } = await loadRevision(revisionId);
      const { answers = [], results = [] } = stored.get(id) ?? {};
      yield {
        id,
        course: revision.course.key,
        lesson: lessonKey,
        instrument: { key: revision.key, title: instrument.title, kind: instrument.kind },
        ...attempt,
        answers: answers.map(({ item, value, savedAt }) => ({ item, question: questionOf(instrument, item), value, savedAt })),
        results: results.map(({ result, ...rest }) => ({ ...rest, result: own(result) })),
        grades: grades.map(({ itemKey, ...grade }) => ({ item: itemKey, ...grade })),
        files: files.map(({ id: fileId, itemKey, blob, ...file }) => {
          return { item: itemKey, ...file, ...blob, address: `/attempts/${id}/files/${fileId}` };
        }),
        shares,
      };
    }
    after = attempts.at(-1)?.id;
    if (attempts.length < BATCH) return;
  }
}

/** HTML; null for an item that this form of the instrument has not. */
function questionOf(instrument: CompiledInstrument, itemKey: string): string | null {
  return instrument.items.find(({ key }) => key === itemKey)?.prompt.html ?? null;
}

/** Which single answers of a check were right is shown where and when the check allows it: on its result page. */
function own(result: ScoreResult): unknown {
  if (result.kind === "profile") return result;
  const { kind, points, max, percent, passed } = result;
  return { kind, points, max, percent, passed };
}
