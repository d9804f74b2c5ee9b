import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { readDraftPaths } from "#app/features/authoring/draft-files.queries.server.ts";
import { findDraftByToken } from "#app/features/authoring/remote/course-token.queries.server.ts";
import type { TokenScope } from "#app/features/authoring/remote/course-token.ts";
import { pushSchema, receivePush } from "#app/features/authoring/remote/receive-push.server.ts";
import { tokenRefusal } from "#app/features/authoring/remote/token-refusal.ts";
import { readJson } from "#app/platform/http/read-json.server.ts";

const MOST_OF_PUSH = 8_000_000;

async function gate({ request, params }: LoaderFunctionArgs, needs: TokenScope) {
  const authorization = request.headers.get("Authorization");
  const found = await findDraftByToken({ authorization, courseKey: params.courseKey, needs });
  if (found.status === "found") return found;
  const { status, error } = tokenRefusal(found.reason);
  throw Response.json({ error }, { status });
}

/** The files of a draft with their hashes, for a program that holds a token of it. */
export async function loader(args: LoaderFunctionArgs) {
  const { draft } = await gate(args, "read");
  const files = [...(await readDraftPaths(draft.draftId))].map(([path, hash]) => ({ path, hash }));
  return Response.json({ revision: draft.revision, files }, { headers: { "Cache-Control": "no-store" } });
}

/** A push. */
export async function action(args: ActionFunctionArgs) {
  const { draft, userId } = await gate(args, "write");
  const push = pushSchema.safeParse(await readJson(args.request, MOST_OF_PUSH));
  if (!push.success) return Response.json({ error: "This is not a push." }, { status: 422 });
  const outcome = await receivePush({ draftId: draft.draftId, authorId: userId, push: push.data });
  if (outcome.status !== "refused") return Response.json(outcome);
  if (outcome.reason === "moved-on") return Response.json(outcome, { status: 409 });
  const error = outcome.reason === "bad-files" ? outcome.messages.join(" ") : `The push was refused: ${outcome.reason}.`;
  return Response.json({ ...outcome, error }, { status: 422 });
}
