import { createServer, type IncomingHttpHeaders, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { ActionFunctionArgs, LoaderFunctionArgs, ServerBuild } from "@remix-run/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pageResponse } from "#app/platform/http/page-response.ts";
import { remixHandler } from "#app/platform/http/remix-handler.server.ts";

const seen: Request[] = [];
let release: (() => void) | undefined;

const routes = {
  root: { module: { default: () => null } },
  echo: {
    path: "echo",
    module: {
      loader: ({ request }: LoaderFunctionArgs) => {
        seen.push(request);
        return Response.json(
          { url: request.url },
          {
            headers: [
              ["Set-Cookie", "a=1"],
              ["Set-Cookie", "b=2"],
            ],
          },
        );
      },
      action: async ({ request }: ActionFunctionArgs) => new Response(await request.text(), { status: 202 }),
    },
  },
  long: { path: "long", module: { default: () => null } },
  broken: {
    path: "broken",
    module: {
      loader: () =>
        new Response(
          new ReadableStream({
            pull(stream) {
              stream.error(new Error("a secret"));
            },
          }),
        ),
    },
  },
  table: {
    path: "table",
    module: { loader: () => new Response("name,share\n".repeat(500), { headers: { "Content-Type": "text/csv" } }) },
  },
  slow: {
    path: "slow",
    module: {
      loader: async ({ request }: LoaderFunctionArgs) => {
        seen.push(request);
        await new Promise<void>((resolve) => {
          release = resolve;
        });
        return new Response("late");
      },
    },
  },
};

const entries = Object.entries(routes).map(([id, route]) => [
  id,
  { id, parentId: id === "root" ? undefined : "root", path: "", ...route },
]);
const build = {
  routes: Object.fromEntries(entries),
  assets: { routes: Object.fromEntries(entries) },
  entry: {
    module: {
      handleError: () => {},
      default: (request: Request, status: number, headers: Headers) =>
        pageResponse(`<!DOCTYPE html><p>${"Größe".repeat(request.url.endsWith("/long") ? 500 : 1)}</p>`, { status, headers }),
    },
  },
  future: { v3_singleFetch: true },
} as unknown as ServerBuild;

const server = createServer(remixHandler({ build, contextOf: () => ({}) as never, trustProxy: true }));
let url = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

test("a page goes out in one piece, with its length in bytes", async () => {
  const response = await fetch(`${url}/`);
  expect(await response.text()).toBe("<!DOCTYPE html><p>Größe</p>");
  expect(response.headers.get("Content-Length")).toBe("29");
  expect(response.headers.get("Transfer-Encoding")).toBeNull();
});

test("a long page is encoded as the visitor's program takes it, in one piece too", async () => {
  const plain = await fetch(`${url}/long`, { headers: { "Accept-Encoding": "identity" } });
  const text = await plain.text();
  expect(plain.headers.get("Content-Encoding")).toBeNull();
  expect(plain.headers.get("Vary")).toBe("Accept-Encoding");
  for (const encoding of ["br", "gzip"]) {
    const { headers, body } = await receive("/long", { "accept-encoding": encoding });
    expect([headers["content-encoding"], headers["content-length"]]).toEqual([encoding, String(body.length)]);
    expect(body.length).toBeLessThan(Buffer.byteLength(text) / 10);
    expect((encoding === "br" ? brotliDecompressSync : gunzipSync)(body).toString()).toBe(text);
  }
});

test("a short page is not worth encoding", async () => {
  expect((await receive("/", { "accept-encoding": "gzip, br" })).headers["content-encoding"]).toBeUndefined();
});

test("a text that is no page is encoded as it goes", async () => {
  const response = await fetch(`${url}/table`, { headers: { "Accept-Encoding": "gzip" } });
  expect(response.headers.get("Content-Encoding")).toBe("gzip");
  expect(await response.text()).toBe("name,share\n".repeat(500));
});

test("an answer that breaks off is broken off for the visitor too, and the server lives on", async () => {
  await expect(fetch(`${url}/broken`).then((response) => response.text())).rejects.toThrow();
  expect((await fetch(`${url}/`)).status).toBe(200);
});

test("HEAD has the headers of the page and no body", async () => {
  const response = await fetch(`${url}/`, { method: "HEAD" });
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("");
});

test("an address that leads nowhere is the root's to answer, with 404", async () => {
  expect((await fetch(`${url}/nowhere/at/all`)).status).toBe(404);
});

test("a loader sees the address as the visitor typed it, behind a proxy too, and each cookie is a header of its own", async () => {
  const response = await fetch(`${url}/echo?x=1`);
  expect(await response.json()).toEqual({ url: `${url}/echo?x=1` });
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  const behind = await fetch(`${url}/echo`, { headers: { "X-Forwarded-Host": "school.example", "X-Forwarded-Proto": "https" } });
  expect(await behind.json()).toEqual({ url: "https://school.example/echo" });
});

test("an action gets the body that was sent", async () => {
  const response = await fetch(`${url}/echo`, { method: "POST", body: "wörter" });
  expect([response.status, await response.text()]).toEqual([202, "wörter"]);
});

/** What comes over the line: `fetch` decodes it and hides that. */
function receive(path: string, headers: Record<string, string>): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    send(url + path, { headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ headers: response.headers, body: Buffer.concat(chunks) });
    })
      .on("error", reject)
      .end();
  });
}

test("a Host header that names no site is answered with 400", async () => {
  const status = await new Promise((resolve, reject) => {
    send(`${url}/echo`, { headers: { host: "a b" } }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
  expect(status).toBe(400);
});

test("a loader hears when the visitor is gone", async () => {
  const leaving = new AbortController();
  const answer = fetch(`${url}/slow`, { signal: leaving.signal }).catch((error: Error) => error.name);
  await expect.poll(() => release).toBeDefined();
  leaving.abort();
  expect(await answer).toBe("AbortError");
  await expect.poll(() => seen.at(-1)?.signal.aborted).toBe(true);
  release?.();
});
