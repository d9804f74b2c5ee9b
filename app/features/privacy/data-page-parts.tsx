import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Section } from "#app/components/page.tsx";
import type { AccountData } from "./account-data.queries.server.ts";

export function DownloadSection() {
  return (
    <Section id="download" title="A copy of everything">
      <p className="max-w-measure">
        One file with all that this site has about you: your profile, where you are signed in, orders, courses, progress, every
        attempt with its answers and results, what you share and what you agreed to. It is a text file in the form JSON, which
        other programs can read.
      </p>
      <form method="post" action="/account/data/download" className="mt-4">
        <Button look="secondary">Download my data</Button>
      </form>
    </Section>
  );
}

export function SharesSection({ shares }: Pick<AccountData, "shares">) {
  return (
    <Section id="shares" title="What you share">
      {shares.length === 0 ? (
        <p className="max-w-measure text-soft">
          Nothing. Results of questionnaires are yours alone, unless you share one at the end of its page.
        </p>
      ) : (
        <ul className="border-b border-line">
          {shares.map(({ attemptId, title, number, scope, since }) => (
            <li key={attemptId} className="border-t border-line py-3">
              <a href={`/attempts/${attemptId}/result#sharing`} className="text-link">
                {title}, attempt {number}
              </a>
              <span className="block text-small text-soft">
                {scope === "result" ? "The result" : "The result and your answers"}, with the people who run the course, since{" "}
                <FormattedDate value={since} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

export function ConsentsSection({ consents }: Pick<AccountData, "consents">) {
  return (
    <Section id="consents" title="What you agreed to">
      {consents.length === 0 ? (
        <p className="max-w-measure text-soft">Nothing yet. You are asked before the first statement of a questionnaire.</p>
      ) : (
        <>
          <p className="mb-4 max-w-measure">
            Before these questionnaires you agreed to what happens with your answers. When you take that back, your answers leave
            the averages, nothing of them is shared any more, and you are asked again before you begin another attempt. Your
            results stay yours until you delete them on their pages.
          </p>
          <ul className="border-b border-line">
            {consents.map(({ id, title, consentedAt }) => (
              <li key={id} className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-3">
                <span>
                  {title}
                  <span className="block text-small text-soft">
                    since <FormattedDate value={consentedAt} />
                  </span>
                </span>
                <form method="post">
                  <input type="hidden" name="consentId" value={id} />
                  <Button look="secondary">
                    Take it back<span className="sr-only">: {title}</span>
                  </Button>
                </form>
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

export function EraseSection() {
  return (
    <Section id="erase" title="Delete your account">
      <p className="mb-4 max-w-measure">
        Deletes your answers, results, progress and everything else that is yours, for good. The next page says what exactly goes
        and what the law makes us keep, before anything happens.
      </p>
      <ButtonLink href="/account/data/delete" look="danger">
        Delete my account
      </ButtonLink>
    </Section>
  );
}
