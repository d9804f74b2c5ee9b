import type { AppLoadContext, EntryContext, LoaderFunctionArgs, RequestHandler, ServerBuild } from "@remix-run/node";
import {
  type AgnosticDataRouteMatch,
  type AgnosticDataRouteObject,
  type AgnosticRouteObject,
  createStaticHandler,
  UNSAFE_ErrorResponseImpl as ErrorResponse,
  getStaticContextFromError,
  isRouteErrorResponse,
  matchRoutes,
  type StaticHandler,
  type StaticHandlerContext,
} from "@remix-run/router";
import { LRUCache } from "lru-cache";

type ServerRoute = NonNullable<ServerBuild["routes"][string]>;

/**
 * What `createRequestHandler` of Remix does in production, without what only a router in the browser needs
 * (docs/decisions/0008): loaders and actions get the request itself and not copies of it, and nobody encodes data for a
 * hydration that never comes. Addresses for such a router (`*.data`, `/__manifest`) lead nowhere.
 * tests/platform/request-handler.test.ts holds it against Remix's own.
 */
export function requestHandlerOf(build: ServerBuild): RequestHandler {
  const handler = createStaticHandler(routesBelow(build, undefined));
  const routeModules = Object.fromEntries(Object.entries(build.routes).map(([id, route]) => [id, route?.module]));
  // Matching costs more than some loaders do: where all routes are pages, nobody has to know beforehand which one it is.
  const hasResources = Object.values(routeModules).some(isResource);
  const leaves = new LRUCache<string, { match: AgnosticDataRouteMatch | undefined }>({ max: REMEMBERED_PATHS });
  const leafOf = (pathname: string) => {
    const known = leaves.get(pathname) ?? { match: matchRoutes(handler.dataRoutes, pathname)?.at(-1) };
    leaves.set(pathname, known);
    return known.match;
  };
  return async (request, loadContext = {} as AppLoadContext) => {
    const match = () => leafOf(new URL(request.url).pathname);
    const leaf = hasResources ? match() : undefined;
    const resource = leaf && routeModules[leaf.route.id];
    const report = (error: unknown) =>
      build.entry.module.handleError?.(error, { request, context: loadContext, params: match()?.params ?? {} });
    const response =
      leaf && isResource(resource)
        ? await answerResource(resource, { request, params: leaf.params, context: loadContext }, report)
        : await answerPage({ build, handler, routeModules, request, loadContext, report });
    return request.method === "HEAD" ? new Response(null, response) : response;
  };
}

/** Answers to one attempt, or events of Stripe, come to one path again and again. */
const REMEMBERED_PATHS = 1_000;

/** A route that is no page: its loader and action return responses. */
function isResource(module: ServerRoute["module"] | undefined): module is ServerRoute["module"] {
  return module !== undefined && module.default === undefined && module.ErrorBoundary === undefined;
}

function routesBelow(build: ServerBuild, parentId: string | undefined): AgnosticRouteObject[] {
  const own = Object.values(build.routes).filter((route) => route !== undefined && route.parentId === parentId) as ServerRoute[];
  return own.map((route) => {
    const { id, path, index, caseSensitive, module } = route;
    const shared = {
      id,
      path,
      // The root has one in any case: Remix shows a page of its own where the app has none.
      hasErrorBoundary: id === "root" || module.ErrorBoundary !== undefined,
      loader: module.loader && returning("loader", id, module.loader),
      action: module.action && returning("action", id, module.action),
      handle: module.handle,
    };
    return index ? { index: true, ...shared } : { caseSensitive, children: routesBelow(build, id), ...shared };
  });
}

function returning<Args extends { context?: AppLoadContext }>(
  what: string,
  routeId: string,
  work: NonNullable<ServerRoute["module"]["loader" | "action"]>,
) {
  return async ({ request, params, context }: Args & { request: Request; params: Record<string, string | undefined> }) => {
    const result = await work({ request, params, context: context as AppLoadContext });
    if (result === undefined) throw new Error(`The ${what} of the route ${routeId} returned nothing. Return a value or null.`);
    return result;
  };
}

const METHODS: Record<string, "loader" | "action" | undefined> = {
  ...{ GET: "loader", HEAD: "loader", OPTIONS: "loader" },
  ...{ POST: "action", PUT: "action", PATCH: "action", DELETE: "action" },
};

