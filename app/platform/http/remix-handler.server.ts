import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type AppLoadContext,
  createReadableStreamFromReadable,
  createRequestHandler,
  type RequestHandler,
  type ServerBuild,
} from "@remix-run/node";
import { log } from "../log.server.ts";
import { withoutTokens } from "../secret-token.server.ts";
import { addressOf } from "./forwarded.ts";
import { requestHandlerOf } from "./request-handler.server.ts";
import { groupRoutes } from "./route-groups.ts";
import { sendResponse } from "./send-response.server.ts";

interface Options {
  /** A function in development, where the build changes as files do. */
  build: ServerBuild | (() => Promise<ServerBuild>);
  contextOf(request: IncomingMessage): AppLoadContext;
  /** Whether the site stands behind a proxy of its own. */
  trustProxy: boolean;
}

/**
 * Remix behind Node's server, as `@remix-run/express` has it behind Express, but faster: a path is compared with the few
 * routes that it can match, and pages and JSON go out in one piece instead of through a stream.
 */
export function remixHandler({ build, contextOf, trustProxy }: Options) {
  const handlerFor = typeof build === "function" ? developmentHandler(build) : productionHandlers(build);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const address = addressOf(request, trustProxy);
      if (!address) return sendText(response, 400, "The Host header names no site.");
      const asked = toWebRequest(address, request, response);
      const answer = await handlerFor(pathOf(request))(asked, contextOf(request)).catch((error: unknown) => {
        // Nobody waits for an answer any more.
        if (asked.signal.aborted) return null;
        throw error;
      });
      if (answer) await sendResponse(answer, request, response);
    } catch (error) {
      log.error({ err: error, method: request.method, path: withoutTokens(pathOf(request)) }, "an answer could not be sent");
      if (response.headersSent || response.destroyed) response.destroy();
      else sendText(response, 500, "Something went wrong here, and we have noted it. Try again in a moment.");
    }
  };
}

/** The path of a request as it came, without its query. */
export function pathOf({ url = "" }: IncomingMessage): string {
  const end = url.indexOf("?");
  return end < 0 ? url : url.slice(0, end);
}

/** A whole answer in one sentence. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Content-Length": Buffer.byteLength(text) });
  response.end(text);
}

function developmentHandler(build: () => Promise<ServerBuild>): () => RequestHandler {
  const handler = createRequestHandler(build, "development");
  return () => handler;
}

function productionHandlers(build: ServerBuild): (pathname: string) => RequestHandler {
  const groups = groupRoutes(build);
  const handlers = new Map<ServerBuild, RequestHandler>();
  return (pathname) => {
    const group = groups.buildFor(pathname);
    const handler = handlers.get(group) ?? requestHandlerOf(group);
    handlers.set(group, handler);
    return handler;
  };
}

function toWebRequest(address: string, request: IncomingMessage, response: ServerResponse): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const each of Array.isArray(value) ? value : [value ?? ""]) headers.append(name, each);
  }
  // Loaders stop where nobody waits for them any more.
  const abort = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) abort.abort();
  });
  const init: RequestInit & { duplex?: "half" } = { method: request.method, headers, signal: abort.signal };
  if (request.method !== "GET" && request.method !== "HEAD") {
    init.body = createReadableStreamFromReadable(request);
    init.duplex = "half";
  }
  return new Request(address, init);
}
