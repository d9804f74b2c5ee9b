/** More than any form of the site has; uploads of media have a way of their own. */
const MAX_BYTES = 1_000_000;
const FORM_TYPES = /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i;

/**
 * The fields of a form that was sent. Fields that are no form at all are a 4xx with a sentence, never a 500.
 * @throws Response 400, 413 or 415
 */
export async function readForm(request: Request): Promise<FormData> {
  const type = request.headers.get("Content-Type") ?? "";
  if (!FORM_TYPES.test(type)) throw new Response("Send this as a form.", { status: 415, statusText: "Unsupported Media Type" });
  const bytes = await readAtMost(request, MAX_BYTES);
  if (!bytes)
    throw new Response("The form is too large. Write less, and send it again.", { status: 413, statusText: "Content Too Large" });
  try {
    const form = await new Response(bytes, { headers: { "Content-Type": type } }).formData();
    // Reserved by Conform, whose browser part no page of ours uses.
    form.delete("__intent__");
    form.delete("__state__");
    return form;
  } catch {
    throw new Response("The form could not be read. Open the page again, and send it once more.", {
      status: 400,
      statusText: "Bad Request",
    });
  }
}

async function readAtMost(request: Request, limit: number): Promise<Buffer<ArrayBuffer> | null> {
  if (Number(request.headers.get("Content-Length") ?? 0) > limit) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (;;) {
    const { done, value: chunk } = (await reader?.read()) ?? { done: true };
    if (done) break;
    size += chunk.byteLength;
    if (size > limit) {
      await reader?.cancel();
      return null;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
