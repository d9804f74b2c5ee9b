import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/page.tsx";
import type { OwnResultPrivacy } from "./result-privacy.queries.server.ts";

/** At the end of a result: who can see it, and how its owner shares it, takes it back or deletes it; null for a check. */
export function ResultPrivacy({ privacy, changed }: { privacy: OwnResultPrivacy | null; changed: boolean }) {
  return (
    <div className="no-print mt-12">
      <Section title="Who can see this" id="sharing">
        {privacy === null ? (
          <p className="max-w-measure">
            You, and the people who run the course: they see the score and the answers of a check. It is part of your grade
            record, so it cannot be deleted on its own. It goes when you{" "}
            <a href="/account/data" className="text-link">
              delete your account
            </a>
            .
          </p>
        ) : (
          <>
            {changed && <Notice tone="done" title={privacy.share ? "It is shared now." : "Only you can see it now."} live />}
            {privacy.share ? <Shared privacy={privacy} /> : <ShareForm privacy={privacy} />}
            <p className="mt-8">
              <ButtonLink href={`/attempts/${privacy.attemptId}/delete`} look="danger">
                Delete these answers and this result
              </ButtonLink>
            </p>
          </>
        )}
      </Section>
    </div>
  );
}

function Shared({ privacy: { attemptId, share, people } }: { privacy: OwnResultPrivacy }) {
  if (!share) return null;
  const all = share.scope === "result_and_answers";
  return (
    <>
      <p className="max-w-measure">
        Since <FormattedDate value={share.since} time />, {nameThem(people)} can read{" "}
        {all ? "this result and each of your answers" : "this result, and none of your answers"}. You can take that back at any
        time. They may remember what they have read.
      </p>
      <form method="post" action={`/attempts/${attemptId}/share`} className="mt-4 flex flex-wrap gap-3">
        <Button name="scope" value="nobody" look="secondary">
          Stop sharing
        </Button>
        <Button name="scope" value={all ? "result" : "result_and_answers"} look="quiet">
          {all ? "Share the result only" : "Share the answers too"}
        </Button>
      </form>
    </>
  );
}

function ShareForm({ privacy: { attemptId, people } }: { privacy: OwnResultPrivacy }) {
  if (people.length === 0) return <p className="max-w-measure">Only you. Nobody runs this course who you could share it with.</p>;
  return (
    <>
      <p className="max-w-measure">
        Only you. If you want to talk about it with the people who run the course, you can share it with them: {nameThem(people)},
        and whoever joins them. They would read it on their page about you, with the date on which you shared it. Nobody else
        would, and you can take it back at any time.
      </p>
      <form method="post" action={`/attempts/${attemptId}/share`} className="mt-4 max-w-form">
        <fieldset>
          <legend className="font-semibold">What they would read</legend>
          <label className="flex gap-3 py-2">
            <input type="radio" name="scope" value="result" defaultChecked className="mt-2" />
            <span>The result: your scores and what they stand for</span>
          </label>
          <label className="flex gap-3 py-2">
            <input type="radio" name="scope" value="result_and_answers" className="mt-2" />
            <span>The result, and what you answered to each statement</span>
          </label>
        </fieldset>
        <div className="mt-3">
          <Button look="secondary">Share this result</Button>
        </div>
      </form>
    </>
  );
}

const MOST_NAMES = 5;

function nameThem(people: string[]): string {
  const named = people.slice(0, MOST_NAMES);
  const more = people.length - named.length;
  const parts = more > 0 ? [...named, plural(more, "other person", "other people")] : named;
  return parts.length < 2 ? (parts[0] ?? "nobody at this moment") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
