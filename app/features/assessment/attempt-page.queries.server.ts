import type { AnswerFileFacts } from "#app/features/instruments/items/item-kind.ts";
import { kindOf, type Question } from "#app/features/instruments/items/registry.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { pageItems } from "#app/features/instruments/page-items.ts";
import { now } from "#app/platform/clock.server.ts";
import { resumeAt } from "./attempt-pages.ts";
import { isOverdue } from "./attempt-rules.ts";
import { loadRevision } from "./revision.queries.server.ts";
import { listAnswerFiles } from "./uploads/answer-files.queries.server.ts";
import type { AttemptVisit } from "./visit-attempt.server.ts";

type VisitedAttempt = Extract<AttemptVisit, { status: "allowed" }>;

/** An attempt while it is being answered. Nothing in it says what is right: it may reach a browser as it is. */
export interface AttemptPage {
  status: "open";
  id: string;
  number: number;
  title: string;
  kind: "graded" | "profile";
  /** HTML. */
  intro: string;
  /** All of them in order; a page shows some. */
  questions: AskedQuestion[];
  /** How many questions stand on each page, in order. */
  pages: number[];
  /** The page that is shown, counted from 1. */
  at: number;
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
  /** What is uploaded, for items that are answered by files. */
  files?: AnswerFileFacts[];
}

interface StoredAnswer {
  itemKey: string;
  values: string[];
  sequence: number;
}

type Stored = { status: "open" | "submitted" | "overdue"; answers: Map<string, StoredAnswer> };

/** What is stored of an attempt, as its page shows it. */
export async function readStoredAnswers({ attempt, state }: VisitedAttempt): Promise<Stored> {
  const { instrument } = await loadRevision(attempt.revisionId);
  const answers = new Map<string, StoredAnswer>();
  for (const [itemKey, value, sequence] of state.answers) {
    const item = instrument.items.find((candidate) => candidate.key === itemKey);
    if (!item) continue;
    const parsed = kindOf(item).parse(item, value);
    const values = parsed.status === "answer" && parsed.answer !== null ? kindOf(item).values(parsed.answer) : [];
    answers.set(itemKey, { itemKey, values, sequence });
  }
  return { status: state.submitted ? "submitted" : isOverdue(state.deadlineAt, now()) ? "overdue" : "open", answers };
}

/**
 * An attempt as it is answered, or why it is not: it is handed in, or its time is over. Where `asked` names no page of
 * it, the page is the one on which the person goes on.
 */
export async function readAttemptPage(
  visited: VisitedAttempt,
  asked: number | null = null,
): Promise<AttemptPage | { status: "submitted" | "overdue" }> {
  const { attempt, state } = visited;
  const stored = await readStoredAnswers(visited);
  if (stored.status !== "open") return { status: stored.status };
  const { instrument } = await loadRevision(attempt.revisionId);
  const files = instrument.items.some((item) => kindOf(item).byUpload) ? await listAnswerFiles(attempt.id) : undefined;
  const items = orderItems(instrument, attempt.seed);
  const questions = items.map((item): AskedQuestion => {
    const answer = stored.answers.get(item.key);
    const asked = { question: kindOf(item).ask(item), values: answer?.values ?? [], sequence: answer?.sequence ?? 0 };
    return kindOf(item).byUpload ? { ...asked, files: files?.get(item.key) ?? [] } : asked;
  });
  const pages = pageItems(items, instrument.pages).map(({ length }) => length);
  const at = asked !== null && asked <= pages.length ? asked : resumeAt({ pages, questions });
  const { title, kind, intro } = instrument;
  const { id, number } = attempt;
  const { deadlineAt } = state;
  return { status: "open", id, number, title, kind, intro, questions, pages, at, deadlineAt, servedAt: now().getTime() };
}
