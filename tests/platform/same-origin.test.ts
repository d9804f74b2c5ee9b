import fc from "fast-check";
import { expect, test } from "vitest";
import { isSameOrigin } from "#app/platform/http/same-origin.ts";

const site = { appOrigin: "https://school.example", requestHost: "school.example" };
const ask = (
  method: string,
  headers: { origin?: string; secFetchSite?: string },
  path = "/sign-in",
  where: { appOrigin: string; requestHost: string | undefined } = site,
) => isSameOrigin({ method, path, headers: { origin: headers.origin, secFetchSite: headers.secFetchSite }, ...where });
const unsafe = fc.constantFrom("POST", "PUT", "PATCH", "DELETE", "PROPFIND", "post");

test("reading is open to everybody", () => {
  for (const method of ["GET", "HEAD", "OPTIONS"])
    expect(ask(method, { origin: "https://evil.example", secFetchSite: "cross-site" })).toBe(true);
});

test("a form of this site passes, by either header", () => {
  for (const secFetchSite of ["same-origin", "none"]) expect(ask("POST", { secFetchSite })).toBe(true);
  expect(ask("POST", { origin: "https://school.example" })).toBe(true);
});

test("a form of any other site is refused", () => {
  for (const secFetchSite of ["cross-site", "same-site", "", "Same-Origin", "same-origin, cross-site"]) {
    expect(ask("POST", { secFetchSite, origin: "https://school.example" })).toBe(false);
  }
  const origins = [
    "null",
    "",
    "https://evil.example",
    "http://school.example",
    "https://school.example:8443",
    "https://school.example.evil.example",
  ];
  for (const origin of [
    ...origins,
    "https://evil.example/https://school.example",
    "https://school.example/",
    "https://x@school.example",
    "school.example",
  ]) {
    expect(ask("POST", { origin }), origin).toBe(false);
  }
});

test("where nobody vouches for a request it is refused", () => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "PROPFIND", "post"]) expect(ask(method, {})).toBe(false);
});

test("another name of the site works as long as the browser sees one and the same", () => {
  const local = { appOrigin: "http://127.0.0.1:3000", requestHost: "localhost:3000" };
  expect(ask("POST", { origin: "http://localhost:3000" }, "/sign-in", local)).toBe(true);
  expect(ask("POST", { origin: "http://localhost:3001" }, "/sign-in", local)).toBe(false);
  expect(ask("POST", { origin: "https://localhost:3000" }, "/sign-in", local)).toBe(false);
  expect(ask("POST", { origin: "http://localhost:3000" }, "/sign-in", { ...local, requestHost: undefined })).toBe(false);
});

test("no other origin passes, whatever it looks like", () => {
  fc.assert(
    fc.property(
      unsafe,
      fc.oneof(
        fc.webUrl(),
        fc.string({ unit: "binary" }),
        fc.domain().map((host) => `https://${host}`),
      ),
      (method, origin) => {
        fc.pre(origin !== site.appOrigin);
        expect(ask(method, { origin })).toBe(false);
      },
    ),
    { numRuns: 1_000 },
  );
});

test("only Stripe's webhook needs no page of ours, and only at its very path", () => {
  expect(ask("POST", {}, "/webhooks/stripe")).toBe(true);
  for (const path of [
    "/webhooks/stripe/",
    "/webhooks/stripe/x",
    "/webhooks",
    "/Webhooks/Stripe",
    "//webhooks/stripe",
    "/webhooks/stripe.data",
  ]) {
    expect(ask("POST", {}, path)).toBe(false);
  }
});
