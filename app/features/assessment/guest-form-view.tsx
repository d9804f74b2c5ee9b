import { Button } from "#app/components/button.tsx";
import { plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { type FormOutcome, QuestionLinks } from "./attempt-outcome.tsx";
import { GuestConsent } from "./guest-consent.tsx";
import { type GuestPage, REVISION_FIELD, SEED_FIELD } from "./guest-form.ts";
import { inSections, QuestionGroup } from "./question-groups.tsx";

interface Props {
  page: GuestPage;
  outcome?: FormOutcome;
  /** Why nothing was stored this time. */
  refusal?: string;
  /** The visitor has an earlier result in this browser that is not saved to an account. */
  replaces: boolean;
}

/**
 * A public assessment as one form that works by itself. `guest-answers.enhance.ts` keeps the answers in the browser, and
 * takes `data-sent` as a sign that what the page shows has just been sent.
 */
export function GuestForm({ page, outcome, refusal, replaces }: Props) {
  const { key, questions } = page;
  const errors = outcome?.status === "bad" ? outcome.errors : {};
  return (
    <>
      {page.intro ? <RenderedHtml html={page.intro} className="prose mb-10 max-w-measure" /> : null}
      <section aria-labelledby="consent" className="mb-10 max-w-measure space-y-3 border-l-2 border-line pl-4 text-small">
        <h2 id="consent" className="font-sans font-semibold">
          What happens with your answers
        </h2>
        <GuestConsent />
      </section>
      {replaces ? (
        <Notice title="You have a result in this browser already.">
          <p>
            The new one will take its place. To keep both, <a href={`/assessments/${key}/result`}>save the one you have</a> first.
          </p>
        </Notice>
      ) : null}
      {outcome || refusal ? (
        <div id="notice" tabIndex={-1} className="mb-10 max-w-measure outline-none">
          {refusal ? <Notice tone="error" live title={refusal} /> : null}
          {outcome ? <OutcomeNotice page={page} outcome={outcome} /> : null}
        </div>
      ) : null}
      <form
        method="post"
        autoComplete="off"
        action={`/assessments/${key}/take#notice`}
        data-enhance="guest-answers"
        data-assessment={key}
        data-sent={outcome || refusal ? "" : undefined}
      >
        <input type="hidden" name={REVISION_FIELD} defaultValue={page.revisionId} />
        <input type="hidden" name={SEED_FIELD} defaultValue={page.seed} />
        {inSections(questions).map(({ section, first, questions }) => (
          <QuestionGroup key={section?.key ?? ""} section={section}>
            <ol className="space-y-12" start={first}>
              {questions.map(({ question, values }, index) => {
                const { View } = kindOf(question);
                return (
                  <li key={question.key}>
                    <View question={question} values={values} number={first + index} error={errors[question.key]} />
                  </li>
                );
              })}
            </ol>
          </QuestionGroup>
        ))}
        <div className="sticky bottom-0 border-t border-line bg-paper py-2 text-small text-soft">
          {/* Written by the script; without it nothing is kept before the button is pressed, and this says so. */}
          <p role="status" data-answers="status">
            Nothing is sent before you press the button. Until then, keep this page open.
          </p>
        </div>
        <div className="mt-4 flex flex-wrap gap-3">
          <Button name="intent" value={outcome?.status === "unanswered" ? "submit-anyway" : "submit"}>
            {outcome?.status === "unanswered" ? "See my result as it is" : "See my result"}
          </Button>
        </div>
      </form>
    </>
  );
}

function OutcomeNotice({ page, outcome }: { page: GuestPage; outcome: FormOutcome }) {
  if (outcome.status === "bad") {
    return (
      <Notice tone="error" live title="Some answers could not be taken.">
        <p>They are marked below, and nothing is stored yet. Choose again, and press the button once more.</p>
      </Notice>
    );
  }
  const open = [...outcome.itemKeys, ...outcome.odd];
  if (open.length === page.questions.length) {
    return (
      <Notice tone="attention" live title="Nothing is answered yet.">
        <p>Answer the statements below, then press the button again.</p>
      </Notice>
    );
  }
  return (
    <Notice tone="attention" live title={`${plural(open.length, "statement has", "statements have")} no answer yet.`}>
      <p>
        Your other answers are still there, and nothing is stored yet. Answer what is open, or see your result as it is: a score
        needs most of its answers.
      </p>
      <QuestionLinks page={page} word="statement" itemKeys={open} />
    </Notice>
  );
}
