import type { IncomingMessage } from "node:http";
import express from "express";
import { expect, test } from "vitest";
import { addressOf, clientAddressOf } from "#app/platform/http/forwarded.ts";

const asked = (headers: Record<string, string>, url = "/a?b=c") =>
  ({
    url,
    headers: { host: "site.example:8080", ...headers },
    socket: { remoteAddress: "10.0.0.9" },
  }) as unknown as IncomingMessage;

const FORWARDED = {
  "x-forwarded-proto": "https, http",
  "x-forwarded-host": "school.example, inner",
  "x-forwarded-for": "6.6.6.6, 1.2.3.4",
};

test("behind a proxy, the address is the one that the proxy was asked for", () => {
  expect(addressOf(asked(FORWARDED), true)).toBe("https://school.example/a?b=c");
  expect(addressOf(asked({ "x-forwarded-host": "school.example:8443" }), true)).toBe("http://school.example:8443/a?b=c");
  expect(addressOf(asked({}), true)).toBe("http://site.example:8080/a?b=c");
});

test("without a proxy, nobody tells another address or another client than the request's own", () => {
  expect(addressOf(asked(FORWARDED), false)).toBe("http://site.example:8080/a?b=c");
  expect(clientAddressOf(asked(FORWARDED), false)).toBe("10.0.0.9");
});

test("of the clients in the header only the last one counts, which the proxy has written itself", () => {
  expect(clientAddressOf(asked(FORWARDED), true)).toBe("1.2.3.4");
  expect(clientAddressOf(asked({ "x-forwarded-for": "1.2.3.4" }), true)).toBe("1.2.3.4");
  expect(clientAddressOf(asked({ "x-forwarded-for": "" }), true)).toBe("10.0.0.9");
});

test("client and protocol are those that Express tells behind one proxy", () => {
  const app = express().set("trust proxy", 1);
  const all: Record<string, string>[] = [FORWARDED, {}, { "x-forwarded-for": "a,b , c" }, { "x-forwarded-proto": "https" }];
  for (const headers of all) {
    const theirs = Object.assign(Object.create(app.request), asked(headers));
    theirs.connection = theirs.socket;
    expect(clientAddressOf(asked(headers), true)).toBe(theirs.ip);
    expect(addressOf(asked(headers), true)?.split(":")[0]).toBe(theirs.protocol);
  }
});

test.each(["a b", "", "name@site.example", "site.example/path", "site.example:port", "[::1", "site.example:99999"])(
  "the host %j is none",
  (host) => {
    expect(addressOf(asked({ host }), false)).toBeNull();
  },
);

test("an address of version 6 is a host, and a request line that is no path is none of ours", () => {
  expect(addressOf(asked({ host: "[::1]:3000" }), false)).toBe("http://[::1]:3000/a?b=c");
  expect(addressOf(asked({}, "http://elsewhere.example/"), false)).toBeNull();
  expect(addressOf(asked({}, "*"), false)).toBeNull();
});
