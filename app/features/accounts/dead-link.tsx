import type { ReactNode } from "react";
import { Page } from "#app/components/page.tsx";

type Reason = "unknown-link" | "expired-link" | "used-link";

const titles: Record<Reason, string> = {
  "unknown-link": "This link is not complete",
  "expired-link": "This link is too old",
  "used-link": "This link has been used",
};

const explanations: Record<Reason, string> = {
  "unknown-link":
    "We do not know this link. It may have been cut off on its way: copy the whole of it from the mail. A newer mail may also have replaced it.",
  "expired-link": "For your safety, such a link works for a short time only.",
  "used-link": "Such a link works once. It also ends when a newer one is used, or when the account has changed since.",
};

/** The answer of a page to 404 and 410: what is the matter with a one-time link, and the next step. */
export function DeadLink({ reason, children }: { reason: Reason; children: ReactNode }) {
  return (
    <Page title={titles[reason]} lead={explanations[reason]} width="form">
      {children}
    </Page>
  );
}
