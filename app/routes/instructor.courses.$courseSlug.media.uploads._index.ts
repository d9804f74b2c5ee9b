import type { ActionFunctionArgs } from "@remix-run/node";
import { readMediaCourse } from "#app/features/insights/media-desk.queries.server.ts";
import { LARGEST_UPLOAD, startUpload } from "#app/features/media/start-upload.server.ts";
import { readTusMetadata, TUS } from "#app/features/media/tus.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";

/** Begins an upload in pieces: tus 1.0.0, "Creation". Its pieces go to the address in the answer. */
export async function action(args: ActionFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readMediaCourse(viewer, args.params.courseSlug);
  if (!course) throw notFound();
  const { headers, method } = args.request;
  if (method !== "POST") return new Response(null, { status: 405, headers: TUS });
  const length = headers.get("Upload-Length") ?? "";
  const { filename } = readTusMetadata(headers.get("Upload-Metadata") ?? "");
  if (!/^\d{1,15}$/.test(length) || !filename)
    return new Response("Say the length and the name of the file.", { status: 400, headers: TUS });
  const started = await startUpload({ courseId: course.id, userId: viewer.id, name: filename, size: Number(length) });
  if (started.status === "refused") {
    const status = { "too-large": 413, "wrong-type": 415, "too-many": 429 }[started.reason];
    return new Response(started.message, { status, headers: { ...TUS, "Tus-Max-Size": String(LARGEST_UPLOAD) } });
  }
  const Location = `/instructor/courses/${course.key}/media/uploads/${started.id}`;
  return new Response(null, {
    status: 201,
    headers: { ...TUS, Location, "Upload-Offset": "0", "Upload-Expires": started.expiresAt.toUTCString() },
  });
}
