import type { Entry, ZipFile } from "yauzl";
import yauzl from "yauzl";
import { Refused } from "../../stop.ts";
import { MAX_ENTRIES, MAX_INFLATED, MAX_RATIO, RATIO_FROM } from "../limits.ts";

/** The files of a package, by name. */
export interface PackageFiles {
  names: string[];
  has(name: string): boolean;
  /** The bytes of a file of at most `limit` bytes. @throws Refused where it is larger or broken. */
  read(name: string, limit: number): Promise<Uint8Array>;
}

/** True where the bytes begin as a zip file does, an empty one included. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));
}

/**
 * Reads the directory of a zip file and inflates single files on demand. Sizes are held to the limits twice: as they are
 * declared, before anything is inflated, and as they come out, since a declaration may lie.
 */
export async function openZip(bytes: Uint8Array): Promise<PackageFiles> {
  const zip = await open(bytes);
  const entries = new Map<string, Entry>();
  let declared = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.size >= MAX_ENTRIES) throw new Refused(`This package has more than ${MAX_ENTRIES} files.`);
      checkEntry(entry);
      if (entry.fileName.endsWith("/")) continue;
      declared += entry.uncompressedSize;
      if (declared > MAX_INFLATED) throw tooLarge();
      if (entries.has(entry.fileName)) throw new Refused(`The package holds the file ${shown(entry.fileName)} twice.`);
      entries.set(entry.fileName, entry);
    }
  } catch (error) {
    throw asRefused(error);
  }

  let inflated = 0;
  /** What was read before is not counted again: it is inflated anew, and not kept here. */
  const counted = new Set<string>();
  return {
    names: [...entries.keys()],
    has: (name) => entries.has(name),
    async read(name, limit) {
      const entry = entries.get(name);
      if (!entry) throw new Error(`There is no ${name} in the package.`);
      if (entry.uncompressedSize > limit) throw new Refused(`The file ${shown(name)} of the package is too large.`);
      const chunks: Buffer[] = [];
      let size = 0;
      try {
        const stream = await zip.openReadStreamPromise(entry);
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          size += chunk.length;
          if (!counted.has(name)) inflated += chunk.length;
          if (size > limit) throw new Refused(`The file ${shown(name)} of the package is too large.`);
          if (inflated > MAX_INFLATED) throw tooLarge();
          chunks.push(chunk);
        }
      } catch (error) {
        throw asRefused(error);
      }
      counted.add(name);
      return Buffer.concat(chunks, size);
    },
  };
}

async function open(bytes: Uint8Array): Promise<ZipFile> {
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // Strict: a name with a backslash is refused, not rewritten.
    return await yauzl.fromBufferPromise(buffer, { strictFileNames: true, lazyEntries: true });
  } catch (error) {
    throw asRefused(error);
  }
}

/** yauzl has refused absolute names, drive letters, backslashes and `..` by now. */
function checkEntry(entry: Entry): void {
  const name = shown(entry.fileName);
  const hasControl = [...entry.fileName].some((sign) => sign < " ");
  if (hasControl || /^[a-z]:/i.test(entry.fileName)) throw new Refused(`The package holds a file with an unsafe name: ${name}.`);
  if (entry.isEncrypted()) throw new Refused("This package is encrypted. Save it without a password.");
  const fileType = (entry.externalFileAttributes >>> 16) & 0xf000;
  // Regular files, folders, and archives written where there are no file types.
  if (fileType !== 0 && fileType !== 0x8000 && fileType !== 0x4000)
    throw new Refused(`The package holds something that is not a file: ${name}. Links cannot be taken.`);
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8)
    throw new Refused(`The file ${name} is packed in a way that is not known here.`);
  const { uncompressedSize, compressedSize } = entry;
  if (uncompressedSize > MAX_INFLATED) throw tooLarge();
  if (uncompressedSize > RATIO_FROM && uncompressedSize > compressedSize * MAX_RATIO)
    throw new Refused(`The file ${name} grows more than ${MAX_RATIO} times when it is unpacked.`);
}

function tooLarge(): Refused {
  return new Refused(`This package is too large: unpacked it has more than ${MAX_INFLATED / 1_048_576} MB.`);
}

function asRefused(error: unknown): Refused {
  if (error instanceof Refused) return error;
  return new Refused(`This zip file cannot be read: ${error instanceof Error ? shown(error.message) : "it is broken"}.`);
}

/** A text of the file as a message can show it. */
export function shown(text: string): string {
  const plain = [...text].map((sign) => (sign < " " ? "?" : sign)).join("");
  return plain.length > 120 ? `${plain.slice(0, 120)}…` : plain;
}
