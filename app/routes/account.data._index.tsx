import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { AccountNav } from "#app/features/accounts/account-nav.tsx";
import { withdrawConsent } from "#app/features/assessment/record-consent.server.ts";
import { readAccountData } from "#app/features/privacy/account-data.queries.server.ts";
import { ConsentsSection, DownloadSection, EraseSection, SharesSection } from "#app/features/privacy/data-page-parts.tsx";
import { withdrawForm } from "#app/features/privacy/privacy.schema.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Your data", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const withdrawn = new URL(args.request.url).searchParams.has("withdrawn");
  return { ...(await readAccountData(viewer.id)), withdrawn };
}

/** Takes a consent back. */
export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const form = parseForm(await readForm(args.request), withdrawForm);
  if (!form.ok) throw new Response("This form is not known here. Open the page again.", { status: 400 });
  const outcome = await withdrawConsent({ userId: viewer.id, consentId: form.value.consentId });
  if (outcome.status === "refused") throw notFound("There is no such consent, or it is not yours.");
  return redirect("/account/data?withdrawn", 303);
}

export default function Data() {
  const { consents, shares, withdrawn } = useLoaderData<typeof loader>();
  return (
    <Page title="Your data">
      <AccountNav here="/account/data" />
      {withdrawn && (
        <Notice tone="done" title="Taken back" live>
          You are asked again before you begin that questionnaire.
        </Notice>
      )}
      <DownloadSection />
      <SharesSection shares={shares} />
      <ConsentsSection consents={consents} />
      <EraseSection />
    </Page>
  );
}
