import fc from "fast-check";
import { expect, test } from "vitest";
import { redirectTarget, withReturnTo } from "#app/platform/http/redirect-target.ts";

const SITE = "https://school.example";

/** Pieces that have fooled such checks elsewhere. */
const pieces = [
  "/",
  "//",
  "///",
  "\\",
  "\\/",
  "/\\",
  ".",
  "..",
  "/./",
  "/../",
  "/.//",
  "/..//",
  "%2e",
  "%2f",
  "%5c",
  "%2e%2e//",
  "%00",
  "\t",
  "\n",
  "\r",
  " ",
  "\u0000",
  "\u00a0",
  "\u2028",
  "@",
  ":",
  ":80",
  "#",
  "?",
  "evil.example",
  "https:",
  "http://",
  "javascript:",
  "data:",
  "learn",
  "a",
  "ä",
  ";",
  "&",
  "=",
  "%",
  "%%",
  "[",
  "]",
];
const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(""));
const anything = fc.oneof(
  hostile,
  hostile.map((text) => `/${text}`),
  fc.string({ unit: "binary" }),
  fc.webUrl(),
  fc.webPath(),
);

test("whatever comes in, a browser that follows the answer stays on the site", () => {
  fc.assert(
    fc.property(anything, (wanted) => {
      const target = redirectTarget(wanted);
      for (const base of [`${SITE}/sign-in?x=1`, "http://127.0.0.1:3000/a/b/c"])
        expect(new URL(target, base).origin).toBe(new URL(base).origin);
      expect(target).toMatch(/^\/(?![/\\])/);
      // As a header, and through a proxy that decodes once more.
      expect(new Headers({ Location: target }).get("Location")).toBe(target);
    }),
    { numRuns: 5_000 },
  );
});

test("an answer that goes round once more stays what it is", () => {
  fc.assert(
    fc.property(anything, (wanted) => {
      expect(redirectTarget(redirectTarget(wanted))).toBe(redirectTarget(wanted));
    }),
    { numRuns: 2_000 },
  );
});

test("paths of the site pass with their query and fragment, everything else is the fallback", () => {
  for (const path of ["/", "/learn", "/courses/first-words?a=1&b=%2F%2Fx", "/learn/a/b#part-2", "/a:b@c"])
    expect(redirectTarget(path)).toBe(path);
  for (const other of [
    null,
    undefined,
    7,
    {},
    ["/learn"],
    "",
    "learn",
    "//evil.example",
    "/\\evil.example",
    "/.//evil.example",
    `/${"a".repeat(2_000)}`,
  ]) {
    expect(redirectTarget(other)).toBe("/learn");
    expect(redirectTarget(other, "/")).toBe("/");
  }
});

test("a page to return to is kept in a link, and left out where there is none", () => {
  expect(withReturnTo("/sign-in", "/learn/a?b=c&d")).toBe("/sign-in?returnTo=%2Flearn%2Fa%3Fb%3Dc%26d");
  expect(withReturnTo("/sign-in?notice=x", "/learn")).toBe("/sign-in?notice=x&returnTo=%2Flearn");
  for (const other of [null, "", "//evil.example", "https://evil.example"])
    expect(withReturnTo("/sign-in", other)).toBe("/sign-in");
});
