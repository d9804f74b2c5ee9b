import { Button } from "#app/components/button.tsx";
import { plural } from "#app/components/formatted.tsx";
import type { AttemptPage } from "./attempt-page.queries.server.ts";
import { keysByPage, openKeys } from "./attempt-pages.ts";
import { answeredInWords, pageState } from "./page-words.ts";

/**
 * The head of one of several pages: which it is, how far the attempt is, and the way to the others. These are buttons, so
 * that whoever has no script leaves no answer behind; `attempt-progress.ts` keeps the counts true.
 */
export function PageHead({ page }: { page: AttemptPage }) {
  const { pages, at, questions } = page;
  const open = new Set(openKeys(page));
  return (
    <header className="mb-8">
      <div className="flex flex-wrap items-baseline gap-x-2">
        {/* Where the focus goes after a change of pages. */}
        <h2 id="page" tabIndex={-1} className="font-serif text-title outline-none">
          Page {at} of {pages.length}
        </h2>
        <p className="text-soft tabular-nums">
          <span aria-hidden="true">· </span>
          <span data-answers="progress">{answeredInWords(questions.length - open.size, questions.length)}</span>
        </p>
      </div>
      <nav aria-label={plural(pages.length, "page")} className="mt-4">
        <ol className="flex flex-wrap gap-2">
          {keysByPage(page).map((keys, index) => {
            const { shown, said } = pageState(index + 1, keys.filter((key) => open.has(key)).length);
            const current = index + 1 === at;
            return (
              <li key={keys[0]}>
                <button
                  type="submit"
                  name="intent"
                  value={`page:${index + 1}`}
                  aria-current={current ? "page" : undefined}
                  className={`min-h-14 min-w-16 rounded border px-2 py-1 text-center leading-tight tabular-nums ${current ? "border-accent bg-accent-wash inset-ring inset-ring-accent" : "border-edge bg-raised hover:border-accent"}`}
                >
                  <span className="sr-only" data-said="">
                    {said}
                  </span>
                  <span aria-hidden="true">
                    <span className="block font-semibold">{index + 1}</span>
                    <span className="block text-small text-soft" data-shown="">
                      {shown}
                    </span>
                  </span>
                </button>
              </li>
            );
          })}
        </ol>
      </nav>
    </header>
  );
}

/** The buttons under the questions. The main one goes on, or hands in on the last page. */
export function PageSteps({ page, asks }: { page: AttemptPage; asks: boolean }) {
  const { pages, at } = page;
  return (
    <div className="mt-4 flex flex-wrap gap-3">
      {at > 1 ? (
        <Button look="secondary" name="intent" value="back">
          Back
        </Button>
      ) : null}
      {at < pages.length ? (
        <Button name="intent" value="next">
          Save and go on
        </Button>
      ) : (
        <Button name="intent" value={asks ? "submit-anyway" : "submit"}>
          {asks ? "Hand in as it is" : "Hand in"}
        </Button>
      )}
      <Button look="secondary" name="intent" value="later">
        Save and come back later
      </Button>
    </div>
  );
}
