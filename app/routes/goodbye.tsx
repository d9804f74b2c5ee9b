import type { MetaFunction } from "@remix-run/node";
import { ButtonLink } from "#app/components/button.tsx";
import { Page } from "#app/components/page.tsx";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Your account is deleted", personal: true });

/** Where somebody comes whose account is gone. It knows nobody, so it may be opened by anybody. */
export function loader() {
  return null;
}

export default function Goodbye() {
  return (
    <Page title="Your account is deleted" lead="Your answers, results and progress are gone with it." width="text">
      <p className="mb-6">You are signed out everywhere. Thank you for having been here.</p>
      <ButtonLink href="/" look="secondary">
        To the start page
      </ButtonLink>
    </Page>
  );
}
