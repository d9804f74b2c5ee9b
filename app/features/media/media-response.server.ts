import { Readable } from "node:stream";
import { storage } from "#app/platform/storage/storage.server.ts";
import { readByteRange } from "./byte-range.ts";

interface MediaAsk {
  file: { hash: string; size: number; mediaType: string };
  /** The name a download is saved under. */
  name: string;
  download: boolean;
  /** Who else may keep the answer: "private" for what a person has paid for. */
  audience: "public" | "private";
  headers: { range: string | null; ifNoneMatch: string | null; ifRange: string | null };
  method: string;
}

export interface MediaAnswer {
  status: 200 | 206 | 304 | 416;
  headers: Record<string, string>;
  body: ReadableStream | null;
}

/** Types that a browser may show by itself. Everything else is saved, so that no upload runs as a page of ours. */
const SHOWN = /^(image\/(png|jpeg|webp|avif|gif|svg\+xml)|video\/|audio\/|text\/(vtt|plain)|application\/pdf)/;

/** The answer to a request for a stored file, by range where one is asked for. Whether it may be asked is the caller's to decide. */
export async function answerWithMedia({ file, name, download, audience, headers, method }: MediaAsk): Promise<MediaAnswer> {
  const etag = `"${file.hash.slice(0, 32)}"`;
  const shown = !download && SHOWN.test(file.mediaType);
  const common: Record<string, string> = {
    "Accept-Ranges": "bytes",
    ETag: etag,
    // The address names the bytes, so a browser may keep them; who may fetch them is asked again each time they are fetched.
    "Cache-Control": audience === "public" ? "public, max-age=31536000, immutable" : "private, no-cache",
    "Content-Type": shown ? file.mediaType : "application/octet-stream",
    "Content-Disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(name)}`,
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  };
  if (headers.ifNoneMatch?.includes(etag)) return { status: 304, headers: common, body: null };
  const ranged = headers.ifRange === null || headers.ifRange === etag ? readByteRange(headers.range, file.size) : "whole";
  if (ranged === "unsatisfiable")
    return { status: 416, headers: { ...common, "Content-Range": `bytes */${file.size}` }, body: null };
  const range = ranged === "whole" ? undefined : ranged;
  const length = range ? range.end - range.start + 1 : file.size;
  const answer = { ...common, "Content-Length": String(length) };
  const body = method === "HEAD" ? null : (Readable.toWeb(await storage().read(file.hash, range)) as ReadableStream);
  if (!range) return { status: 200, headers: answer, body };
  return { status: 206, headers: { ...answer, "Content-Range": `bytes ${range.start}-${range.end}/${file.size}` }, body };
}
