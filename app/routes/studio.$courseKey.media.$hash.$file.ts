import type { LoaderFunctionArgs } from "@remix-run/node";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import { findDraftMedia } from "#app/features/authoring/draft-media.queries.server.ts";
import { answerWithMedia } from "#app/features/media/media-response.server.ts";
import { found, requireRole } from "#app/platform/http/gates.server.ts";

/** A file of a draft's media, for those who may edit the draft. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const draft = found(await findDraft(viewer, args.params.courseKey));
  const { hash = "", file: name = "" } = args.params;
  const file = found(await findDraftMedia({ draftId: draft.draftId, name, hash }), "There is no such file.");
  const { headers: sent, method } = args.request;
  const headers = { range: sent.get("Range"), ifNoneMatch: sent.get("If-None-Match"), ifRange: sent.get("If-Range") };
  const answer = await answerWithMedia({ file, name, download: false, audience: "private", headers, method });
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}
