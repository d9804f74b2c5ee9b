import { decodeText } from "#app/features/instruments/exchange/decode-text.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { readUpload } from "#app/platform/http/read-upload.server.ts";
import { LONGEST_LIST } from "./read-people.ts";

/** A list twice over, in a file and in the field, and what is beside it. Percent signs make a byte three. */
const MOST_BYTES = 9 * LONGEST_LIST + 50_000;
const MOST_OF_FILE = 4 * LONGEST_LIST;

/** The fields of the page, what a chosen file holds joined to what is written in the field; or what is wrong with the file. */
export async function readEnrolForm(request: Request): Promise<{ form: FormData; fileFault?: string }> {
  if (!/^multipart\/form-data\s*;/i.test(request.headers.get("Content-Type") ?? "")) {
    return { form: await readForm(request, MOST_BYTES) };
  }
  const upload = await readUpload(request, MOST_BYTES);
  if (upload.status === "refused") {
    if (upload.reason === "too-large") throw new Response("The file is too large for a list of people.", { status: 413 });
    if (upload.reason === "busy") throw new Response("Many are sending files now. Try again in a minute.", { status: 503 });
    throw new Response("No whole form arrived. Send it again.", { status: 400 });
  }
  const { form } = upload;
  const file = form.get("file");
  form.delete("file");
  if ([...form.values()].some((value) => typeof value !== "string"))
    throw new Response("There is one place for a file in this form.", { status: 400 });
  if (!(file instanceof File) || file.size === 0) return { form };
  const decoded = decodeText(Buffer.from(await file.arrayBuffer()), MOST_OF_FILE);
  if (decoded.status === "refused") return { form, fileFault: decoded.message };
  const written = String(form.get("people") ?? "").trim();
  // A file brings its headings in its first line, so it stands first.
  form.set("people", [decoded.text.trim(), written].filter(Boolean).join("\n"));
  return { form };
}
