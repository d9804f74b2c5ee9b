import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { readMediaCourse } from "#app/features/insights/media-desk.queries.server.ts";
import { readUploadState, receivePiece, stopUpload, type UploadState } from "#app/features/media/receive-piece.server.ts";
import { TUS } from "#app/features/media/tus.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";

/** How far an upload is: what tus asks with HEAD. */
export async function loader(args: LoaderFunctionArgs) {
  return answerTo(await readUploadState(await whose(args)), 200);
}

/** A piece of an upload (PATCH), or its end before it is whole (DELETE). */
export async function action(args: ActionFunctionArgs) {
  const upload = await whose(args);
  const { method, headers, body } = args.request;
  if (method === "DELETE") {
    await stopUpload(upload);
    return new Response(null, { status: 204, headers: TUS });
  }
  if (method !== "PATCH")
    return new Response("Send a piece with PATCH.", { status: 405, headers: { ...TUS, Allow: "HEAD, PATCH, DELETE" } });
  const offset = headers.get("Upload-Offset") ?? "";
  if (headers.get("Content-Type") !== "application/offset+octet-stream")
    return new Response("A piece comes as application/offset+octet-stream.", { status: 415, headers: TUS });
  if (!/^\d{1,15}$/.test(offset)) return new Response("Say where the piece begins.", { status: 400, headers: TUS });
  return answerTo(await receivePiece({ ...upload, offset: Number(offset), body }), 204);
}

async function whose(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readMediaCourse(viewer, args.params.courseSlug);
  if (!course) throw notFound();
  return { id: args.params.uploadId ?? "", courseId: course.id, userId: viewer.id };
}

const STATUS = { "no-such-upload": 404, busy: 423, "wrong-place": 409, "too-large": 413, "bad-file": 422 } as const;

const WORDS = {
  "no-such-upload": "There is no such upload.",
  busy: "A piece of this upload is being written. Try again in a moment.",
  "wrong-place": "This piece does not begin where the upload has come to.",
  "too-large": "This is more than the upload was said to be.",
  "bad-file": "This file cannot be kept.",
};

function answerTo(state: UploadState, status: number): Response {
  const headers = { ...TUS, "Cache-Control": "no-store" };
  if (state.status === "refused")
    return new Response("message" in state ? state.message : WORDS[state.reason], { status: STATUS[state.reason], headers });
  return new Response(null, {
    status,
    headers: {
      ...headers,
      "Upload-Offset": String(state.offset),
      "Upload-Length": String(state.size),
      "Upload-Expires": state.expiresAt.toUTCString(),
    },
  });
}
