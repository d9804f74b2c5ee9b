import {
  type ActionFunctionArgs,
  createRequestHandler,
  data,
  type EntryContext,
  type LoaderFunctionArgs,
  redirect,
  type ServerBuild,
} from "@remix-run/node";
import { expect, test } from "vitest";
import { requestHandlerOf, UNEXPECTED } from "#app/platform/http/request-handler.server.ts";

const Page = () => null;
const cookie = (value: string) => ({ headers: { "Set-Cookie": value } });
const fail = (thrown: unknown) => () => {
  throw thrown instanceof Response ? thrown.clone() : thrown;
};

const modules: Record<string, { path?: string; index?: boolean; parentId?: string; module: Record<string, unknown> }> = {
  root: { path: "", module: { default: Page, ErrorBoundary: Page, loader: () => data({ viewer: null }, cookie("root=1")) } },
  home: { index: true, module: { default: Page, handle: { cache: "public" } } },
  area: { path: "area", module: { default: Page, loader: () => ({ area: 1 }), headers: { "X-Area": "yes" } } },
  form: {
    path: "form",
    parentId: "area",
    module: {
      default: Page,
      loader: ({ request, params }: LoaderFunctionArgs) => data({ url: request.url, params }, cookie("form=1; Path=/")),
      action: async ({ request }: ActionFunctionArgs) => {
        const text = await request.text();
        if (text === "go") return redirect("/area", { status: 303, headers: [["Set-Cookie", "went=1"]] });
        if (text === "throw") throw data("no", { status: 409 });
        return data({ text }, { status: 400, headers: { "Retry-After": "60", "Set-Cookie": "tried=1" } });
      },
      headers: ({ actionHeaders }: { actionHeaders: Headers }) => actionHeaders,
    },
  },
  person: { path: "people/:name", module: { default: Page, loader: ({ params }: LoaderFunctionArgs) => params } },
  plain: { path: "plain", module: { default: Page } },
  bounded: {
    path: "bounded",
    module: { default: Page, ErrorBoundary: Page, loader: fail(new Response("gone", { status: 410 })) },
  },
  leave: { path: "leave", module: { default: Page, loader: fail(redirect("/area", { headers: { "Set-Cookie": "left=1" } })) } },
  returned: { path: "returned", module: { default: Page, loader: () => redirect("/plain") } },
  missing: { path: "missing", module: { default: Page, loader: fail(new Response("not here", { status: 404 })) } },
  broken: { path: "broken", module: { default: Page, loader: fail(new Error("a secret")) } },
  nothing: { path: "nothing", module: { default: Page, loader: () => undefined } },
  unpaintable: { path: "unpaintable", module: { default: Page, handle: { fault: new Error("a secret of the page") } } },
  refusing: { path: "refusing", module: { default: Page, handle: { fault: new Response("not for you", { status: 403 }) } } },
  file: {
    path: "file",
    module: {
      loader: () => new Response("bytes", { headers: { ETag: '"1"' } }),
      action: async ({ request }: ActionFunctionArgs) => Response.json({ got: await request.text() }, { status: 202 }),
    },
  },
  "file-broken": { path: "file-broken", module: { loader: fail(new Error("a secret")) } },
  "file-refused": { path: "file-refused", module: { loader: fail(new Response("no", { status: 403 })) } },
};

const reported: unknown[] = [];
const routes = Object.entries(modules).map(([id, route]) => [id, { id, parentId: id === "root" ? undefined : "root", ...route }]);

/** Says what it was given to render, so that two handlers can be compared by their pages. */
function render(request: Request, status: number, headers: Headers, { staticHandlerContext: context }: EntryContext) {
  const { fault } = (context.matches.at(-1)?.route.handle ?? {}) as { fault?: unknown };
  if (fault && !context.errors) throw fault instanceof Response ? fault.clone() : fault;
  const { loaderData, actionData, errors, matches, location } = context;
  const said = Object.entries(errors ?? {}).map(([id, error]) => [id, { ...error, message: (error as Error).message }]);
  const page = {
    url: request.url,
    loaderData,
    actionData,
    errors: said,
    location: location.pathname,
    at: matches.at(-1)?.route.id,
  };
  return new Response(JSON.stringify(page), { status, headers });
}

