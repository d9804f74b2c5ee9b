import { ButtonLink } from "#app/components/button.tsx";
import { Contents } from "#app/components/contents.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import type { SitePage } from "./site-pages.queries.server.ts";

/** A page that every site has. `leaveLink`: for a page that somebody may not want to be seen with. */
export function SitePageView({ page, leaveLink = false }: { page: SitePage; leaveLink?: boolean }) {
  return (
    <Page title={page.title} lead={page.summary} width="text">
      <p className="text-small text-soft">
        Last changed on <FormattedDate value={page.changedAt} />
      </p>
      {leaveLink && <LeaveLink />}
      <Contents label="On this page" headings={page.headings} />
      <RenderedHtml html={page.html} className="prose lesson-text mt-8" />
    </Page>
  );
}

/** Stays in sight while one reads, works without a script, and says what it cannot do. */
function LeaveLink() {
  return (
    <>
      <p className="no-print sticky top-2 z-10 mt-6 flex justify-end">
        <ButtonLink href="about:blank" look="secondary">
          Leave this page
        </ButtonLink>
      </p>
      <p className="no-print mt-3 text-small text-soft">
        “Leave this page” opens an empty page at once. It does not hide that you were here: the back button and the history of
        this browser still lead to this page.
      </p>
    </>
  );
}
