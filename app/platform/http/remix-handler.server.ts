import {
  type AppLoadContext,
  createReadableStreamFromReadable,
  createRequestHandler,
  type RequestHandler,
  type ServerBuild,
  writeReadableStreamToWritable,
} from "@remix-run/node";
import type { RequestHandler as ExpressHandler, Request as ExpressRequest, Response as ExpressResponse } from "express";
import { htmlOf } from "./page-response.ts";
import { requestHandlerOf } from "./request-handler.server.ts";
import { groupRoutes } from "./route-groups.ts";

interface Options {
  /** A function in development, where the build changes as files do. */
  build: ServerBuild | (() => Promise<ServerBuild>);
  contextOf(request: ExpressRequest): AppLoadContext;
}

/**
 * Remix behind Express, as `@remix-run/express` does it, but faster: a path is compared with the few routes that it can
 * match, and pages and JSON go out in one piece instead of through a stream.
 */
export function remixHandler({ build, contextOf }: Options): ExpressHandler {
  const handlerFor = typeof build === "function" ? developmentHandler(build) : productionHandlers(build);
  return async (request, response, next) => {
    try {
      const address = addressOf(request);
      if (!address) {
        response.status(400).type("text/plain").send("The Host header names no site.");
        return;
      }
      const answer = await handlerFor(request.path)(toWebRequest(address, request, response), contextOf(request));
      await send(answer, response);
    } catch (error) {
      next(error);
    }
  };
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

/** The whole address as the visitor typed it; null where the Host header is none. */
function addressOf({ protocol, hostname, headers, originalUrl }: ExpressRequest): string | null {
  const { host = "localhost" } = headers;
  // A trusted proxy may tell another name than its own request carries.
  const name = !hostname || host.startsWith(hostname) ? host : hostname;
  const address = `${protocol}://${name}${originalUrl}`;
  return URL.canParse(address) ? address : null;
}

function toWebRequest(address: string, request: ExpressRequest, response: ExpressResponse): Request {
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

async function send(answer: Response, response: ExpressResponse): Promise<void> {
  response.statusMessage = answer.statusText;
  response.status(answer.status);
  for (const [name, value] of answer.headers) response.append(name, value);
  const html = htmlOf(answer);
  if (html !== undefined) response.end(html);
  else if (answer.headers.get("Content-Type")?.startsWith("application/json")) response.end(await answer.text());
  else if (answer.body) await writeReadableStreamToWritable(answer.body, response);
  else response.end();
}
