import type { LoaderFunctionArgs } from "@remix-run/node";
import { findLessonMedia } from "#app/features/learning/lesson-media.queries.server.ts";
import { answerWithMedia } from "#app/features/media/media-response.server.ts";
import { notFound } from "#app/platform/http/gates.server.ts";

/** A file of a lesson. Every request is decided by `decideAccess`: a copied address opens nothing for somebody else. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const viewer = await context.readViewer();
  const { courseKey = "", lessonKey = "", hash = "", file = "" } = params;
  const found = await findLessonMedia({ viewer, courseKey, lessonKey, hash, file });
  if (found.status === "refused") {
    if (found.reason === "not-found") throw notFound("There is no such file.");
    throw new Response("This file belongs to a lesson that is not open to you.", { status: viewer ? 403 : 401 });
  }
  const answer = await answerWithMedia({
    file: found.file,
    name: file,
    download: new URL(request.url).searchParams.has("download"),
    audience: found.audience,
    headers: {
      range: request.headers.get("Range"),
      ifNoneMatch: request.headers.get("If-None-Match"),
      ifRange: request.headers.get("If-Range"),
    },
    method: request.method,
  });
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}
