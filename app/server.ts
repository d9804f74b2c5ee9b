import { existsSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import * as build from "virtual:remix/server-build";
import type { ServerBuild } from "@remix-run/node";
import compression from "compression";
import express, { type RequestHandler } from "express";
import { closeDatabase } from "./platform/db.server.ts";
import { env } from "./platform/env.server.ts";
import { remixHandler } from "./platform/http/remix-handler.server.ts";
import { createRequestContext } from "./platform/http/request-context.server.ts";
import { targetFault } from "./platform/http/request-target.ts";
import { isSameOrigin } from "./platform/http/same-origin.ts";
import { securityHeaders } from "./platform/http/security-headers.server.ts";
import { log } from "./platform/log.server.ts";
import { openPageCache, serveFromPageCache } from "./platform/page-cache.server.ts";
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
  const { host, port, secure, trustProxy } = env();
  const headers = securityHeaders({ secure, dev: development !== undefined });
  const payments = await openPayments();
  const pageCache = openPageCache();

  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", trustProxy ? 1 : false);
  app.use((_request, response, next) => {
    response.set(headers);
    next();
  });
  app.use(refuseUnreadable);
  app.use(compression());
  if (development) app.use(development.middlewares);
  app.use("/assets", express.static("build/client/assets", { immutable: true, maxAge: YEAR, index: false, fallthrough: false }));
  app.use(servePublicFiles("build/client"));
  app.use(refuseForeignForms);
  app.use(payments.servePages);
  app.all(
    "*",
    remixHandler({
      build: development ? development.loadBuild : build,
      contextOf: (request) => ({
        ...createRequestContext({
          cookie: request.headers.cookie ?? null,
          clientAddress: request.ip ?? "unknown",
          responseHeaders: headers,
        }),
      }),
    }),
  );

  const server = createServer((request, response) => {
    if (!serveFromPageCache(request, response)) app(request, response);
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

/** The few files beside the assets. Looking on the disk for every page's path would cost more than some pages do. */
function servePublicFiles(folder: string): RequestHandler {
  const serveFile = express.static(folder, { maxAge: 60 * 60 * 1000, index: false });
  const names = new Set((existsSync(folder) ? readdirSync(folder, { recursive: true }) : []).map((name) => `/${name}`));
  return (request, response, next) => (names.has(request.path) ? serveFile(request, response, next) : next());
}

const refuseUnreadable: RequestHandler = (request, response, next) => {
  const fault = targetFault(request.originalUrl);
  if (fault === null) return next();
  response.status(400).type("text/plain").send(fault);
};

const refuseForeignForms: RequestHandler = (request, response, next) => {
  const allowed = isSameOrigin({
    method: request.method,
    path: request.path,
    headers: { origin: request.headers.origin, secFetchSite: request.headers["sec-fetch-site"] as string | undefined },
    appOrigin: new URL(env().appUrl).origin,
    requestHost: request.headers.host,
  });
  if (allowed) return next();
  log.warn({ path: request.path, origin: request.headers.origin }, "a form from another site was refused");
  response
    .status(403)
    .type("text/plain")
    .send("This form was sent from another site, so nothing was done. Open the page here and try again.");
};

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}
