import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { findDraftByToken } from "#app/features/authoring/remote/course-token.queries.server.ts";
import type { TokenScope } from "#app/features/authoring/remote/course-token.ts";
import { readOwnBytes } from "#app/features/authoring/remote/own-bytes.queries.server.ts";
import { MOST_BYTES, receiveBytes } from "#app/features/authoring/remote/receive-bytes.server.ts";
import { tokenRefusal } from "#app/features/authoring/remote/token-refusal.ts";
import { readBytes } from "#app/platform/http/read-bytes.server.ts";

async function gate({ request, params }: LoaderFunctionArgs, needs: TokenScope) {
  const authorization = request.headers.get("Authorization");
  const found = await findDraftByToken({ authorization, courseKey: params.courseKey, needs });
  if (found.status === "found") return found;
  const { status, error } = tokenRefusal(found.reason);
  throw Response.json({ error }, { status });
}

/** Bytes that the draft holds or has held. */
export async function loader(args: LoaderFunctionArgs) {
  const { draft } = await gate(args, "read");
  const bytes = await readOwnBytes({ draftId: draft.draftId, hash: args.params.hash ?? "" });
  if (!bytes) return Response.json({ error: "This draft has no such bytes." }, { status: 404 });
  const headers = {
    "Content-Type": "application/octet-stream",
    "Content-Disposition": "attachment",
    "Cache-Control": "no-store",
  };
  return new Response(new Uint8Array(bytes), { headers });
}

/** Bytes that a push will name. */
export async function action(args: ActionFunctionArgs) {
  const { draft } = await gate(args, "write");
  const bytes = await readBytes(args.request, MOST_BYTES);
  if (!bytes) return Response.json({ error: "This file is larger than 200 MiB." }, { status: 413 });
  const kept = await receiveBytes({ draftId: draft.draftId, bytes: Buffer.from(bytes), hash: args.params.hash ?? "" });
  if (!kept) return Response.json({ error: "What arrived is not what was sent. Send it again." }, { status: 422 });
  return Response.json({ hash: args.params.hash });
}
