import { existsSync, readdirSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import * as build from "virtual:remix/server-build";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express, { type RequestHandler } from "express";
import { closeDatabase } from "./platform/db.server.ts";
import { env } from "./platform/env.server.ts";
import { clientAddressOf } from "./platform/http/forwarded.ts";
import { pathOf, remixHandler, sendText } from "./platform/http/remix-handler.server.ts";
import { createRequestContext } from "./platform/http/request-context.server.ts";
import { targetFault } from "./platform/http/request-target.ts";
import { isSameOrigin } from "./platform/http/same-origin.ts";
import { securityHeaders } from "./platform/http/security-headers.server.ts";
import { log } from "./platform/log.server.ts";
import { openPageCache, serveFromPageCache } from "./platform/page-cache.server.ts";
import { withoutTokens } from "./platform/secret-token.server.ts";
import { openPayments } from "./platform/stripe/payments.server.ts";
import { openWorker } from "./worker.server.ts";

export { createFirstInstructorLink } from "./features/accounts/first-instructor.server.ts";

interface Development {
  middlewares: RequestHandler;
  loadBuild(): Promise<ServerBuild>;
}

const YEAR = 365 * 24 * 60 * 60 * 1000;

/** Serves the site until `close()`. @throws the system's error when the port cannot be had. */
export async function serve(development?: Development): Promise<{ close(): Promise<void> }> {
  const { host, port, secure, trustProxy, appUrl } = env();
  const { origin: appOrigin } = new URL(appUrl);
  const headers = securityHeaders({ secure, dev: development !== undefined });
  const payments = await openPayments();
  const pageCache = openPageCache();

  const answerPage = remixHandler({
    build: development ? development.loadBuild : build,
    trustProxy,
    contextOf: (request) => ({
      ...createRequestContext({
        cookie: request.headers.cookie ?? null,
        clientAddress: clientAddressOf(request, trustProxy),
        responseHeaders: headers,
      }),
    }),
  });
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    if (isForeignForm(request, appOrigin)) sendText(response, 403, FOREIGN_FORM);
    else if (!payments.handlePage(request, response)) void answerPage(request, response);
  };
  const files = express().disable("x-powered-by").use(compression());
  if (development) files.use(development.middlewares);
  files.use(
    "/assets",
    express.static("build/client/assets", { immutable: true, maxAge: YEAR, index: false, fallthrough: false }),
  );
  files.use(express.static("build/client", { maxAge: 60 * 60 * 1000, index: false }));
  files.use((request, response) => answer(request, response));
  const isFile = development ? () => true : publicFiles("build/client");

  const server = createServer((request, response) => {
    if (serveFromPageCache(request, response)) return;
    for (const name in headers) response.setHeader(name, headers[name] ?? "");
    const fault = targetFault(request.url ?? "");
    if (fault !== null) sendText(response, 400, fault);
    // Express is for files: what it does for every request would be a tenth of a page's time.
    else if (isFile(pathOf(request))) files(request, response);
    else answer(request, response);
  });
  await listen(server, port, host);
  const worker = await openWorker();

  return {
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 5_000).unref();
      });
      await worker.stop();
      await pageCache.close();
      await payments.close();
      await closeDatabase();
    },
  };
}

/** Tells the paths of the assets and of the few files beside them: looking on the disk would cost more than some pages do. */
function publicFiles(folder: string): (path: string) => boolean {
  const names = new Set((existsSync(folder) ? readdirSync(folder, { recursive: true }) : []).map((name) => `/${name}`));
  return (path) => path.startsWith("/assets/") || names.has(path);
}

const FOREIGN_FORM = "This form was sent from another site, so nothing was done. Open the page here and try again.";

function isForeignForm(request: IncomingMessage, appOrigin: string): boolean {
  const { method = "GET", headers } = request;
  const path = pathOf(request);
  const allowed = isSameOrigin({
    method,
    path,
    headers: { origin: headers.origin, secFetchSite: headers["sec-fetch-site"] as string | undefined },
    appOrigin,
    requestHost: headers.host,
  });
  if (!allowed) log.warn({ path: withoutTokens(path), origin: headers.origin }, "a form from another site was refused");
  return !allowed;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
