import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import type { ActionFunctionArgs, LoaderFunctionArgs, ServerBuild } from "@remix-run/node";
import express from "express";
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
      default: (_request: Request, status: number, headers: Headers) =>
        pageResponse("<!DOCTYPE html><p>Größe</p>", { status, headers }),
    },
  },
  future: { v3_singleFetch: true },
} as unknown as ServerBuild;

const app = express();
app.set("trust proxy", 1);
app.use(remixHandler({ build, contextOf: () => ({}) as never }));
const server = createServer(app);
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
