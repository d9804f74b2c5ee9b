import { kindOf, type Question } from "#app/features/instruments/items/registry.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { AttemptFacts } from "./attempt-facts.queries.server.ts";
import { isOverdue } from "./attempt-rules.ts";
import { loadRevision } from "./revision.queries.server.ts";

/** An attempt while it is being answered. Nothing in it says what is right: it may reach a browser as it is. */
export interface AttemptPage {
  status: "open";
  id: string;
  number: number;
  title: string;
  kind: "graded" | "profile";
  /** HTML. */
  intro: string;
  questions: AskedQuestion[];
  deadlineAt: Date | null;
  /** The server's time when the page was made, in milliseconds: browsers' clocks differ. */
  servedAt: number;
}

interface AskedQuestion {
  question: Question;
  /** What is ticked. */
  values: string[];
  /** The sequence under which that was saved; 0 where nothing was. */
  sequence: number;
}

interface StoredAnswer {
  itemKey: string;
  values: string[];
  sequence: number;
}

interface Row {
  submitted: boolean;
  deadlineAt: Date | null;
  /** [item key, value, sequence] */
  answers: [string, unknown, number][] | null;
}

const statement = {
  name: "attempt-page",
  text: `
    select a."submittedAt" is not null as submitted, a."deadlineAt",
      (select json_agg(json_build_array(n."itemKey", n.value, n.sequence)) from "Answer" n where n."attemptId" = a.id) as answers
    from "Attempt" a where a.id = $1 and a."userId" = $2`,
};

type Stored = { status: "open" | "submitted" | "overdue"; deadlineAt: Date | null; answers: Map<string, StoredAnswer> };

/** What is stored of a person's attempt now: one SQL statement. */
export async function readStoredAnswers(attempt: AttemptFacts): Promise<Stored> {
  const { rows } = await pool.query<Row>({ ...statement, values: [attempt.id, attempt.userId] });
  const row = rows[0]!;
  const { instrument } = await loadRevision(attempt.revisionId);
  const answers = new Map<string, StoredAnswer>();
  for (const [itemKey, value, sequence] of row.answers ?? []) {
    const item = instrument.items.find((candidate) => candidate.key === itemKey);
    if (!item) continue;
    const parsed = kindOf(item).parse(item, value);
    const values = parsed.status === "answer" && parsed.answer !== null ? kindOf(item).values(parsed.answer) : [];
    answers.set(itemKey, { itemKey, values, sequence });
  }
  const { deadlineAt } = row;
  return { status: row.submitted ? "submitted" : isOverdue(deadlineAt, now()) ? "overdue" : "open", deadlineAt, answers };
}

/** The page on which an attempt is answered, or why there is none: it is handed in, or its time is over. */
export async function readAttemptPage(attempt: AttemptFacts): Promise<AttemptPage | { status: "submitted" | "overdue" }> {
  const stored = await readStoredAnswers(attempt);
  if (stored.status !== "open") return { status: stored.status };
  const { instrument } = await loadRevision(attempt.revisionId);
  const questions = orderItems(instrument, attempt.seed).map((item): AskedQuestion => {
    const answer = stored.answers.get(item.key);
    return { question: kindOf(item).ask(item), values: answer?.values ?? [], sequence: answer?.sequence ?? 0 };
  });
  const { title, kind, intro } = instrument;
  const { id, number } = attempt;
  return { status: "open", id, number, title, kind, intro, questions, deadlineAt: stored.deadlineAt, servedAt: now().getTime() };
}
