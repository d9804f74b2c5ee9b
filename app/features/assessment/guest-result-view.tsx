import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/page.tsx";
import { ResultView } from "./result-view.tsx";
import type { ResultPage } from "./results.queries.server.ts";

interface Props {
  assessment: string;
  page: ResultPage;
  expiresAt: Date;
  signedIn: boolean;
}

/** A visitor's result, as a student's page shows one, and what can become of it: saved to an account, or deleted. */
export function GuestResultView({ assessment, page, expiresAt, signedIn }: Props) {
  const here = `/assessments/${assessment}/result`;
  // Whoever comes back by this address has pressed one of the two links below, and wants to save.
  const returnTo = encodeURIComponent(`${here}?save`);
  return (
    // The script forgets the answers that were kept while the form was filled in.
    <div data-enhance="guest-answers" data-assessment={assessment}>
      <Notice>
        <p>
          Only this browser can open this page, until <FormattedDate value={expiresAt} />. Then it is deleted. You can{" "}
          <a href="#keep">save it or delete it</a> now.
        </p>
      </Notice>
      <ResultView page={page} />
      <div className="no-print mt-12">
        <Section title="Keep this result, or not" id="keep">
          {signedIn ? (
            <>
              <p className="mb-4 max-w-measure">
                Saved to your account it stays until you delete it, and you can open it wherever you sign in. It is yours alone:
                nobody else sees it unless you share it.
              </p>
              <form method="post" action={here}>
                <Button name="intent" value="save">
                  Save it to my account
                </Button>
              </form>
            </>
          ) : (
            <>
              <p className="mb-4 max-w-measure">
                An account is free. Your result moves there, with your answers, and it is yours alone. We send you a link to
                confirm your address: open it in this same browser, as the result is kept here until then.
              </p>
              <div className="flex flex-wrap gap-3">
                <ButtonLink href={`/sign-up?returnTo=${returnTo}`}>Save it: sign up</ButtonLink>
                <ButtonLink href={`/sign-in?returnTo=${returnTo}`} look="secondary">
                  Save it: sign in
                </ButtonLink>
              </div>
            </>
          )}
          <details className="mt-8">
            <summary className="min-h-11 w-fit cursor-pointer py-2 text-link">Delete this result</summary>
            <form method="post" action={here} className="mt-2">
              <p className="mb-4 max-w-measure">
                Your answers and your scores are removed for good. Nobody can bring them back; you can take it again.
              </p>
              <Button look="danger" name="intent" value="delete">
                Delete it for good
              </Button>
            </form>
          </details>
        </Section>
      </div>
    </div>
  );
}
