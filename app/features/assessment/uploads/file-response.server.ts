import { Readable } from "node:stream";
import { uploadStorage } from "#app/platform/storage/storage.server.ts";
import type { AnswerFileToRead } from "./answer-files.queries.server.ts";

/** The answer to a request for a file that somebody uploaded: it is saved, and never shown as a page of ours. */
export async function answerWithFile(file: AnswerFileToRead): Promise<{ headers: Record<string, string>; body: ReadableStream }> {
  return {
    headers: {
      "Content-Type": "application/octet-stream",
      "Content-Length": String(file.size),
      "Content-Disposition": `attachment; filename*=UTF-8''${encodeName(file.name)}`,
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      // Who may have it is asked each time.
      "Cache-Control": "private, no-store",
    },
    body: Readable.toWeb(await uploadStorage().read(file.hash)) as ReadableStream,
  };
}

/** RFC 8187: what `encodeURIComponent` leaves and the header does not take is encoded too. */
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
