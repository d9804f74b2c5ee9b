import { buffer } from "node:stream/consumers";
import yazl from "yazl";
import { compareText } from "#app/features/courseware/fault.ts";

/** The same files always make the same zip: it says nothing of when it was written. */
const WRITTEN = new Date(Date.UTC(2000, 0, 1));

/** The files of a course as a zip, in a folder of its own. */
export async function writeZip(ask: { folder: string; files: ReadonlyMap<string, Buffer> }): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [path, bytes] of [...ask.files].sort(([a], [b]) => compareText(a, b))) {
    zip.addBuffer(bytes, `${ask.folder}/${path}`, { mtime: WRITTEN, mode: 0o100644 });
  }
  zip.end();
  return buffer(zip.outputStream);
}
