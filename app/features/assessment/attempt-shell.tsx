import type { ReactNode } from "react";
import { FormattedDate } from "#app/components/formatted.tsx";
import type { AttemptPage } from "./attempt-page.queries.server.ts";
import { keysByPage, openKeys } from "./attempt-pages.ts";

/** What the script needs to know of the whole attempt: what is unsent of other pages is its business too. */
export function scriptData(page: AttemptPage) {
  const { id, questions, deadlineAt, servedAt } = page;
  const sequences = Object.fromEntries(questions.map(({ question, sequence }) => [question.key, sequence]));
  return {
    "data-enhance": "answers",
    "data-attempt": id,
    "data-served-at": servedAt,
    "data-deadline": deadlineAt?.getTime(),
    "data-sequences": JSON.stringify(sequences),
    "data-pages": JSON.stringify(keysByPage(page)),
    "data-open": JSON.stringify(openKeys(page)),
  };
}

export function StatusLine({ page: { deadlineAt }, children }: { page: Pick<AttemptPage, "deadlineAt">; children: ReactNode }) {
  return (
    <div className="sticky bottom-0 border-t border-line bg-paper py-2 text-small text-soft">
      <p role="status" data-answers="status">
        {children}
      </p>
      {deadlineAt ? (
        <p data-answers="clock">
          Time limit: until <FormattedDate value={deadlineAt} time />.
        </p>
      ) : null}
    </div>
  );
}
