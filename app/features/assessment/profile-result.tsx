import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/page.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { CompareLinks } from "./compare-links.tsx";
import { ProfilePlot } from "./profile-plot.tsx";
import { NO_DIAGNOSIS, nearLines, nearSummary, nearTitle, profileHeading, tooFewAnswers } from "./profile-words.ts";
import type { ProfileModel, Reading } from "./result-model.ts";
import type { ResultPage } from "./results.queries.server.ts";
import { NextStep } from "./score-summary.tsx";
import { StandingNotes } from "./standing-notes.tsx";

/** A profile: where the person stands, how surely, what that may mean, and what it cannot tell. */
export function ProfileResult({ page, model }: { page: ResultPage; model: ProfileModel }) {
  const { profile, near, scales } = model;
  const unscored = scales.filter(({ score }) => score === null);
  return (
    <>
      {profile ? (
        <h2 className="font-serif text-title">{profileHeading(model)}</h2>
      ) : unscored.length === 0 && scales.every(({ band }) => band === null) ? (
        <p>Your scores fall in none of the parts that have a reading.</p>
      ) : null}
      <p className="mt-2 text-soft">{NO_DIAGNOSIS}</p>
      {unscored.map((scale) => (
        <Notice key={scale.key} tone="attention" title={`There is no score for ${scale.title}.`}>
          <p>{tooFewAnswers(scale)} You can take it again whenever you like.</p>
        </Notice>
      ))}
      {near.profiles.length > 0 ? <NearBoundary model={model} /> : null}
      <ProfilePlot model={model} />
      {profile?.reading ? <RenderedHtml html={profile.reading} className="prose" /> : null}
      {scales.map((scale) =>
        scale.band ? (
          <Section key={scale.key} title={`${scale.title}: ${scale.band.title}`}>
            <RenderedHtml html={scale.band.reading} className="prose" />
          </Section>
        ) : null,
      )}
      {near.profiles.map((other) => (
        <OtherReading key={other.key} reading={other} />
      ))}
      {model.next.length > 0 ? (
        <Section title="What to do next" id="next">
          {model.next.map(({ title, html }) => (
            <div key={title} className="mb-6">
              {model.next.length > 1 ? <h3 className="mb-2 font-serif text-large">{title}</h3> : null}
              <RenderedHtml html={html} className="prose" />
            </div>
          ))}
        </Section>
      ) : null}
      <CompareLinks page={page} />
      {model.limits ? (
        <Section title="What this result can and cannot tell" id="limits">
          <RenderedHtml html={model.limits} className="prose" />
        </Section>
      ) : null}
      <div className="no-print mt-12">
        <StandingNotes standing={page.standing} />
        <NextStep page={page} />
      </div>
    </>
  );
}

function NearBoundary({ model }: { model: ProfileModel }) {
  return (
    <Notice tone="plain" title={nearTitle(model)}>
      {nearLines(model).map((line) => (
        <p key={line}>{line}</p>
      ))}
      <p>{nearSummary(model)}</p>
    </Notice>
  );
}

function OtherReading({ reading }: { reading: Reading }) {
  if (!reading.reading) return null;
  return (
    <details className="mt-6 border-t border-line pt-4">
      <summary className="font-serif text-large">Read also: {reading.title}</summary>
      <RenderedHtml html={reading.reading} className="prose mt-4" />
    </details>
  );
}
