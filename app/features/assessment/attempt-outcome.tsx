import { plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import type { AttemptPage } from "./attempt-page.queries.server.ts";

/** What came of sending the form, where it was not the end of the attempt. */
export type FormOutcome =
  /**
   * Everything given is saved; handing in asks once about items with no answer, and about `odd` ones, whose answer would
   * not count as it is meant, such as a number that cannot be read.
   */
  | { status: "unanswered"; itemKeys: string[]; odd: string[] }
  /** Why answers could not be taken, by item, and what they were. */
  | { status: "bad"; errors: Record<string, string>; given?: Record<string, string[]> };

export function wordFor(kind: AttemptPage["kind"]): string {
  return kind === "graded" ? "question" : "statement";
}

export function UnansweredNotice({
  page,
  outcome,
}: {
  page: AttemptPage;
  outcome: Extract<FormOutcome, { status: "unanswered" }>;
}) {
  const { itemKeys, odd } = outcome;
  const word = wordFor(page.kind);
  const title = [
    itemKeys.length > 0 && `${plural(itemKeys.length, `${word} has`, `${word}s have`)} no answer yet.`,
    odd.length > 0 && `${plural(odd.length, "answer", "answers")} would not count as you mean it.`,
  ];
  return (
    <Notice tone="attention" live title={title.filter(Boolean).join(" ")}>
      <p>
        {itemKeys.length > 0
          ? "Your other answers are saved. Answer what is open"
          : "Your answers are saved. Look at these again"}
        , or hand in as it is{page.kind === "profile" ? ": a score needs most of its answers." : "."}
      </p>
      {page.pages.length > 1 ? null : <QuestionLinks page={page} word={word} itemKeys={[...itemKeys, ...odd]} />}
    </Notice>
  );
}

/** Links to questions by their numbers; `page` is the address of the page that they stand on, where it is another. */
export function QuestionLinks({
  page,
  word,
  itemKeys,
  href = "",
}: {
  page: Pick<AttemptPage, "questions">;
  word: string;
  itemKeys: string[];
  href?: string;
}) {
  const numbers = new Map(page.questions.map(({ question }, index) => [question.key, index + 1]));
  return (
    <ul className="-mx-1 mt-1 flex flex-wrap gap-x-1">
      {itemKeys.map((key) => (
        <li key={key}>
          <a href={`${href}#item-${key}`} className="inline-flex min-h-8 min-w-8 items-center justify-center tabular-nums">
            <span className="sr-only">{word} </span>
            {numbers.get(key)}
          </a>
        </li>
      ))}
    </ul>
  );
}
