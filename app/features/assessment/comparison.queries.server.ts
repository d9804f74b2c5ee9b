import { comparableForm } from "#app/features/instruments/comparable-forms.ts";
import type { ScoreResult } from "#app/features/instruments/score.ts";
import { pool } from "#app/platform/db.server.ts";
import { lessonTitleOf } from "./comparable-attempts.queries.server.ts";
import { type ComparisonModel, compareResults } from "./comparison.ts";
import { loadRevision } from "./revision.queries.server.ts";
import { readSiteSamples } from "./site-sample.queries.server.ts";

/** One of the two attempts of a before/after report. */
export interface ComparisonSide {
  attemptId: string;
  number: number;
  lessonTitle: string;
  submittedAt: Date;
}

interface Sides {
  title: string;
  before: ComparisonSide;
  after: ComparisonSide;
}

export type WhyNotComparable = "another-assessment" | "changed-questions" | "no-scales";

export type ComparisonPage =
  | ({ status: "compared"; model: ComparisonModel } & Sides)
  | ({ status: "not-comparable"; reason: WhyNotComparable } & Sides);

interface Row {
  id: string;
  number: number;
  lessonKey: string;
  revisionId: string;
  releaseId: string | null;
  submittedAt: Date | null;
  result: ScoreResult | null;
}

/**
 * Two attempts of one person beside each other, the one that was handed in first before the other, whichever is asked
 * for first. As a result, it stays readable when access to the course has ended.
 */
export async function readComparison(ask: {
  userId: string;
  attemptIds: [string, string];
}): Promise<ComparisonPage | { status: "no-such-attempt" } | { status: "open"; attemptId: string }> {
  const [one, other] = ask.attemptIds;
  // The driver refuses a NUL byte, and no id has one.
  if (one === other || ask.attemptIds.some((id) => id.includes("\0"))) return { status: "no-such-attempt" };
  const { rows } = await pool.query<Row>({
    name: "comparison",
    text: `
      select a.id, a.number, a."lessonKey", a."revisionId", a."submittedAt", e."releaseId", s.result
      from "Attempt" a left join "Enrolment" e on e.id = a."enrolmentId"
      left join lateral (select result from "Score" where "attemptId" = a.id order by sequence desc limit 1) s on true
      where a."userId" = $1 and a.id in ($2, $3)
      order by a."submittedAt", a.id`,
    values: [ask.userId, one, other],
  });
  const [before, after] = rows;
  if (!before || !after) return { status: "no-such-attempt" };
  const open = rows.find(({ submittedAt, result }) => !submittedAt || !result);
  if (open) return { status: "open", attemptId: open.id };
  return compare(before, after);
}

async function compare(before: Row, after: Row): Promise<ComparisonPage> {
  const [earlier, later] = [await loadRevision(before.revisionId), await loadRevision(after.revisionId)];
  const [first, second] = [earlier.instrument, later.instrument];
  const sides = {
    title: second.title,
    before: await sideOf(before, first.title),
    after: await sideOf(after, second.title),
  };
  const refuse = (reason: WhyNotComparable): ComparisonPage => ({ status: "not-comparable", reason, ...sides });
  if (first.key !== second.key) return refuse("another-assessment");
  if (first.kind !== "profile" || second.kind !== "profile") return refuse("no-scales");
  if (comparableForm(first) !== comparableForm(second)) return refuse("changed-questions");
  if (before.result?.kind !== "profile" || after.result?.kind !== "profile") {
    throw new Error(`The score of attempt ${before.id} or ${after.id} is of another kind than its instrument.`);
  }
  const samples = await readSiteSamples(later);
  const model = compareResults(second, { result: before.result, profiles: first.profiles }, after.result, samples);
  return { status: "compared", ...sides, model };
}

async function sideOf(row: Row, instrumentTitle: string): Promise<ComparisonSide> {
  const { id, number, submittedAt } = row;
  return { attemptId: id, number, submittedAt: submittedAt!, lessonTitle: await lessonTitleOf(row, instrumentTitle) };
}
