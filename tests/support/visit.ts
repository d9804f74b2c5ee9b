import type { AppLoadContext } from "@remix-run/node";
import { createRequestContext } from "#app/platform/http/request-context.server.ts";

interface Visit {
  /** A `Cookie` header. */
  cookie?: string;
  /** Sent as a POST. */
  form?: Record<string, string> | URLSearchParams | FormData;
  params?: Record<string, string>;
  headers?: Record<string, string>;
  clientAddress?: string;
}

/** The arguments of a loader or an action, as the server would hand them over for a request. */
export function visit(path: string, { cookie, form, params = {}, headers = {}, clientAddress = "192.0.2.1" }: Visit = {}) {
  const all = new Headers({ "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ...headers });
  if (cookie) all.set("Cookie", cookie);
  const body = form === undefined ? undefined : form instanceof FormData ? form : new URLSearchParams(form);
  const request = new Request(`http://127.0.0.1:3000${path}`, { method: body ? "POST" : "GET", headers: all, body });
  const context: AppLoadContext = { ...createRequestContext({ cookie: cookie ?? null, clientAddress, responseHeaders: {} }) };
  return { request, params, context, response: undefined as never };
}

/** The response that a loader or an action threw or returned; fails where it gave data. */
export async function responseOf(work: () => Promise<unknown> | unknown): Promise<Response> {
  const outcome = await Promise.resolve()
    .then(work)
    .catch((thrown: unknown) => thrown);
  if (outcome instanceof Response) return outcome;
  throw outcome instanceof Error ? outcome : new Error(`Not a response: ${JSON.stringify(outcome)}`);
}

/** The data of a loader or an action, with its status. */
export async function dataOf<T>(outcome: Promise<T> | T): Promise<{ data: Unwrapped<T>; status: number; headers: Headers }> {
  const value = (await outcome) as { type?: string; data?: unknown; init?: ResponseInit | null };
  if (value instanceof Response) throw new Error(`Not data but ${value.status} ${value.headers.get("Location")}`);
  const wrapped = value?.type === "DataWithResponseInit";
  const init = wrapped ? (value.init ?? {}) : {};
  return { data: (wrapped ? value.data : value) as Unwrapped<T>, status: init.status ?? 200, headers: new Headers(init.headers) };
}

type Unwrapped<T> = Exclude<T extends { type: string; data: infer Data; init: unknown } ? Data : T, Response>;
