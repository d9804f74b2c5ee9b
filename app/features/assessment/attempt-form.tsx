import type { ReactNode } from "react";
import { Button } from "#app/components/button.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import type { OpenedSection } from "#app/features/instruments/items/shared-fields.ts";
import { SHOWN_FIELD, writeShown } from "./answer-form.ts";
import type { AttemptPage } from "./attempt-page.queries.server.ts";

/** What came of sending the form, where it was not the end of the attempt. */
export type FormOutcome =
  /**
   * Everything given is saved; handing in asks once about items with no answer, and about `odd` ones, whose answer would
   * not count as it is meant, such as a number that cannot be read.
   */
  | { status: "unanswered"; itemKeys: string[]; odd: string[] }
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
  // Files come by a form of another kind, to an address that takes them: then every button leads there.
  const uploads = questions.some(({ files }) => files !== undefined);
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
        action={`/attempts/${id}/${uploads ? "upload" : "submit"}`}
        encType={uploads ? "multipart/form-data" : undefined}
        data-enhance="answers"
        data-attempt={id}
        data-served-at={page.servedAt}
        data-deadline={deadlineAt?.getTime()}
        data-sequences={JSON.stringify(sequences)}
      >
        {uploads ? (
          // The Enter key presses the first button of a form: this one stores what there is, and removes nothing.
          <button type="submit" name="intent" value="upload" tabIndex={-1} aria-hidden="true" className="sr-only">
            Store
          </button>
        ) : null}
        <input type="hidden" name={SHOWN_FIELD} defaultValue={writeShown(shown)} />
        {inSections(questions).map(({ section, first, questions }) => (
          <QuestionGroup key={section?.key ?? ""} section={section}>
            <ol className="space-y-12" start={first}>
              {questions.map(({ question, values, files }, index) => {
                const { View } = kindOf(question);
                return (
                  <li key={question.key}>
                    <View question={question} values={values} number={first + index} error={errors[question.key]} files={files} />
                  </li>
                );
              })}
            </ol>
          </QuestionGroup>
        ))}
        <div className="sticky bottom-0 border-t border-line bg-paper py-2 text-small text-soft">
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
          <Button look="secondary" formAction={uploads ? undefined : `/attempts/${id}/answers`} name="intent" value="later">
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

interface Group {
  /** Null for the questions before the first section. */
  section: OpenedSection | null;
  /** The number of its first question. */
  first: number;
  questions: AttemptPage["questions"];
}

export function inSections(questions: AttemptPage["questions"]): Group[] {
  const groups: Group[] = [];
  questions.forEach((asked, index) => {
    const section = asked.question.opens;
    if (section || groups.length === 0) groups.push({ section: section ?? null, first: index + 1, questions: [] });
    groups.at(-1)!.questions.push(asked);
  });
  return groups;
}

export function QuestionGroup({ section, children }: { section: OpenedSection | null; children: ReactNode }) {
  if (!section) return <div className="mb-12">{children}</div>;
  return (
    <section aria-labelledby={`section-${section.key}`} className="mb-16">
      <h2 id={`section-${section.key}`} className="mb-4 font-serif text-title">
        {section.title}
      </h2>
      {section.intro ? <RenderedHtml html={section.intro} className="prose mb-8 max-w-measure" /> : null}
      {children}
    </section>
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
  const { itemKeys, odd } = outcome;
  const word = page.kind === "graded" ? "question" : "statement";
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
      <QuestionLinks page={page} word={word} itemKeys={[...itemKeys, ...odd]} />
    </Notice>
  );
}

export function QuestionLinks({
  page,
  word,
  itemKeys,
}: {
  page: Pick<AttemptPage, "questions">;
  word: string;
  itemKeys: string[];
}) {
  const numbers = new Map(page.questions.map(({ question }, index) => [question.key, index + 1]));
  return (
    <ul className="-mx-1 mt-1 flex flex-wrap gap-x-1">
      {itemKeys.map((key) => (
        <li key={key}>
          <a href={`#item-${key}`} className="inline-flex min-h-8 min-w-8 items-center justify-center tabular-nums">
            <span className="sr-only">{word} </span>
            {numbers.get(key)}
          </a>
        </li>
      ))}
    </ul>
  );
}
