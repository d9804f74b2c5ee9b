import { Button } from "#app/components/button.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { SHOWN_FIELD, writeShown } from "./answer-form.ts";
import type { AttemptPage } from "./attempt-page.queries.server.ts";

/** What came of sending the form, where it was not the end of the attempt. */
export type FormOutcome =
  /** Everything given is saved; these have no answer, and handing in asks about them once. */
  | { status: "unanswered"; itemKeys: string[] }
  /** Why answers could not be taken, by item. */
  | { status: "bad"; errors: Record<string, string> };

interface Props {
  page: AttemptPage;
  outcome?: FormOutcome;
}

/**
 * An attempt as one form that works by itself. `answers.enhance.ts` saves each answer as it is given, and finds what it
 * needs in the data attributes.
 */
export function AttemptForm({ page, outcome }: Props) {
  const { id, questions, deadlineAt } = page;
  const errors = outcome?.status === "bad" ? outcome.errors : {};
  const shown = new Map(questions.map(({ question, values }) => [question.key, values]));
  const sequences = Object.fromEntries(questions.map(({ question, sequence }) => [question.key, sequence]));
  return (
    <>
      {page.intro ? <RenderedHtml html={page.intro} className="prose mb-10 max-w-measure" /> : null}
      {outcome ? (
        <div id="notice" tabIndex={-1} className="mb-10 max-w-measure outline-none">
          <OutcomeNotice page={page} outcome={outcome} />
        </div>
      ) : null}
      <form
        method="post"
        autoComplete="off"
        action={`/attempts/${id}/submit`}
        data-enhance="answers"
        data-attempt={id}
        data-served-at={page.servedAt}
        data-deadline={deadlineAt?.getTime()}
        data-sequences={JSON.stringify(sequences)}
      >
        <input type="hidden" name={SHOWN_FIELD} defaultValue={writeShown(shown)} />
        <ol className="space-y-12">
          {questions.map(({ question, values }, index) => {
            const { View } = kindOf(question);
            return (
              <li key={question.key}>
                <View question={question} values={values} number={index + 1} error={errors[question.key]} />
              </li>
            );
          })}
        </ol>
        <div className="sticky bottom-0 mt-12 border-t border-line bg-paper py-2 text-small text-soft">
          {/* Written by the script; without it nothing is saved before a button is pressed, and this says so. */}
          <p role="status" data-answers="status">
            Your answers are saved when you press one of the buttons.
          </p>
          {deadlineAt ? (
            <p data-answers="clock">
              Time limit: until <FormattedDate value={deadlineAt} time />.
            </p>
          ) : null}
        </div>
        <div className="mt-4 flex flex-wrap gap-3">
          {/* First, so that the Enter key saves and never hands in. */}
          <Button look="secondary" formAction={`/attempts/${id}/answers`} name="intent" value="later">
            Save and come back later
          </Button>
          <Button name="intent" value={outcome?.status === "unanswered" ? "submit-anyway" : "submit"}>
            {outcome?.status === "unanswered" ? "Hand in as it is" : "Hand in"}
          </Button>
        </div>
      </form>
    </>
  );
}

function OutcomeNotice({ page, outcome }: { page: AttemptPage; outcome: FormOutcome }) {
  if (outcome.status === "bad") {
    return (
      <Notice tone="error" live title="Some answers could not be taken.">
        <p>They are marked below. All others are saved. Choose again, and hand in once more.</p>
      </Notice>
    );
  }
  const numbers = new Map(page.questions.map(({ question }, index) => [question.key, index + 1]));
  const word = page.kind === "graded" ? "question" : "statement";
  return (
    <Notice tone="attention" live title={`${plural(outcome.itemKeys.length, `${word} has`, `${word}s have`)} no answer yet.`}>
      <p>
        Your other answers are saved. Answer what is open, or hand in as it is
        {page.kind === "profile" ? ": a score needs most of its answers." : "."}
      </p>
      <ul className="-mx-1 mt-1 flex flex-wrap gap-x-1">
        {outcome.itemKeys.map((key) => (
          <li key={key}>
            <a href={`#item-${key}`} className="inline-flex min-h-8 min-w-8 items-center justify-center tabular-nums">
              <span className="sr-only">{word} </span>
              {numbers.get(key)}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
