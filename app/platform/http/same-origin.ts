interface Ask {
  method: string;
  /** Without the query. */
  path: string;
  headers: { origin: string | undefined; secFetchSite: string | undefined };
  /** The origin of APP_URL. */
  appOrigin: string;
  /** The Host header: a person may use the site under another of its names, such as localhost. */
  requestHost: string | undefined;
}

/** Stripe's webhook is told from a forgery by its signature. */
const SIGNED_PATHS = new Set(["/webhooks/stripe"]);
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request that could change something was sent by a page of this site. Browsers say so in Sec-Fetch-Site
 * and, on every unsafe request, in Origin; no other site can make them say otherwise. Where both are missing nobody
 * vouches for the request, and it is refused.
 */
export function isSameOrigin({ method, path, headers, appOrigin, requestHost }: Ask): boolean {
  if (SAFE_METHODS.has(method) || SIGNED_PATHS.has(path)) return true;
  if (headers.secFetchSite !== undefined) return headers.secFetchSite === "same-origin" || headers.secFetchSite === "none";
  if (headers.origin === undefined || !URL.canParse(headers.origin)) return false;
  if (headers.origin === appOrigin) return true;
  const { protocol, host, origin } = new URL(headers.origin);
  return origin === headers.origin && protocol === new URL(appOrigin).protocol && host === requestHost?.toLowerCase();
}
