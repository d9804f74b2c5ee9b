import { FormattedDate } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/page.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { ItemReviews } from "#app/features/assessment/item-reviews.tsx";
import { ProfilePlot } from "#app/features/assessment/profile-plot.tsx";
import { formatPercent, type GradedModel, type ProfileModel } from "#app/features/assessment/result-model.ts";
import { InlineHtml } from "#app/features/instruments/items/inline-html.tsx";
import type { StudentResultPage } from "./student-result.queries.server.ts";

/** A student's result, for who runs the course. */
export function StudentResult({ page }: { page: StudentResultPage }) {
  const { model } = page;
  return model.kind === "graded" ? <CheckOfStudent model={model} /> : <SharedProfile page={page} model={model} />;
}

function CheckOfStudent({ model }: { model: GradedModel }) {
  return (
    <>
      <p className="font-serif text-title tabular-nums">
        {model.percent === null ? "" : `${formatPercent(model.percent)}, `}
        {model.passed ? "passed" : model.waiting > 0 ? "not yet graded" : "not passed"}
      </p>
      <ItemReviews model={model} given="their answer" />
    </>
  );
}

function SharedProfile({ page, model }: { page: StudentResultPage; model: ProfileModel }) {
  const { profile, near } = model;
  return (
    <>
      <Notice tone="plain" title={`${page.student.name} shares this with you and the others who run the course.`}>
        <p>
          {page.sharedAt && (
            <>
              Shared by them on <FormattedDate value={page.sharedAt} time />.{" "}
            </>
          )}
          They can take it back at any time. It is worded as they see it: a way to understand oneself, not a diagnosis. Please do
          not pass it on.
        </p>
      </Notice>
      {profile && (
        <h2 className="font-serif text-title">
          {near.profiles.length > 0 ? "Nearest to: " : ""}
          {profile.title}
        </h2>
      )}
      {near.profiles.length > 0 && (
        <p className="mt-2 text-soft">Near a line, so also: {near.profiles.map(({ title }) => title).join(", ")}.</p>
      )}
      <ProfilePlot model={model} />
      {model.limits ? (
        <Section title="What this result can and cannot tell" id="limits">
          <RenderedHtml html={model.limits} className="prose" />
        </Section>
      ) : null}
      <Section title="Answers" id="answers">
        {page.statements === null ? (
          <p className="text-soft">The result is shared, and the answers are not.</p>
        ) : (
          <ol className="divide-y divide-line">
            {page.statements.map(({ key, number, prompt, given }) => (
              <li key={key} className="py-3">
                <span className="tabular-nums text-soft">{number}. </span>
                <InlineHtml html={prompt} />
                <span className="block font-semibold">
                  {given.length === 0 ? "no answer" : given.map((text) => <InlineHtml key={text} html={text} />)}
                </span>
              </li>
            ))}
          </ol>
        )}
      </Section>
    </>
  );
}