const build = {
  routes: Object.fromEntries(routes),
  assets: { routes: Object.fromEntries(routes) },
  entry: {
    module: {
      default: render,
      handleError: (error: unknown) => reported.push(String(error).replace(/.*(nothing|anything).*/, "returned nothing")),
    },
  },
  future: { v3_singleFetch: true, v3_lazyRouteDiscovery: true },
  mode: "production",
} as unknown as ServerBuild;

const remix = createRequestHandler(build, "production");
const ours = requestHandlerOf(build);

const pages = Object.fromEntries(routes.filter(([id]) => !(id as string).startsWith("file")));
const oursOfPages = requestHandlerOf({ ...build, routes: pages, assets: { routes: pages } } as unknown as ServerBuild);

async function answer(handler: typeof ours, path: string, init: RequestInit) {
  reported.length = 0;
  const response = await handler(new Request(`http://127.0.0.1:3000${path}`, init), {} as never);
  const headers = [...response.headers].filter(([name]) => !name.startsWith("x-remix-"));
  return {
    status: response.status,
    headers,
    text: (await response.text()).replace(UNEXPECTED, "Unexpected Server Error"),
    reported: [...reported],
  };
}

const ADDRESSES = ["/", "/nowhere", "/people/Zo%C3%AB?x=1", "/AREA/form/", "/area/form?index&y=2"].concat(
  routes.flatMap(([id, route]) =>
    id === "root" || id === "home" ? [] : [`/${id === "form" ? "area/" : ""}${(route as { path: string }).path}`],
  ),
);
const ASKS = ADDRESSES.flatMap((path) => [
  { path, init: {} },
  { path, init: { method: "HEAD" } },
  { path, init: { method: "POST", body: "words" } },
  { path, init: { method: "POST", body: "go" } },
  { path, init: { method: "POST", body: "throw" } },
  { path, init: { method: "OPTIONS" } },
]).map(({ path, init }) => ({
  path,
  init,
  name: `${(init as RequestInit).method ?? "GET"} ${path} ${(init as RequestInit).body ?? ""}`,
}));

test.each(ASKS)("$name is answered as Remix answers it", async ({ path, init }) => {
  const own = await answer(ours, path, init);
  const theirs = await answer(remix, path, init);
  if (!path.startsWith("/file")) expect(await answer(oursOfPages, path, init)).toEqual(own);
  // Remix strips `index` from addresses, of which no page of ours knows.
  if (path.includes("?index")) theirs.text = theirs.text.replace("/area/form?y=2", "/area/form?index&y=2");
  // Of what is nobody's business but the log's, each has words of its own.
  const wordless = own.reported.length > 0 && !own.text.startsWith("{");
  const compared = wordless ? ["status", "reported"] : ["status", "headers", "text", "reported"];
  const pick = (from: object) => Object.fromEntries(Object.entries(from).filter(([name]) => compared.includes(name)));
  expect(pick(own)).toEqual(pick(theirs));
  expect(own.text).not.toContain("secret");
});

test("addresses for a router in the browser lead nowhere", async () => {
  for (const path of ["/area.data", "/_root.data", "/__manifest?p=/area&version=1"]) {
    expect((await answer(ours, path, {})).status, path).toBe(404);
  }
  expect((await answer(ours, "/plain?_data=root", {})).text).toContain('"at":"plain"');
});

test("a loader gets the very request that was made", async () => {
  let seen: Request | undefined;
  const spying = {
    ...build,
    routes: {
      ...build.routes,
      plain: {
        ...build.routes.plain,
        module: {
          loader: ({ request }: LoaderFunctionArgs) => {
            seen = request;
            return new Response();
          },
        },
      },
    },
  } as unknown as ServerBuild;
  const request = new Request("http://127.0.0.1:3000/plain");
  await requestHandlerOf(spying)(request, {} as never);
  expect(seen).toBe(request);
});
