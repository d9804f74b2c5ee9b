import { readdirSync } from "node:fs";
import { responseOf, visit } from "./visit.ts";

type Work = (args: ReturnType<typeof visit>) => unknown;
export interface RouteModule {
  loader?: Work;
  action?: Work;
}

/** The names of all route files, without their endings. */
export const ROUTE_NAMES = readdirSync("app/routes").map((file) => file.replace(/\.tsx?$/, ""));

const files = import.meta.glob<RouteModule>("../../app/routes/*.{ts,tsx}");

export async function loadRoute(name: string): Promise<RouteModule> {
  const load = files[`../../app/routes/${name}.tsx`] ?? files[`../../app/routes/${name}.ts`];
  if (!load) throw new Error(`There is no route ${name}.`);
  return load();
}

/** The names of the parameters in a route's file name: `$token` is "token". */
export function paramsOf(name: string): string[] {
  return [...name.matchAll(/\$(\w+)/g)].map(([, param = ""]) => param);
}

/** The address of a route, from its file's name, as Remix's flat routes read it. */
export function addressOf(name: string, params: Record<string, string>): string {
  const segments = name.replaceAll("[.]", "\0").split(".");
  const path = segments.filter((segment) => segment !== "_index").map((segment) => segment.replaceAll("\0", "."));
  return `/${path.map((segment) => (segment.startsWith("$") ? encodeURIComponent(params[segment.slice(1)] ?? "") : segment)).join("/")}`;
}

export interface RouteAsk {
  name: string;
  method: "GET" | "POST";
  params: Record<string, string>;
  query?: string;
  form?: Record<string, string>;
  /** Sent as it is, with the type of JSON. */
  json?: string;
  /** Sent as it is, instead of a form. */
  body?: { type: string; bytes: string | Uint8Array<ArrayBuffer> };
  cookie?: string;
}

/** How a route answered: what it threw is an answer too, where it is a Response. @throws what is none. */
export interface RouteAnswer {
  status: number;
  location: string | null;
  /** The text of a Response, or the data of a page as JSON. */
  said: string;
}

export async function askRoute(ask: RouteAsk): Promise<RouteAnswer> {
  const { loader, action } = await loadRoute(ask.name);
  const work = ask.method === "GET" ? loader : action;
  if (!work) throw new Error(`${ask.name} has nothing for ${ask.method}.`);
  const { cookie, params, form = {} } = ask;
  const path = addressOf(ask.name, params) + (ask.query ?? "");
  const args = visit(path, { cookie, params, form: ask.method === "POST" ? form : undefined });
  const body = ask.json === undefined ? ask.body : { type: "application/json", bytes: ask.json };
  if (body) args.request = requestWith(body, args.request);
  let data: unknown;
  const response = await responseOf(async () => {
    data = await work(args);
    return data instanceof Response ? data : pageOf(data);
  });
  return { status: response.status, location: response.headers.get("Location"), said: await response.text() };
}

function requestWith({ type, bytes }: NonNullable<RouteAsk["body"]>, { url, headers: given }: Request): Request {
  const headers = new Headers(given);
  headers.set("Content-Type", type);
  headers.set("Content-Length", String(Buffer.byteLength(bytes)));
  return new Request(url, { method: "POST", headers, body: bytes });
}

/** The data of a loader or an action as a Response of the same status. */
function pageOf(value: unknown): Response {
  const wrapped = value as { type?: string; data?: unknown; init?: ResponseInit | null } | null;
  if (wrapped?.type !== "DataWithResponseInit") return new Response(JSON.stringify(value ?? null));
  return new Response(JSON.stringify(wrapped.data), { status: wrapped.init?.status ?? 200 });
}
