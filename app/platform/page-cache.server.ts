import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { LRUCache } from "lru-cache";
import { type Announcement, listenForAnnouncements } from "./announcements.server.ts";
import { now } from "./clock.server.ts";
import { encodingFor } from "./http/content-encoding.ts";
import { isAnonymous } from "./sessions/anonymous.server.ts";

/**
 * Public pages as anonymous visitors get them, kept in this process's memory. A page goes in only when it was rendered
 * wholly after the last announcement, and nothing is kept or served while announcements cannot be heard: a change of
 * catalogue or price is seen everywhere at the next request.
 */
interface Page {
  status: number;
  headers: Record<string, string>;
  etag: string;
  /** Milliseconds on the platform's clock. */
  keptAt: number;
  identity: Buffer;
  gzip?: Buffer;
  br?: Buffer;
}

const MAX_PAGES = 500;
/** As links write it. The router takes capitals and more slashes too, of which a stranger could make endless ones. */
const PLAIN_PATH = /^\/(?:[a-z0-9.-]+(?:\/[a-z0-9.-]+)*)?$/;
/** What changes by the hour and not by an act, such as an article that is dated ahead, is seen this much later. */
const MAX_AGE = 60_000;
const pages = new LRUCache<string, Page>({ max: MAX_PAGES });
let epoch = 0;
let listening = false;

export function openPageCache(): { close(): Promise<void> } {
  return listenForAnnouncements({
    onAnnouncement(what: Announcement) {
      if (what === "catalogue-changed") forgetPages();
    },
    onListening(state) {
      forgetPages();
      listening = state;
    },
  });
}

function forgetPages(): void {
  epoch += 1;
  pages.clear();
}

/** Taken when rendering begins, and handed to `keepPage` with the result. */
export function pageCacheEpoch(): number {
  return epoch;
}

/** Keeps a rendered page, unless something was announced since `renderedSince`. */
export function keepPage(
  path: string,
  page: { status: number; headers: Record<string, string>; html: string; renderedSince: number },
): void {
  if (!listening || page.renderedSince !== epoch || !PLAIN_PATH.test(path)) return;
  const identity = Buffer.from(page.html);
  const etag = `W/"${createHash("sha256").update(identity).digest("base64url").slice(0, 27)}"`;
  const kept: Page = { status: page.status, headers: page.headers, etag, keptAt: now().getTime(), identity };
  pages.set(path, kept);
  void compress(kept);
}

async function compress(page: Page): Promise<void> {
  page.gzip = await promisify(gzip)(page.identity, { level: 9 });
  page.br = await promisify(brotliCompress)(page.identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

/** Answers from the cache where it can. True when the request has been answered. */
export function serveFromPageCache(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== "GET" && request.method !== "HEAD") return false;
  const page = pages.get(request.url ?? "");
  if (!page || !isAnonymous(request.headers.cookie)) return false;
  if (now().getTime() - page.keptAt > MAX_AGE) {
    pages.delete(request.url ?? "");
    return false;
  }
  const headers: Record<string, string | number> = { ...page.headers, ETag: page.etag };
  if (request.headers["if-none-match"]?.includes(page.etag.slice(2))) {
    response.writeHead(304, headers).end();
    return true;
  }
  const encoding = encodingFor(request.headers["accept-encoding"]);
  const encoded = encoding && page[encoding];
  if (encoded) headers["Content-Encoding"] = encoding;
  const body = encoded || page.identity;
  headers["Content-Length"] = body.length;
  response.writeHead(page.status, headers);
  response.end(request.method === "HEAD" ? undefined : body);
  return true;
}
