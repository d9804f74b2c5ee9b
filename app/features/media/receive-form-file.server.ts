import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { readUpload } from "#app/platform/http/read-upload.server.ts";
import { type KeepFile, keepFile } from "./keep-file.server.ts";

/** What the plain form takes, in bytes: it is in memory for a moment. Larger files come in pieces. */
const MOST_OF_FORM = 20_000_000;

/** A file from a form without a script, into the library. */
export async function receiveFormFile({ courseId, request }: { courseId: string; request: Request }): Promise<KeepFile> {
  const read = await readUpload(request, MOST_OF_FORM);
  if (read.status === "refused") {
    const message = {
      "no-form": "Choose a file first.",
      "too-large": "Without scripts a file may have 20 MB at most. Turn them on to send larger ones.",
      broken: "The file did not come whole. Send it again.",
      busy: "Many people are sending files at this moment. Try again in a minute.",
    }[read.reason];
    return { status: "refused", message };
  }
  const file = read.form.get("file");
  if (!(file instanceof File) || file.name === "") return { status: "refused", message: "Choose a file first." };
  const aside = path.join(os.tmpdir(), `media-${randomUUID()}`);
  try {
    await writeFile(aside, Buffer.from(await file.arrayBuffer()), { flag: "wx", mode: 0o600 });
    return await keepFile({ courseId, file: aside, name: file.name });
  } finally {
    await rm(aside, { force: true });
  }
}
