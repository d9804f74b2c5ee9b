import { createHash } from "node:crypto";
import { compareText, type Fault } from "./fault.ts";

/** A course folder in memory, whether it came from a disk, a release or the studio. */
export interface CourseFolder {
  /** Path within the folder, with `/` between names -> bytes. */
  files: ReadonlyMap<string, Buffer>;
  /** What could not be taken in; the checker reports it with its own faults. */
  unreadable?: Fault[];
}

/** True for a file that is there and could not be taken in: it has a fault of its own, so nothing else is said of it. */
export function isUnreadable(folder: CourseFolder, path: string): boolean {
  return folder.unreadable?.some((fault) => fault.file === path) ?? false;
}

export const TEXT_LIMIT = 1024 * 1024;
export const MEDIA_LIMIT = 200 * 1024 * 1024;

/**
 * True for what pages fetch by address and storage keeps; the rest is text that the database keeps. Transcripts are
 * compiled into pages, so they are text although they lie in media/.
 */
export function isMedia(path: string): boolean {
  return path.startsWith("media/") && !path.endsWith(".md");
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** SHA-256 over the paths and bytes. Two folders have the same digest exactly when they hold the same files. */
export function folderDigest(folder: CourseFolder): string {
  const hash = createHash("sha256");
  for (const [path, bytes] of [...folder.files].sort(([a], [b]) => compareText(a, b))) {
    hash.update(`${Buffer.byteLength(path)}:${path}:${bytes.length}:`).update(bytes);
  }
  return hash.digest("hex");
}

/** JSON with sorted keys: equal values give equal text, whatever order a database keeps. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compareText(a, b)))
      : inner,
  );
}

const decoder = new TextDecoder("utf-8", { fatal: true });

/** The text of a file, without a byte order mark; undefined where the bytes are not UTF-8. */
export function decodeText(bytes: Buffer): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
