import type { ActionFunctionArgs } from "@remix-run/node";
import { publishDraft } from "#app/features/authoring/publish-draft.server.ts";
import { findDraftByToken } from "#app/features/authoring/remote/course-token.queries.server.ts";
import { publishAskSchema } from "#app/features/authoring/remote/publish-ask.schema.ts";
import { tokenRefusal } from "#app/features/authoring/remote/token-refusal.ts";
import { readJson } from "#app/platform/http/read-json.server.ts";

/** Publishes a draft, for a program that holds a token that may. */
export async function action({ request, params }: ActionFunctionArgs) {
  const authorization = request.headers.get("Authorization");
  const found = await findDraftByToken({ authorization, courseKey: params.courseKey, needs: "publish" });
  if (found.status === "refused") {
    const { status, error } = tokenRefusal(found.reason);
    return Response.json({ error }, { status });
  }
  const ask = publishAskSchema.safeParse(await readJson(request, 20_000));
  if (!ask.success) return Response.json({ error: "Say which revision is to be published." }, { status: 422 });
  const outcome = await publishDraft({ ...found.draft, publishedById: found.userId, ...ask.data });
  if (outcome.status !== "refused") return Response.json({ release: outcome.number, faults: [], warnings: outcome.warnings });
  const error =
    outcome.reason === "moved-on" ? "The draft has moved on. Pull first." : "The draft has faults, so it is not published.";
  return Response.json({ ...outcome, error }, { status: outcome.reason === "moved-on" ? 409 : 422 });
}
