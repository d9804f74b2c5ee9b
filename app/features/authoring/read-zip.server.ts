import type { Entry, ZipFile } from "yauzl";
import yauzl from "yauzl";
import { isMedia, MEDIA_LIMIT, TEXT_LIMIT } from "#app/features/courseware/course-folder.server.ts";
import { compareText } from "#app/features/courseware/fault.ts";
import { faultOfPath, fileThatIsFolder, isLeftOut, MOST_FILES, shownPath } from "./draft-path.ts";

/** What a zip of a course may be when it is unpacked, in all. Larger ones are pushed file by file. */
export const MOST_UNPACKED = 256 * 1024 * 1024;
/** How many times a file may grow, beyond a size that does no harm. */
const MOST_GROWTH = 200;
const GROWTH_FROM = 256 * 1024;

export type ReadZip = { status: "read"; files: Map<string, Buffer> } | { status: "refused"; message: string };

class Refused extends Error {}

/**
 * The files of a course in a zip, in the order of their paths. Where all of them lie in one folder, it is left out of
 * their paths. Sizes are held to the limits as they are declared and again as they come out.
 */
export async function readZip(bytes: Buffer): Promise<ReadZip> {
  try {
    const zip = await open(bytes);
    const entries = await listEntries(zip);
    const root = rootOf([...entries.keys()]);
    if (!entries.has(`${root}course.yaml`))
      throw new Refused("There is no course.yaml in this zip. Pack the folder that holds course.yaml.");
    const files = new Map<string, Buffer>();
    let unpacked = 0;
    for (const [name, entry] of [...entries].sort(([a], [b]) => compareText(a, b))) {
      const path = name.slice(root.length);
      if (isLeftOut(path)) continue;
      const file = await inflate(zip, entry, path);
      unpacked += file.length;
      if (unpacked > MOST_UNPACKED) throw tooLarge();
      files.set(path, file);
    }
    const both = fileThatIsFolder(files.keys());
    if (both) throw new Refused(`${shownPath(both.file)} cannot be a file and hold ${shownPath(both.below)} as well.`);
    return { status: "read", files };
  } catch (error) {
    if (error instanceof Refused) return { status: "refused", message: error.message };
    // What yauzl throws is about the file: it does no input or output here but on the bytes.
    const why = error instanceof Error ? shownPath(error.message) : "it is broken";
    return { status: "refused", message: `This zip file cannot be read: ${why}.` };
  }
}

function open(bytes: Buffer): Promise<ZipFile> {
  // Strict: a name with a backslash is refused, not rewritten.
  return yauzl.fromBufferPromise(bytes, { strictFileNames: true, lazyEntries: true });
}

async function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  let declared = 0;
  let count = 0;
  for await (const entry of zip.eachEntry()) {
    count += 1;
    // Folders have entries of their own.
    if (count > 2 * MOST_FILES || entries.size >= MOST_FILES + 1)
      throw new Refused(`This zip has more than ${MOST_FILES} files. Keep only what belongs to the course.`);
    const name = entry.fileName;
    if (name.endsWith("/") || isDebris(name)) continue;
    checkEntry(entry);
    declared += entry.uncompressedSize;
    if (declared > MOST_UNPACKED) throw tooLarge();
    if (entries.has(name)) throw new Refused(`The file ${shownPath(name)} is in this zip twice.`);
    entries.set(name, entry);
  }
  if (entries.size > MOST_FILES)
    throw new Refused(`This zip has more than ${MOST_FILES} files. Keep only what belongs to the course.`);
  return entries;
}

/** What is left out anyway is not looked at, but for ways out of the folder. */
function isDebris(name: string): boolean {
  return isLeftOut(name) && !name.split("/").includes("..");
}

function checkEntry(entry: Entry): void {
  const fault = faultOfPath(entry.fileName);
  if (fault) throw new Refused(fault);
  const name = shownPath(entry.fileName);
  if (entry.isEncrypted()) throw new Refused("This zip is locked with a password. Save it without one.");
  const fileType = (entry.externalFileAttributes >>> 16) & 0xf000;
  // Files, and archives written where there are no file types.
  if (fileType !== 0 && fileType !== 0x8000)
    throw new Refused(`${name} is not a file but a link or something else. Put the file itself into the folder.`);
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    throw new Refused(`${name} is packed in a way that is not known here. Pack the folder as a plain zip.`);
  const { uncompressedSize, compressedSize } = entry;
  if (uncompressedSize > GROWTH_FROM && uncompressedSize > compressedSize * MOST_GROWTH)
    throw new Refused(`${name} grows more than ${MOST_GROWTH} times when it is unpacked. Such files are not taken.`);
}

/** The one folder that everything lies in, with its slash, where course.yaml is not at the top. */
function rootOf(names: string[]): string {
  if (names.length === 0) throw new Refused("This zip is empty.");
  if (names.includes("course.yaml")) return "";
  const root = `${names[0]!.split("/")[0]}/`;
  return names.every((name) => name.startsWith(root)) ? root : "";
}

async function inflate(zip: ZipFile, entry: Entry, path: string): Promise<Buffer> {
  const limit = isMedia(path) ? MEDIA_LIMIT : TEXT_LIMIT;
  const refuse = () => new Refused(`The file ${shownPath(path)} is larger than ${limit / 1024 / 1024} MiB.`);
  if (entry.uncompressedSize > limit) throw refuse();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw refuse();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(): Refused {
  const limit = MOST_UNPACKED / 1024 / 1024;
  return new Refused(
    `Unpacked, this zip has more than ${limit} MiB. Leave out large recordings, and send them with npm run course -- push.`,
  );
}
