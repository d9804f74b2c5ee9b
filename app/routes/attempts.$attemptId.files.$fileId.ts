import type { LoaderFunctionArgs } from "@remix-run/node";
import { findAnswerFile } from "#app/features/assessment/uploads/answer-files.queries.server.ts";
import { answerWithFile } from "#app/features/assessment/uploads/file-response.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";

/** A file of an answer, for its owner and for those who grade it: a copied address opens nothing for somebody else. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "", fileId = "" } = args.params;
  const file = await findAnswerFile(viewer, { attemptId, fileId });
  if (!file) throw notFound("There is no such file, or it is not yours.");
  const { headers, body } = await answerWithFile(file);
  if (args.request.method === "HEAD") {
    await body.cancel();
    return new Response(null, { headers });
  }
  return new Response(body, { headers });
}
