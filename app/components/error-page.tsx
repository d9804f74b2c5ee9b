import { ButtonLink } from "./button.tsx";
import { Page } from "./page.tsx";

const titles: Record<number, string> = {
  400: "That did not arrive as it should",
  403: "This is not open to you",
  404: "There is no such page",
  405: "That cannot be done here",
  413: "That is too large",
  429: "Too many tries",
};

/** What a page with this HTTP status is called. */
export function errorTitle(status: number): string {
  return titles[status] ?? (status >= 500 ? "Something broke on our side" : "That did not work");
}

/** What a person reads when something went wrong: what it is, and where to go from here. */
export function ErrorPage({ status, message }: { status: number; message?: string }) {
  const title = errorTitle(status);
  const fallback =
    status >= 500
      ? "It has been noted. Nothing that was shown as saved is lost. Please try again in a moment."
      : "The address may be mistyped, or the page has moved.";
  return (
    <Page title={title} width="text">
      <p className="mb-8 text-large text-soft">{message && message !== `${title}.` ? message : fallback}</p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink href="/">Go to the first page</ButtonLink>
        <ButtonLink href="/learn" look="secondary">
          Go to my courses
        </ButtonLink>
      </div>
    </Page>
  );
}
