import type { LoaderFunctionArgs } from "@remix-run/node";
import { readMediaCourse } from "#app/features/insights/media-desk.queries.server.ts";
import { findLibraryFile } from "#app/features/media/library.queries.server.ts";
import { answerWithMedia } from "#app/features/media/media-response.server.ts";
import { found, notFound, requireRole } from "#app/platform/http/gates.server.ts";

/** A file of the media library, for who may change it. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readMediaCourse(viewer, args.params.courseSlug);
  if (!course) throw notFound();
  const { headers, method } = args.request;
  const file = found(await findLibraryFile(course.id, args.params.hash ?? ""), "There is no such file.");
  const answer = await answerWithMedia({
    ...{ file, name: file.name, download: false, audience: "private", method },
    headers: { range: headers.get("Range"), ifNoneMatch: headers.get("If-None-Match"), ifRange: headers.get("If-Range") },
  });
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}
