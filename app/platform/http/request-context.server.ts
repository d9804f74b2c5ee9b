import { pageCacheEpoch } from "../page-cache.server.ts";
import { isAnonymous } from "../sessions/anonymous.server.ts";
import { readSession, type Viewer } from "../sessions/session.server.ts";

/** What a request carries to every loader and action, as Remix's load context. */
export interface RequestContext {
  /** Reads the session once, however many loaders ask. */
  readViewer(): Promise<Viewer | null>;
  /** True where no cookie of a session or of a guest came with the request: the page may be kept for others who have none. */
  anonymous: boolean;
  /** Set by a loader whose page depends on more than its address, such as the reader's language: it is kept for nobody else. */
  varies: boolean;
  /** The page cache's epoch when the request came in. */
  pageCacheEpoch: number;
  /** The address of the client, for rate limits. */
  clientAddress: string;
  /** Headers that the server sets on every answer; a page kept in the cache carries them too. */
  responseHeaders: Record<string, string>;
  /** Cookies that the session's renewal asks for; the server adds them to the response. */
  cookiesToSet: string[];
}

declare module "@remix-run/node" {
  interface AppLoadContext extends RequestContext {}
}

export function createRequestContext(request: {
  cookie: string | null;
  clientAddress: string;
  responseHeaders: Record<string, string>;
}): RequestContext {
  let reading: Promise<Viewer | null> | undefined;
  const context: RequestContext = {
    varies: false,
    anonymous: isAnonymous(request.cookie),
    pageCacheEpoch: pageCacheEpoch(),
    clientAddress: request.clientAddress,
    responseHeaders: request.responseHeaders,
    cookiesToSet: [],
    readViewer() {
      reading ??= readSession(request.cookie).then(({ viewer, setCookie }) => {
        if (setCookie) context.cookiesToSet.push(setCookie);
        return viewer;
      });
      return reading;
    },
  };
  return context;
}
