import type { LoaderFunctionArgs } from "@remix-run/node";
import { checkDraft } from "#app/features/authoring/check-draft.queries.server.ts";
import { findDraftByToken } from "#app/features/authoring/remote/course-token.queries.server.ts";
import { tokenRefusal } from "#app/features/authoring/remote/token-refusal.ts";

/** What the checker says of a draft, for a program that holds a token of it. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const authorization = request.headers.get("Authorization");
  const found = await findDraftByToken({ authorization, courseKey: params.courseKey, needs: "read" });
  if (found.status === "refused") {
    const { status, error } = tokenRefusal(found.reason);
    return Response.json({ error }, { status });
  }
  const { faults, warnings } = await checkDraft(found.draft);
  return Response.json({ faults, warnings }, { headers: { "Cache-Control": "no-store" } });
}
