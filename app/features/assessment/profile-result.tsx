import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/page.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { ProfilePlot } from "./profile-plot.tsx";
import { formatScore, type ProfileModel, type Reading } from "./result-model.ts";
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
        <h2 className="font-serif text-title">
          {near.profiles.length > 0 ? "Nearest to: " : ""}
          {profile.title}
        </h2>
      ) : unscored.length === 0 && scales.every(({ band }) => band === null) ? (
        <p>Your scores fall in none of the parts that have a reading.</p>
      ) : null}
      <p className="mt-2 text-soft">
        This is a way to understand yourself. It is not a diagnosis, and no answer to it is a fault.
      </p>
      {unscored.map(({ key, title, answered, items }) => (
        <Notice key={key} tone="attention" title={`There is no score for ${title}.`}>
          <p>
            {answered} of {items} statements were answered, too few for a score that means something. You can take it again
            whenever you like.
          </p>
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
  const { near, boundary, scales, profile } = model;
  const titleOf = (key: string) => scales.find((scale) => scale.key === key)?.title ?? key;
  const others = near.profiles.map(({ title }) => title);
  return (
    <Notice tone="plain" title={near.lines.length === 1 ? "You are near a line." : "You are near more than one line."}>
      {near.lines.map(({ scale, score, line }) => (
        <p key={`${scale} ${line}`}>
          Your score for {titleOf(scale)}, {formatScore(score)}, is within {boundary} of the dividing line at {line}.
        </p>
      ))}
      <p>
        A few answers given a little differently would have led across. So read {profile ? `“${profile.title}” and also ` : ""}
        {listOf(others)}, and keep what fits you.
      </p>
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

function listOf(titles: string[]): string {
  const quoted = titles.map((title) => `“${title}”`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1)}`;
}
