import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToStaticMarkup } from "react-dom/server";
import { pageResponse } from "./platform/http/page-response.ts";
import { log } from "./platform/log.server.ts";
import { keepPage } from "./platform/page-cache.server.ts";
import { withoutTokens } from "./platform/secret-token.server.ts";

/**
 * Renders a document in one string. No page is hydrated (docs/decisions/0002), so nothing is gained by streaming: one
 * render takes about half the time and a third of the memory of React's stream.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  context: AppLoadContext,
): Response {
  // Single fetch has begun to encode the loaders' data for a browser that will not ask for it.
  void remixContext.serverHandoffStream?.cancel().catch(() => {});
  const markup = renderToStaticMarkup(
    <RemixServer context={{ ...remixContext, serverHandoffStream: undefined }} url={request.url} />,
  );
  const html = `<!DOCTYPE html>${markup}`;

  headers.set("Content-Type", "text/html; charset=utf-8");
  for (const cookie of context.cookiesToSet) headers.append("Set-Cookie", cookie);
  if (context.anonymous && !context.varies && isPublicPage(remixContext)) {
    headers.set("Cache-Control", "no-cache");
    headers.set("Vary", "Cookie, Accept-Encoding");
    const url = new URL(request.url);
    if (status === 200 && request.method === "GET" && url.search === "" && !headers.has("Set-Cookie")) {
      const kept = { ...context.responseHeaders, ...Object.fromEntries(headers) };
      keepPage(url.pathname, { status, headers: kept, html, renderedSince: context.pageCacheEpoch });
    }
  } else if (!headers.has("Cache-Control")) {
    // A page with somebody's name on it is kept by nobody, the back button's cache included.
    headers.set("Cache-Control", "private, no-store");
  }
  return pageResponse(html, { status, headers });
}

/** A page whose route says `handle = { cache: "public" }`: it looks the same to every visitor who is not signed in. */
function isPublicPage({ staticHandlerContext, routeModules }: EntryContext): boolean {
  const leaf = staticHandlerContext.matches.at(-1);
  const handle = leaf && (routeModules[leaf.route.id]?.handle as { cache?: string } | undefined);
  return handle?.cache === "public" && staticHandlerContext.errors === null;
}

export function handleError(error: unknown, { request }: { request: Request }): void {
  if (request.signal.aborted) return;
  // An address that leads nowhere is the visitor's, not ours.
  if (isRouteErrorResponse(error) && error.status < 500) return;
  log.error({ err: error, method: request.method, path: withoutTokens(new URL(request.url).pathname) }, "unexpected error");
}
