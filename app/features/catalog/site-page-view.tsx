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

/** Works without a script, and says what it cannot do. */
function LeaveLink() {
  return (
    <div className="my-6 rounded border border-edge bg-raised px-4 py-3 text-small">
      <p>
        <a href="about:blank" rel="noreferrer" className="font-semibold text-link">
          Leave this page
        </a>{" "}
        opens an empty page at once. It does not hide that you were here: the back button and the history of this browser still
        lead to this page.
      </p>
    </div>
  );
}
