import { expect, test } from "vitest";
import { encodingFor } from "#app/platform/http/content-encoding.ts";

test.each([
  [undefined, null],
  ["", null],
  ["identity", null],
  ["deflate", null],
  ["gzip", "gzip"],
  ["gzip, deflate, br, zstd", "br"],
  ["GZip;q=0.5", "gzip"],
  ["br;q=0, gzip", "gzip"],
  ["br; q=0.0 , gzip;q=0", null],
  ["brotli, xgzip", null],
])("for %j a text is sent in %j", (accepted, encoding) => {
  expect(encodingFor(accepted)).toBe(encoding);
});
