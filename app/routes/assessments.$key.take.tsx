import {
  type ActionFunctionArgs,
  data,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Page } from "#app/components/page.tsx";
import type { FormOutcome } from "#app/features/assessment/attempt-outcome.tsx";
import type { GuestPage } from "#app/features/assessment/guest-form.ts";
import { GuestForm } from "#app/features/assessment/guest-form-view.tsx";
import { readGuestResult } from "#app/features/assessment/guest-result.queries.server.ts";
import { GUEST_RESULT_DAYS, keepGuestResult } from "#app/features/assessment/keep-guest-result.server.ts";
import { openGuestPage } from "#app/features/assessment/open-guest-page.server.ts";
import { tooManyTriesForm } from "#app/platform/http/form-answers.server.ts";
import { notFound } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { guestCookie, readGuestToken } from "#app/platform/sessions/guest-cookie.server.ts";

export const handle = { script: true };
export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data?.page.title ?? "Assessment", personal: true });

const NONE = "There is no assessment at this address, or it is not open to everybody any more.";

/** The questions. Nothing is stored before they are sent. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { key = "" } = params;
  const page = await openGuestPage({ key });
  if (!page) throw notFound(NONE);
  const token = readGuestToken(request.headers.get("Cookie"), key);
  const viewer = token === null ? null : await context.readViewer();
  const former = await readGuestResult({ key, token, viewerId: viewer?.id ?? null });
  return { page, replaces: former.status === "open" };
}

interface Reply {
  page: GuestPage;
  outcome?: FormOutcome;
  refusal?: string;
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { key = "" } = params;
  const form = await readForm(request);
  const intent = form.get("intent") ?? "submit";
  if (intent !== "submit" && intent !== "submit-anyway") throw badForm();
  const formerToken = readGuestToken(request.headers.get("Cookie"), key);
  const kept = await keepGuestResult({ key, form, clientAddress: context.clientAddress, formerToken });
  switch (kept.status) {
    case "kept": {
      const cookie = guestCookie(key, kept.token, GUEST_RESULT_DAYS * 24 * 60 * 60);
      return redirect(`/assessments/${key}/result`, { status: 303, headers: { "Set-Cookie": cookie } });
    }
    case "asked":
      return data<Reply>({ page: kept.page, outcome: kept.outcome }, { status: 422 });
    case "too-many-tries": {
      const { data: said, init } = tooManyTriesForm({ values: {}, errors: {} }, kept.retryAt);
      return data<Reply>({ page: kept.page, refusal: said.errors[""]?.[0] }, init ?? {});
    }
    case "refused":
      throw kept.reason === "bad-form" ? badForm() : notFound(NONE);
  }
}

function badForm(): Response {
  const words =
    "The form did not arrive as the page had it, so nothing was stored. Open the questions again, and send them once more.";
  return new Response(words, { status: 400, statusText: "Bad Request" });
}

export default function TakeRoute() {
  const { page, replaces } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const shown = reply?.page ?? page;
  return (
    <Page title={shown.title} width="wide">
      <GuestForm page={shown} outcome={reply?.outcome} refusal={reply?.refusal} replaces={replaces} />
    </Page>
  );
}
