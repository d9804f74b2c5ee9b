import { createHash, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { Upload } from "tus-js-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLibrary } from "#app/features/media/library.queries.server.ts";
import { sweepUnfinished } from "#app/features/media/sweep-unfinished.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { storage } from "#app/platform/storage/storage.server.ts";
import * as start from "#app/routes/instructor.courses.$courseSlug.media.uploads._index.ts";
import * as piece from "#app/routes/instructor.courses.$courseSlug.media.uploads.$uploadId.ts";
import { aCourse, type PublishedCourse } from "#tests/support/courses.ts";
import { onStaff } from "#tests/support/enrolments.ts";
import { anMp4 } from "#tests/support/hostile-files.ts";
import { aCookieOf, anInstructor } from "#tests/support/people.ts";
import { responseOf, visit } from "#tests/support/visit.ts";

let course: PublishedCourse;
let cookie: string;
let colleague: string;
let endpoint: string;
/** Connections that are cut when this many bytes of a piece have come; each number serves once. */
const cuts: number[] = [];
const seen: string[] = [];
let close: () => void;

beforeAll(async () => {
  const owner = await anInstructor();
  course = await aCourse({ ownerId: owner.id });
  cookie = await aCookieOf(owner);
  const other = await anInstructor();
  await onStaff(other, course, "editor");
  colleague = await aCookieOf(other);
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/instructor/courses/${course.key}/media/uploads`;
  close = () => server.close();
});
afterAll(() => close());

/** The two routes behind real HTTP. */
async function serve(request: IncomingMessage, response: ServerResponse) {
  const [, uploadId] = /\/media\/uploads\/([^/]+)$/.exec(request.url ?? "") ?? [];
  const headers = request.headers as Record<string, string>;
  const args = visit(request.url ?? "", { cookie: headers.cookie, params: { courseSlug: course.key, uploadId: uploadId ?? "" } });
  const { method = "" } = request;
  const cut = method === "PATCH" ? cuts.shift() : undefined;
  let came = 0;
  if (cut !== undefined)
    request.on("data", (chunk: Buffer) => {
      came += chunk.length;
      if (came >= cut) request.destroy();
    });
  const body = method === "HEAD" ? undefined : (Readable.toWeb(request) as ReadableStream);
  args.request = new Request(args.request.url, { method, headers, body, duplex: "half" } as RequestInit);
  const route = uploadId ? piece : start;
  seen.push(method);
  const answer = await responseOf(() => (method === "HEAD" ? piece.loader(args) : route.action(args)));
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}

function send(bytes: Buffer, { name = "film.mp4", as = cookie, chunkSize = Number.POSITIVE_INFINITY } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, {
      ...{ endpoint, chunkSize, retryDelays: [0, 0, 0, 0], metadata: { filename: name }, headers: { Cookie: as } },
      onSuccess: () => resolve(upload.url ?? ""),
      onError: reject,
    });
    upload.start();
  });
}

const unfinished = () => readdir(`${env().dataDir}/unfinished`).catch(() => []);
const ask = (method: string, url: string, headers: Record<string, string> = {}, body?: BodyInit) =>
  fetch(url, { method, body, headers: { Cookie: cookie, "Tus-Resumable": "1.0.0", ...headers } });

async function begin(size: number, name = "film.mp4"): Promise<string> {
  const metadata = `filename ${Buffer.from(name).toString("base64")}`;
  const response = await ask("POST", endpoint, { "Upload-Length": String(size), "Upload-Metadata": metadata });
  return new URL(response.headers.get("Location") ?? "", endpoint).href;
}
const patch = (url: string, at: number, bytes: Buffer, more = {}) =>
  ask(
    "PATCH",
    url,
    { "Upload-Offset": String(at), "Content-Type": "application/offset+octet-stream", ...more },
    new Uint8Array(bytes),
  );

test("an upload that is cut twice goes on where it stopped, and is what was sent", async () => {
  const film = anMp4({ size: 0 });
  const noise = randomBytes(6_000_000);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(noise.length + 8);
  head.write("free", 4);
  const bytes = Buffer.concat([film, head, noise]);
  cuts.push(1_000_000, 2_000_000);
  seen.length = 0;
  await send(bytes);
  expect(seen.filter((method) => method === "POST")).toHaveLength(1);
  expect(seen.filter((method) => method === "PATCH")).toHaveLength(3);
  const [file] = await readLibrary(course.courseId);
  expect(file).toMatchObject({ name: "film.mp4", size: bytes.length, hash: createHash("sha256").update(bytes).digest("hex") });
  expect((await buffer(await storage().read(file!.hash))).equals(bytes)).toBe(true);
  expect(await unfinished()).toEqual([]);
});

test("a file that is not what it says is refused with a sentence, and nothing of it is left", async () => {
  const before = await db.mediaUpload.count();
  const sent = send(Buffer.from("<script>alert(1)</script>"), { name: "photo.png" });
  await expect(sent).rejects.toThrow(/response code: 422, response text: This file does not hold what its name says/);
  expect(await db.mediaUpload.count()).toBe(before);
  expect(await unfinished()).toEqual([]);
});

test("the same film sent twice at once is one file", async () => {
  const film = anMp4({ fill: 9, size: 3_000_000 });
  await Promise.all([send(film, { name: "a.mp4" }), send(film, { name: "b.mp4", as: colleague })]);
  expect((await readLibrary(course.courseId)).filter(({ size }) => size === film.length)).toHaveLength(1);
});

test("an upload is its owner's: a colleague of the same course neither sees, adds to nor stops it", async () => {
  const url = await begin(10);
  const as = { Cookie: colleague };
  expect((await ask("HEAD", url, as)).status).toBe(404);
  expect((await patch(url, 0, Buffer.from("x"), as)).status).toBe(404);
  await ask("DELETE", url, as);
  const state = await ask("HEAD", url);
  expect([state.status, state.headers.get("Upload-Offset")]).toEqual([200, "0"]);
  expect((await ask("DELETE", url)).status).toBe(204);
  expect((await ask("HEAD", url)).status).toBe(404);
  expect(await unfinished()).toEqual([]);
});

test("who only looks on in the course sends nothing", async () => {
  const viewer = await anInstructor();
  await onStaff(viewer, course, "viewer");
  await expect(send(anMp4(), { as: await aCookieOf(viewer) })).rejects.toThrow("404");
});

test("a piece must follow the last one, and cannot be more than was announced", async () => {
  const url = await begin(10);
  expect((await patch(url, 3, Buffer.from("x"))).status).toBe(409);
  expect((await patch(url, 0, Buffer.from("0123"))).headers.get("Upload-Offset")).toBe("4");
  expect((await patch(url, 0, Buffer.from("0123"))).status).toBe(409);
  expect((await patch(url, 4, Buffer.alloc(50))).status).toBe(413);
  await ask("DELETE", url);
});

test("two pieces for one place at once: the second is told to wait, and the first one counts", async () => {
  const url = await begin(2_000_000);
  const half = randomBytes(500_000);
  let rest: () => void = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(to) {
      to.enqueue(new Uint8Array(half));
      rest = () => {
        to.enqueue(new Uint8Array(half));
        to.close();
      };
    },
  });
  const type = { "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream", Cookie: cookie };
  const first = fetch(url, { method: "PATCH", headers: type, body, duplex: "half" } as RequestInit);
  const offset = async () => (await ask("HEAD", url)).headers.get("Upload-Offset");
  while ((await offset()) !== "500000");
  expect((await patch(url, 500_000, Buffer.from("x"))).status).toBe(423);
  rest();
  expect((await first).status).toBe(204);
  expect(await offset()).toBe("1000000");
  await ask("DELETE", url);
});

test("files that are too large or of a wrong kind are refused before they come", async () => {
  const name = (text: string) => ({ "Upload-Metadata": `filename ${Buffer.from(text).toString("base64")}` });
  expect((await ask("POST", endpoint, { "Upload-Length": "4000000001", ...name("a.mp4") })).status).toBe(413);
  expect((await ask("POST", endpoint, { "Upload-Length": "10", ...name("a.exe") })).status).toBe(415);
  expect((await ask("POST", endpoint, { "Upload-Length": "-1", ...name("a.mp4") })).status).toBe(400);
  expect((await ask("POST", endpoint, { "Upload-Length": "10", "Upload-Metadata": "filename %%%" })).status).toBe(400);
});

test("what is not finished within a day is swept away, and what is not so old is kept", async () => {
  const old = await begin(10);
  shiftClock(23 * 3_600_000);
  const young = await begin(10);
  shiftClock(24 * 3_600_000 + 1_000);
  try {
    expect((await ask("HEAD", old)).status).toBe(404);
    await sweepUnfinished();
    expect(await unfinished()).toEqual([young.split("/").at(-1)]);
    expect((await ask("HEAD", young)).status).toBe(200);
  } finally {
    shiftClock(0);
  }
});
