import { Button } from "#app/components/button.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { SHOWN_FIELD, writeShown } from "./answer-form.ts";
import type { AttemptPage } from "./attempt-page.queries.server.ts";

/** What came of sending the form, where it was not the end of the attempt. */
export type FormOutcome =
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
      {outcome ? <OutcomeNotice page={page} outcome={outcome} /> : null}
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
  return (
    <Notice tone="attention" live title={`${plural(outcome.itemKeys.length, "question has", "questions have")} no answer yet.`}>
      <p>
        Your other answers are saved. Go to{" "}
        {outcome.itemKeys.map((key, index) => (
          <span key={key}>
            {index > 0 ? ", " : ""}
            <a href={`#item-${key}`}>question {numbers.get(key)}</a>
          </span>
        ))}
        {page.kind === "profile" ? ", or hand in as it is: a score needs most of its answers." : ", or hand in as it is."}
      </p>
    </Notice>
  );
}
