import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { answerWithMedia } from "#app/features/media/media-response.server.ts";
import { storage } from "#app/platform/storage/storage.server.ts";

const bytes = Buffer.from("0123456789");
const file = { hash: createHash("sha256").update(bytes).digest("hex"), size: bytes.length, mediaType: "video/mp4" };
const none = { range: null, ifNoneMatch: null, ifRange: null };

async function ask({
  headers = {},
  ...given
}: Partial<Omit<Parameters<typeof answerWithMedia>[0], "headers">> & { headers?: object }) {
  await storage().put(file.hash, bytes, file.mediaType);
  const answer = await answerWithMedia({
    file,
    name: "clip.mp4",
    download: false,
    audience: "private",
    method: "GET",
    headers: { ...none, ...headers },
    ...given,
  });
  return { ...answer, text: answer.body && (await new Response(answer.body).text()) };
}

test("a file is given whole, or the range that was asked for, with its length and place", async () => {
  const whole = await ask({});
  expect(whole).toMatchObject({ status: 200, text: "0123456789", headers: { "Content-Length": "10", "Accept-Ranges": "bytes" } });
  const part = await ask({ headers: { range: "bytes=2-4" } });
  expect(part).toMatchObject({
    status: 206,
    text: "234",
    headers: { "Content-Length": "3", "Content-Range": "bytes 2-4/10" },
  });
});

test("a range beyond the end is refused with the file's size", async () => {
  expect(await ask({ headers: { range: "bytes=10-" } })).toMatchObject({
    status: 416,
    text: null,
    headers: { "Content-Range": "bytes */10" },
  });
});

test("a range of a file that has changed since is answered with the whole of it", async () => {
  const { headers } = await ask({});
  const etag = headers.ETag!;
  expect((await ask({ headers: { range: "bytes=2-4", ifRange: etag } })).status).toBe(206);
  expect((await ask({ headers: { range: "bytes=2-4", ifRange: '"another"' } })).status).toBe(200);
  expect(await ask({ headers: { ifNoneMatch: etag } })).toMatchObject({ status: 304, text: null });
  expect(await ask({ method: "HEAD" })).toMatchObject({ status: 200, text: null, headers: { "Content-Length": "10" } });
});

test("paid files are kept by nobody in between, and what could run as a page is saved instead of shown", async () => {
  expect((await ask({})).headers["Cache-Control"]).toBe("private, no-cache");
  expect((await ask({ audience: "public" })).headers["Cache-Control"]).toMatch(/^public, /);
  const page = await ask({ file: { ...file, mediaType: "text/html" }, name: "söme page.html" });
  expect(page.headers).toMatchObject({
    "Content-Type": "application/octet-stream",
    "Content-Disposition": "attachment; filename*=UTF-8''s%C3%B6me%20page.html",
  });
  expect((await ask({ download: true })).headers["Content-Disposition"]).toMatch(/^attachment/);
});