/** Without the router, which would only match the path again. */
async function answerResource(
  module: ServerRoute["module"],
  args: LoaderFunctionArgs,
  report: (error: unknown) => void,
): Promise<Response> {
  const does = METHODS[args.request.method];
  const work = does && module[does];
  if (!work) {
    const status = does === "loader" ? 400 : 405;
    report(new ErrorResponse(status, "No such method here", args.request.method, true));
    return inPlainText("Nothing at this address takes such a request.", status);
  }
  try {
    const response = await work(args);
    if (response instanceof Response) return response;
    throw new Error(`The ${does} of ${new URL(args.request.url).pathname} has no page to show, so it returns responses.`);
  } catch (error) {
    if (error instanceof Response) return error;
    report(error);
    return inPlainText(UNEXPECTED, 500);
  }
}

interface PageAsk {
  build: ServerBuild;
  handler: StaticHandler;
  routeModules: Record<string, ServerRoute["module"] | undefined>;
  request: Request;
  loadContext: AppLoadContext;
  report(error: unknown): void;
}

async function answerPage({ build, handler, routeModules, request, loadContext, report }: PageAsk): Promise<Response> {
  const context = await handler.query(request, { requestContext: loadContext });
  if (context instanceof Response) return context;
  const headers = headersOf(context, routeModules);
  const render = async (context: StaticHandlerContext) => {
    hideErrors(context);
    const entry = {
      manifest: build.assets,
      routeModules,
      staticHandlerContext: context,
      future: build.future,
      isSpaMode: build.isSpaMode,
      serializeError: ({ message, stack }: Error) => ({ message, stack }),
    } as EntryContext;
    return (await build.entry.module.default(request, context.statusCode, headers, entry, loadContext)) as Response;
  };
  for (const error of Object.values(context.errors ?? {})) {
    // An error in a response's clothes is one that the router made: of a method that a route has no action for.
    if (!isRouteErrorResponse(error) || "error" in error) report(error);
  }
  try {
    return await render(context);
  } catch (error) {
    report(error);
    const shown = error instanceof Response ? new ErrorResponse(error.status, error.statusText, await error.text()) : error;
    try {
      return await render(getStaticContextFromError(handler.dataRoutes as AgnosticDataRouteObject[], context, shown));
    } catch (error) {
      report(error);
      return inPlainText(UNEXPECTED, 500);
    }
  }
}

/** All that a visitor hears of an error. */
export const UNEXPECTED = "Something went wrong here, and we have noted it. Try again in a moment.";

function inPlainText(text: string, status: number): Response {
  return new Response(text, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

/** What went wrong is for the log and not for the visitor. */
function hideErrors(context: StaticHandlerContext): void {
  for (const [id, error] of Object.entries(context.errors ?? {})) {
    if (error instanceof Error) context.errors = { ...context.errors, [id]: new Error(UNEXPECTED) };
  }
}

/** Headers as the routes' `headers` say, from the root to the leaf, and every cookie that a loader or an action has set. */
function headersOf(context: StaticHandlerContext, routeModules: PageAsk["routeModules"]): Headers {
  const failed = context.matches.findIndex(({ route }) => context.errors?.[route.id] !== undefined);
  const matches = failed === -1 ? context.matches : context.matches.slice(0, failed + 1);
  let headers = new Headers();
  for (const { route } of matches) {
    const parentHeaders = headers;
    const loaderHeaders = context.loaderHeaders[route.id] ?? new Headers();
    const actionHeaders = context.actionHeaders[route.id] ?? new Headers();
    const own = routeModules[route.id]?.headers;
    if (own === undefined) headers = new Headers(parentHeaders);
    else
      headers = new Headers(
        typeof own === "function" ? own({ loaderHeaders, actionHeaders, parentHeaders, errorHeaders: undefined }) : own,
      );
    for (const from of [actionHeaders, loaderHeaders, parentHeaders]) {
      const kept = headers.getSetCookie();
      for (const cookie of from.getSetCookie()) if (!kept.includes(cookie)) headers.append("Set-Cookie", cookie);
    }
  }
  return headers;
}
