import type { ServerBuild } from "@remix-run/node";
import { matchRoutes } from "@remix-run/react";
import fc from "fast-check";
import { expect, test } from "vitest";
import { groupRoutes } from "#app/platform/http/route-groups.ts";

/** Routes as file names give them: an id, the parent's id, and a path or "index". */
const ROUTES: [id: string, parentId: string | undefined, path: string | undefined][] = [
  ["root", undefined, ""],
  ["home", "root", "index"],
  ["courses", "root", "courses"],
  ["course", "root", "courses/:course"],
  ["lesson", "root", "courses/:course/lessons/:lesson"],
  ["learn", "root", "learn/:course"],
  ["turn", "root", "learn/:course/:lesson"],
  ["turn-next", "root", "learn/:course/:lesson/next"],
  ["admin", "root", "admin"],
  ["admin-home", "admin", "index"],
  ["admin-person", "admin", "people/:person"],
  ["framed", "root", undefined],
  ["framed-help", "framed", "help"],
  ["robots", "root", "robots.txt"],
  ["files", "root", "files/*"],
  ["page", "root", "pages/:page?"],
];

function buildOf(routes: typeof ROUTES): ServerBuild {
  const entries = routes.map(([id, parentId, path]) => [
    id,
    { id, parentId, ...(path === "index" ? { index: true } : { path }) },
  ]);
  return { routes: Object.fromEntries(entries), assets: { routes: Object.fromEntries(entries) } } as unknown as ServerBuild;
}

interface Nested {
  id: string;
  path?: string;
  index?: boolean;
  children?: Nested[];
}

function nest(build: ServerBuild, parentId?: string): Nested[] {
  const own = Object.values(build.routes).filter((route) => route?.parentId === parentId);
  return own.map((route) => ({ ...(route as Nested), ...(route?.index ? {} : { children: nest(build, route?.id) }) }));
}

const idsOf = (build: ServerBuild, path: string) =>
  matchRoutes(nest(build) as never, path)?.map(({ route, params }) => [(route as Nested).id, params]) ?? null;

const whole = buildOf(ROUTES);
const groups = groupRoutes(whole);

test("whatever the path, the group's routes give the match that all routes give", () => {
  const words = [
    "courses",
    "Courses",
    "learn",
    "lessons",
    "next",
    "admin",
    "people",
    "help",
    "files",
    "pages",
    "robots.txt",
    "x",
    "%63ourses",
    "_x",
    "é",
  ];
  const paths = fc.array(fc.constantFrom(...words, ""), { maxLength: 6 }).map((parts) => `/${parts.join("/")}`);
  fc.assert(
    fc.property(paths, (path) => {
      expect(idsOf(groups.buildFor(path), path)).toEqual(idsOf(whole, path));
    }),
    { numRuns: 2_000 },
  );
});

test("a path is compared with the routes of its first segment and length, and with those that can be anywhere", () => {
  const kept = (path: string) => Object.keys(groups.buildFor(path).routes);
  expect(kept("/learn/first-words/why")).toEqual(["root", "turn", "files", "page"]);
  expect(kept("/admin/people/robin")).toEqual(["root", "admin", "admin-person", "files", "page"]);
  expect(kept("/no-such-page")).toEqual(["root", "files", "page"]);
  expect(Object.keys(groups.buildFor("/learn/first-words").assets.routes)).toEqual(["root", "learn", "files", "page"]);
});

test("requests of a router in the browser, and paths with escapes, meet all routes", () => {
  for (const path of ["/courses.data", "/__manifest", "/%63ourses"]) expect(groups.buildFor(path)).toBe(whole);
});
