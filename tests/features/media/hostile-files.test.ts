import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { safeName } from "#app/features/media/file-name.ts";
import { keepFile } from "#app/features/media/keep-file.server.ts";
import { readLibrary } from "#app/features/media/library.queries.server.ts";
import { db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { storage } from "#app/platform/storage/storage.server.ts";
import { aCourse } from "#tests/support/courses.ts";
import { anMp4, aPhoto, aPngOf } from "#tests/support/hostile-files.ts";

let courseId: string;
const folder = await mkdtemp(path.join(os.tmpdir(), "hostile-"));
beforeAll(async () => {
  courseId = (await aCourse()).courseId;
});
afterAll(() => rm(folder, { recursive: true }));

async function keep(name: string, bytes: Buffer | string) {
  const file = path.join(folder, randomUUID());
  await writeFile(file, bytes);
  return keepFile({ courseId, file, name });
}

const blobs = () => readdir(`${env().dataDir}/media`, { recursive: true }).catch(() => []);

const svg = (inside: string, before = "") => `${before}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inside}</svg>`;
const laughs = `<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
const mp4 = anMp4();

test.each<[string, string, Buffer | string | Promise<Buffer>, RegExp]>([
  ["a PDF that is called a picture", "photo.png", "%PDF-1.7\n%%EOF", /holds something else \(application\/pdf\)/],
  ["a picture that is called a film", "film.mp4", aPhoto(10, 10), /holds something else \(image\/jpeg\)/],
  ["a web page that is called a picture", "photo.jpg", "<script>alert(1)</script>", /does not hold what its name says/],
  ["a web page that is called text", "notes.txt", "<!doctype html><script>alert(1)</script>", /web page/],
  ["a web page", "page.html", "<p>Hello</p>", /have no place here/],
  ["a program", "setup.exe", "MZ", /have no place here/],
  ["a zip that is called text", "notes.txt", Buffer.from("504b0304140000000000", "hex"), /holds something else/],
  ["a picture of 2.5 thousand million pixels", "bomb.png", aPngOf(50_000, 50_000), /50 million pixels/],
  ["a picture that is a line", "bomb.png", aPngOf(200_000_000, 1), /50 million pixels|damaged/],
  ["a drawing with a program", "a.svg", svg("<script>alert(1)</script>"), /<script>/],
  ["a drawing with a program behind a prefix", "a.svg", svg(`<x:script xmlns:x="http://www.w3.org/2000/svg"/>`), /<script>/],
  ["a drawing with an event", "a.svg", svg(`<rect OnLoad="alert(1)"/>`), /onload/],
  ["a drawing with a link that runs", "a.svg", svg(`<a href="javascript:alert(1)"/>`), /another address/],
  ["a drawing that asks another site", "a.svg", svg(`<image href="https://evil.example/a.png"/>`), /another address/],
  ["a drawing with styles of another site", "a.svg", svg("<style>@import 'https://evil.example'</style>"), /another address/],
  ["a drawing with entities that expand", "a.svg", svg("<text>&b;</text>", laughs), /document type/],
  ["a drawing that holds a web page", "a.svg", svg("<foreignObject/>"), /<foreignobject>/],
  ["a drawing that is cut off", "a.svg", svg("<g>").slice(0, -8), /not well-formed/],
  ["a picture that is cut off", "a.jpg", aPhoto().then((photo) => photo.subarray(0, photo.length / 2)), /damaged/],
  ["a film that is cut off", "a.mp4", mp4.subarray(0, mp4.length - 5), /damaged/],
  ["a PDF that is cut off", "a.pdf", "%PDF-1.7\n1 0 obj", /damaged/],
  ["captions of another kind", "a.vtt", "1\n00:00:01,000 --> 00:00:02,000\nHello", /WEBVTT/],
  ["text that is none", "a.txt", Buffer.from([72, 101, 0, 1, 2]), /does not hold text/],
  ["text of another encoding", "a.txt", Buffer.from([72, 0xe9, 0x20]), /UTF-8/],
  ["an empty file", "a.mp4", "", /empty/],
])("%s is refused with a reason, and nothing of it is left", async (_, name, content, message) => {
  const before = await blobs();
  const kept = await keep(name, await content);
  expect(kept).toMatchObject({ status: "refused", message: expect.stringMatching(message) });
  expect(await readLibrary(courseId)).toEqual([]);
  expect(await blobs()).toEqual(before);
});

test("a picture comes upright, without what the camera noted and what hung on it, and smaller as WebP and AVIF", async () => {
  const polyglot = Buffer.concat([await aPhoto(), Buffer.from("PK\x03\x04 <script>alert(1)</script>")]);
  expect(await keep("Me at home.JPG", polyglot)).toMatchObject({ status: "kept", name: "Me-at-home.jpg" });
  const [file] = await readLibrary(courseId);
  expect(file).toMatchObject({ mediaType: "image/jpeg", width: 800, height: 1_200 });
  const bytes = await buffer(await storage().read(file!.hash));
  expect(bytes.includes("script")).toBe(false);
  expect(bytes.includes("Quilla")).toBe(false);
  expect((await sharp(bytes).metadata()).exif).toBeUndefined();
  expect(file!.variants.map(({ width, mediaType }) => [width, mediaType])).toEqual([
    [480, "image/webp"],
    [480, "image/avif"],
  ]);
  for (const { hash, width } of file!.variants)
    expect((await sharp(await buffer(await storage().read(hash))).metadata()).width).toBe(width);
  await db.courseMediaFile.deleteMany({ where: { courseId } });
});

test("the same file twice at once is stored once, and another of its name gets a number", async () => {
  const sent = await Promise.all([1, 2, 3, 4].map(() => keep("clip.mp4", anMp4({ fill: 1 }))));
  expect(new Set(sent.map((kept) => kept.status === "kept" && kept.fileId)).size).toBe(1);
  expect(await keep("clip.mp4", anMp4({ fill: 2 }))).toMatchObject({ status: "kept", name: "clip-2.mp4" });
  const files = await readLibrary(courseId);
  expect(files.map(({ name, seconds }) => [name, seconds])).toEqual([
    ["clip-2.mp4", 12],
    ["clip.mp4", 12],
  ]);
  const hash = createHash("sha256")
    .update(anMp4({ fill: 1 }))
    .digest("hex");
  expect((await blobs()).filter((name) => name.includes(hash))).toHaveLength(1);
});

test("no name leads out of its folder or hides, whatever it is", () => {
  expect(safeName("../../etc/passwd.txt")).toBe("passwd.txt");
  expect(safeName("..\\..\\windows\\a b.PNG")).toBe("a-b.png");
  expect(safeName("../..")).toBe("file");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (sent) => {
      expect(safeName(sent)).toMatch(/^[\p{L}\p{N}_][\p{L}\p{N}_-]*(\.[a-z0-9]{1,8})?$/u);
    }),
  );
});
