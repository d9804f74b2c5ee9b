import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { Marks } from "#app/features/instruments/items/item-kind.ts";
import { sameJson } from "#app/features/instruments/same-json.ts";
import { type ScoreResult, score } from "#app/features/instruments/score.ts";
import { pool } from "#app/platform/db.server.ts";
import { hiddenWho, isHidden } from "../grading/queue.queries.server.ts";
import { findRevision } from "../revision.queries.server.ts";
import { toAnswers } from "../submit-attempt.server.ts";
import { loadAppliedKey } from "./keyed-instrument.server.ts";

export interface RegradePreview {
  kind: CompiledInstrument["kind"];
  /** The revision whose key is to count: that of the current release. */
  keyRevisionId: string;
  /** Attempts that were handed in, and how many of them the key would give another result. */
  attempts: number;
  changing: number;
  /** Items that count in another way, and items that go on as they were asked, with why. */
  changed: string[];
  kept: { key: string; because: "gone" | "asks-something-else" }[];
  /** The attempts of a check that would change, by the name of the student, or without it while blind grading waits. Empty for a profile, which is nobody else's. */
  rows: RegradeRow[];
  /** Attempts of a profile that would change, without whose they are. */
  profileAttemptIds: string[];
}

export interface RegradeRow {
  attemptId: string;
  name: string;
  number: number;
  submittedAt: Date;
  before: { percent: number; passed: boolean };
  after: { percent: number; passed: boolean };
}

interface Row {
  id: string;
  name: string;
  blind: boolean;
  drafts: number;
  number: number;
  submittedAt: Date;
  revisionId: string;
  seed: number;
  result: ScoreResult;
  answers: [itemKey: string, value: unknown][] | null;
  marks: Record<string, Marks> | null;
}

/** Attempts that are held in memory at once. */
const BATCH = 1_000;

const statement = {
  name: "regrade-preview",
  text: `
    select a.id, u.name, coalesce((r.definition ->> 'blind')::boolean, false) as blind,
      (select count(*)::int from "Grade" g where g."attemptId" = a.id and g."draftMarks" is not null) as drafts, a.number, a."submittedAt", a."revisionId", a.seed, s.result,
      (select json_agg(json_build_array(n."itemKey", n.value)) from "Answer" n where n."attemptId" = a.id) as answers,
      (select json_object_agg(g."itemKey", g.marks) from "Grade" g where g."attemptId" = a.id and g.marks is not null) as marks
    from "Attempt" a join "User" u on u.id = a."userId" join "InstrumentRevision" r on r.id = a."revisionId"
    join lateral (
      select result, "keyRevisionId" from "Score" where "attemptId" = a.id order by sequence desc limit 1
    ) s on true
    where a."courseId" = $1 and a."lessonKey" = $2 and a."enrolmentId" is not null and a."submittedAt" is not null
      and coalesce(s."keyRevisionId", a."revisionId") <> $3 and a.id > $4
    order by a.id limit ${BATCH}`,
};

/**
 * A dry run: who would have another result by the key of the revision that the current release has of an assessment, and
 * which. Nothing is written. Null where there is no such revision. A SQL statement for each thousand attempts.
 */
export async function previewRegrade(ask: {
  courseId: string;
  lessonKey: string;
  instrument: { key: string; digest: string };
}): Promise<RegradePreview | null> {
  const revision = await findRevision(ask);
  if (!revision) return null;
  const { kind } = revision.instrument;
  const changed = new Set<string>();
  const kept = new Map<string, RegradePreview["kept"][number]>();
  const changing: { row: Row; after: ScoreResult }[] = [];
  let attempts = 0;
  for await (const row of attemptsOf(ask, revision.id)) {
    attempts += 1;
    // A lesson that was a check and is a profile now, or the other way round, has no key for the old attempts.
    if (row.result.kind !== kind) continue;
    const applied = await loadAppliedKey(row.revisionId, revision.id);
    for (const key of applied.changed) changed.add(key);
    for (const item of applied.kept) kept.set(item.key, item);
    const after = score(applied.instrument, toAnswers(applied.instrument, row.answers ?? []), {
      seed: row.seed,
      marks: row.marks ?? {},
    });
    if (!sameJson(after, row.result)) changing.push({ row, after });
  }
  return {
    kind,
    keyRevisionId: revision.id,
    attempts,
    changing: changing.length,
    changed: [...changed],
    kept: [...kept.values()],
    rows: changing.flatMap(({ row, after }) => toRow(row, after)).sort(byNameAndNumber),
    profileAttemptIds: kind === "profile" ? changing.map(({ row }) => row.id) : [],
  };
}

async function* attemptsOf(ask: { courseId: string; lessonKey: string }, keyRevisionId: string): AsyncGenerator<Row> {
  let last = "";
  while (true) {
    const { rows } = await pool.query<Row>({ ...statement, values: [ask.courseId, ask.lessonKey, keyRevisionId, last] });
    yield* rows;
    if (rows.length < BATCH) return;
    last = rows.at(-1)!.id;
  }
}

function byNameAndNumber(a: RegradeRow, b: RegradeRow): number {
  return a.name.localeCompare(b.name) || a.number - b.number;
}

function toRow({ id, blind, drafts, number, submittedAt, result, ...row }: Row, after: ScoreResult): RegradeRow[] {
  if (result.kind !== "graded" || after.kind !== "graded") return [];
  const outcome = ({ percent, passed }: { percent: number; passed: boolean }) => ({ percent, passed });
  const hidden = isHidden({ blind, drafts, waiting: result.waiting ?? 0 });
  const name = hidden ? hiddenWho(id) : row.name;
  return [{ attemptId: id, name, number, submittedAt, before: outcome(result), after: outcome(after) }];
}
