import { Button, ButtonLink } from "#app/components/button.tsx";
import { type FormOutcome, QuestionLinks, UnansweredNotice, wordFor } from "./attempt-outcome.tsx";
import type { AttemptPage } from "./attempt-page.queries.server.ts";
import { keysByPage, pageAddress } from "./attempt-pages.ts";
import { StatusLine, scriptData } from "./attempt-shell.tsx";

interface Props {
  page: AttemptPage;
  outcome: Extract<FormOutcome, { status: "unanswered" }>;
}

/**
 * What an attempt of several pages asks before it is handed in, on a page of its own: it has no questions, so following
 * its links leaves nothing behind.
 */
export function HandInQuestion({ page, outcome }: Props) {
  const word = wordFor(page.kind);
  const asked = new Set([...outcome.itemKeys, ...outcome.odd]);
  return (
    <form method="post" action={`/attempts/${page.id}/submit`} className="max-w-measure" {...scriptData(page)}>
      <div id="notice" tabIndex={-1} className="outline-none">
        <UnansweredNotice page={page} outcome={outcome} />
      </div>
      <ul className="[&_a]:text-accent [&_a]:underline">
        {keysByPage(page).map((keys, index) => {
          const itemKeys = keys.filter((key) => asked.has(key));
          if (itemKeys.length === 0) return null;
          const href = pageAddress(page.id, index + 1);
          return (
            <li key={keys[0]} className="flex flex-wrap items-baseline gap-x-4 border-t border-line py-2">
              <a href={`${href}#page`} className="w-20">
                Page {index + 1}
              </a>
              <QuestionLinks page={page} word={word} itemKeys={itemKeys} href={href} />
            </li>
          );
        })}
      </ul>
      <StatusLine page={page}>Your answers are saved.</StatusLine>
      <div className="mt-4 flex flex-wrap gap-3">
        <ButtonLink look="secondary" href={pageAddress(page.id, page.pages.length, "page")}>
          Back to the {word}s
        </ButtonLink>
        <Button name="intent" value="submit-anyway">
          Hand in as it is
        </Button>
      </div>
    </form>
  );
}
