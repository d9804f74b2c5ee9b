import { Notice } from "#app/components/notice.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { SHOWN_FIELD, writeShown } from "./answer-form.ts";
import { type FormOutcome, UnansweredNotice } from "./attempt-outcome.tsx";
import type { AttemptPage } from "./attempt-page.queries.server.ts";
import { pageOfIndex, rangeOf } from "./attempt-pages.ts";
import { StatusLine, scriptData } from "./attempt-shell.tsx";
import { HandInQuestion } from "./hand-in-question.tsx";
import { PageHead, PageSteps } from "./page-steps.tsx";
import { inSections, QuestionGroup, ReadAgain } from "./question-groups.tsx";

interface Props {
  page: AttemptPage;
  outcome?: FormOutcome;
}

/**
 * A page of an attempt as a form that works by itself. `answers.enhance.ts` saves each answer as it is given, and finds
 * what it needs in the data attributes.
 */
export function AttemptForm({ page, outcome }: Props) {
  if (outcome?.status === "unanswered" && page.pages.length > 1) return <HandInQuestion page={page} outcome={outcome} />;
  return <QuestionPage page={outcome?.status === "bad" ? turnedTo(page, outcome.errors) : page} outcome={outcome} />;
}

function QuestionPage({ page, outcome }: Props) {
  const { id, at } = page;
  const several = page.pages.length > 1;
  const range = rangeOf(page.pages, at);
  const questions = page.questions.slice(range.from, range.to);
  const { errors = {}, given = {} } = outcome?.status === "bad" ? outcome : {};
  const shown = new Map(questions.map(({ question, values }) => [question.key, values]));
  // Files come by a form of another kind, to an address that takes them: then every button leads there.
  const uploads = questions.some(({ files }) => files !== undefined);
  return (
    <>
      {page.intro && at === 1 ? <RenderedHtml html={page.intro} className="prose mb-10 max-w-measure" /> : null}
      {outcome ? (
        // biome-ignore lint/a11y/noAutofocus: who has sent a form that comes back has to be told first
        <div id="notice" tabIndex={-1} autoFocus className="mb-10 max-w-measure outline-none">
          {outcome.status === "bad" ? (
            <BadNotice count={Object.keys(errors).length} />
          ) : (
            <UnansweredNotice page={page} outcome={outcome} />
          )}
        </div>
      ) : null}
      <form
        method="post"
        autoComplete="off"
        action={`/attempts/${id}/${uploads ? "upload" : "submit"}${several ? `?page=${at}` : ""}`}
        encType={uploads ? "multipart/form-data" : undefined}
        {...scriptData(page)}
      >
        {/* The Enter key presses the first button of a form: this one saves what there is, and hands nothing in. */}
        <button
          type="submit"
          name="intent"
          value={uploads ? "upload" : "save"}
          tabIndex={-1}
          aria-hidden="true"
          className="sr-only"
        >
          Save
        </button>
        <input type="hidden" name={SHOWN_FIELD} defaultValue={writeShown(shown)} />
        {several ? <PageHead page={page} /> : null}
        {page.intro && at > 1 ? <ReadAgain words="Read the introduction again" html={page.intro} /> : null}
        {inSections(page.questions, range).map(({ section, continued, first, questions }) => (
          <QuestionGroup key={section?.key ?? ""} section={section} continued={continued} heading={several ? "h3" : "h2"}>
            <ol className="space-y-12" start={first}>
              {questions.map(({ question, values, files }, index) => {
                const { View } = kindOf(question);
                const { key } = question;
                return (
                  <li key={key}>
                    <View
                      question={question}
                      values={given[key] ?? values}
                      number={first + index}
                      error={errors[key]}
                      files={files}
                    />
                  </li>
                );
              })}
            </ol>
          </QuestionGroup>
        ))}
        {/* Written by the script; without it nothing is saved before a button is pressed, and this says so. */}
        <StatusLine page={page}>Your answers are saved when you press one of the buttons.</StatusLine>
        <PageSteps page={page} asks={outcome?.status === "unanswered"} />
      </form>
    </>
  );
}

/** A page that came back shows a question that is wrong, also where it was sent from a page that had them all. */
function turnedTo(page: AttemptPage, errors: Record<string, string>): AttemptPage {
  const wrong = page.questions.flatMap(({ question }, index) =>
    errors[question.key] === undefined ? [] : [pageOfIndex(page.pages, index)],
  );
  return wrong.length === 0 || wrong.includes(page.at) ? page : { ...page, at: wrong[0]! };
}

function BadNotice({ count }: { count: number }) {
  const title = count === 1 ? "An answer could not be taken." : `${count} answers could not be taken.`;
  return (
    <Notice tone="error" live title={title}>
      <p>
        {count === 1 ? "It is" : "They are"} marked below. All others are saved. Answer again, and press the button once more.
      </p>
    </Notice>
  );
}
