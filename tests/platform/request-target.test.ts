import fc from "fast-check";
import { expect, test } from "vitest";
import { targetFault } from "#app/platform/http/request-target.ts";

test("an address of the site can be read, whatever it asks for", () => {
  const path = fc.array(fc.string({ unit: "grapheme" }).map((text) => encodeURIComponent(text.replaceAll("\0", ""))));
  const query = fc.string({ unit: "grapheme" }).map((text) => new URLSearchParams({ q: text.replaceAll("\0", "") }));
  fc.assert(fc.property(path, query, (path, query) => targetFault(`/${path.join("/")}?${query}`) === null));
  for (const target of ["/", "*", "/?", "/courses?q=100%", "/help?%ff=%zz", "/a%2500b", "/a%2Fb"]) {
    expect(targetFault(target), target).toBeNull();
  }
});

test("a NUL byte is told, in the path and behind the question mark", () => {
  for (const target of ["/courses/a%00b", "/%00", "/sign-in?returnTo=%00", "/a\0b"]) {
    expect(targetFault(target), target).toMatch(/NUL byte/);
  }
});

test("a path that stands for no text is told", () => {
  for (const target of ["/%", "/courses/%f", "/%zz", "/%ff", "/%ED%A0%80", "/%C0%80?q=1", "/%E0%80"]) {
    expect(targetFault(target), target).toMatch(/percent sign/);
  }
});
