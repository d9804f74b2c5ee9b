import { readBytes } from "./read-bytes.server.ts";

/** More than any form of the site has but an attempt's; uploads of media have a way of their own. */
const MAX_BYTES = 200_000;
/**
 * A page of an attempt sends its answers and what it showed of them. In a form a Chinese sign takes nine bytes, so that a
 * long text of 20,000 signs that was changed takes 360,000: this is enough for four of them on one page.
 */
export const MOST_OF_ATTEMPT = 1_500_000;
/** The same of fields. What a form is parsed with takes quadratic time for a name that is sent again and again. */
const MAX_FIELDS = 2_000;
const FORM_TYPES = /^(application\/x-www-form-urlencoded|multipart\/form-data)\s*(;|$)/i;

/**
 * The fields of a form that was sent. Fields that are no form at all, and files, are a 4xx with a sentence, never a
 * 500.
 * @throws Response 400, 413 or 415
 */
export async function readForm(request: Request, limit = MAX_BYTES): Promise<FormData> {
  const type = request.headers.get("Content-Type") ?? "";
  if (!FORM_TYPES.test(type)) throw new Response("Send this as a form.", { status: 415, statusText: "Unsupported Media Type" });
  const bytes = await readBytes(request, limit);
  if (!bytes || countFields(bytes) > MAX_FIELDS) throw tooLarge();
  const form = await parse(bytes, type);
  if ([...form.keys()].length > MAX_FIELDS) throw tooLarge();
  if ([...form.values()].some((value) => typeof value !== "string")) {
    throw new Response("There is no place for files in this form. Send it without them.", {
      status: 400,
      statusText: "Bad Request",
    });
  }
  // Reserved by Conform, whose browser part no page of ours uses.
  form.delete("__intent__");
  form.delete("__state__");
  return form;
}

function tooLarge(): Response {
  return new Response("The form is too large. Write less, and send it again.", { status: 413, statusText: "Content Too Large" });
}

/** At most so many fields does a urlencoded form have: one more than it has "&". */
function countFields(bytes: Uint8Array): number {
  let count = 1;
  for (const byte of bytes) if (byte === 0x26) count += 1;
  return count;
}

async function parse(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { "Content-Type": type } }).formData();
  } catch {
    throw new Response("The form could not be read. Open the page again, and send it once more.", {
      status: 400,
      statusText: "Bad Request",
    });
  }
}
