import type { ServerBuild } from "@remix-run/node";

export interface RouteGroups {
  /** The build with the routes that can match the path, and their parents. The same object for the same group. */
  buildFor(pathname: string): ServerBuild;
}

/**
 * Remix makes a list of all routes and compares the path with them, four times for a page. The first segment of a path
 * and the number of its segments tell which few can match at all, and with those alone the answer is the same: that is
 * worth a third of a page's time (docs/performance.md).
 */
export function groupRoutes(build: ServerBuild): RouteGroups {
  const leaves = Object.keys(build.routes).filter((id) => build.routes[id]?.path !== undefined || build.routes[id]?.index);
  const shapes = new Map(leaves.map((id) => [id, shapeOf(fullPath(build, id))]));
  const anywhere = leaves.filter((id) => shapes.get(id) === null);
  const groups = new Map<string, ServerBuild>();
  for (const shape of new Set(shapes.values())) {
    if (shape !== null) groups.set(shape, narrow(build, [...anywhere, ...leaves.filter((id) => shapes.get(id) === shape)]));
  }
  const unknown = narrow(build, anywhere);
  return {
    buildFor(pathname) {
      // Data for a router in the browser, and whatever has to be decoded first, is for all routes to tell.
      if (!/^\/[\w./-]*$/.test(pathname) || pathname.endsWith(".data") || pathname.startsWith("/__")) return build;
      return groups.get(shapeOf(pathname) ?? "") ?? unknown;
    },
  };
}

/** The path of a route with those of its parents, as the route's file name gives it. */
function fullPath(build: ServerBuild, id: string): string {
  const route = build.routes[id];
  if (!route) return "";
  return `${route.parentId ? fullPath(build, route.parentId) : ""}/${route.path ?? ""}`;
}

/**
 * The first segment, in lower case as matching does not mind, and the number of segments; null for a route whose first
 * segment or whose length can be anything.
 */
function shapeOf(path: string): string | null {
  const segments = path.split("/").filter((part) => part !== "");
  const [first = ""] = segments;
  if (first.startsWith(":") || segments.some((segment) => segment === "*" || segment.endsWith("?"))) return null;
  return `${first.toLowerCase()}/${segments.length}`;
}

function narrow(build: ServerBuild, leaves: string[]): ServerBuild {
  const kept = new Set(["root"]);
  for (const leaf of leaves) {
    for (let id: string | undefined = leaf; id !== undefined; id = build.routes[id]?.parentId) kept.add(id);
  }
  const pick = <T>(routes: Record<string, T>) => Object.fromEntries(Object.entries(routes).filter(([id]) => kept.has(id)));
  return { ...build, routes: pick(build.routes), assets: { ...build.assets, routes: pick(build.assets.routes) } };
}
