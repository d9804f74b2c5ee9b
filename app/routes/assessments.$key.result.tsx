import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { claimGuestResult } from "#app/features/assessment/claim-guest-result.server.ts";
import { deleteGuestResult } from "#app/features/assessment/delete-guest-result.server.ts";
import { readGuestResult } from "#app/features/assessment/guest-result.queries.server.ts";
import { GuestResultView } from "#app/features/assessment/guest-result-view.tsx";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { blankGuestCookie, readGuestToken } from "#app/platform/sessions/guest-cookie.server.ts";

export const handle = { script: true };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Your result: ${data.page.title}` : "Your result", personal: true });

/**
 * The result that this browser's cookie opens. With `?save` comes back who pressed "Save it" without being signed in, and
 * has signed up or in since: then it is saved now, once.
 */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { key = "" } = params;
  const token = readGuestToken(request.headers.get("Cookie"), key);
  const viewer = await context.readViewer();
  if (viewer && token && new URL(request.url).searchParams.has("save")) {
    const claimed = await claimGuestResult({ userId: viewer.id, key, token });
    if (claimed.status === "saved") throw redirect(`/attempts/${claimed.attemptId}/result`);
  }
  const visit = await readGuestResult({ key, token, viewerId: viewer?.id ?? null });
  if (visit.status === "no-such-result") throw noResult();
  if (visit.status === "saved") throw visit.own ? redirect(`/attempts/${visit.attemptId}/result`) : savedElsewhere();
  return { key, page: visit.page, expiresAt: visit.expiresAt, signedIn: viewer !== null };
}

export async function action(args: ActionFunctionArgs) {
  const { request, params } = args;
  const { key = "" } = params;
  const intent = (await readForm(request)).get("intent");
  const token = readGuestToken(request.headers.get("Cookie"), key);
  if (intent === "delete") {
    const deleted = token ? await deleteGuestResult({ key, token }) : undefined;
    if (deleted?.status !== "deleted") throw noResult();
    return redirect("/assessments?deleted", { status: 303, headers: { "Set-Cookie": blankGuestCookie(key) } });
  }
  if (intent !== "save")
    throw new Response("The form did not say what to do. Open your result again, and press the button once more.", {
      status: 400,
    });
  const viewer = await requireViewer(args);
  const claimed = token ? await claimGuestResult({ userId: viewer.id, key, token }) : undefined;
  if (!claimed || (claimed.status === "refused" && claimed.reason === "no-such-result")) throw noResult();
  if (claimed.status === "refused") throw savedElsewhere();
  return redirect(`/attempts/${claimed.attemptId}/result`, 303);
}

function noResult(): Response {
  return notFound(
    "This browser has no result of this assessment. If you took it in another browser, open this page there: signed in, you can save it. What is deleted or older than 30 days is gone, and what you have saved is among the results in your account.",
  );
}

function savedElsewhere(): Response {
  return new Response("This result was saved to an account. Sign in with that account, and look among your results.", {
    status: 410,
    statusText: "Gone",
  });
}

export default function GuestResultRoute() {
  const { key, page, expiresAt, signedIn } = useLoaderData<typeof loader>();
  return (
    <Page title={page.title} lead={<FormattedDate value={page.submittedAt} time />} width="text">
      <GuestResultView assessment={key} page={page} expiresAt={expiresAt} signedIn={signedIn} />
    </Page>
  );
}
