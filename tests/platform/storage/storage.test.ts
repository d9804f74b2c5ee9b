import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { diskStorage } from "#app/platform/storage/disk.server.ts";
import { s3Storage } from "#app/platform/storage/s3.server.ts";
import { MissingBlob } from "#app/platform/storage/storage.server.ts";
import { aBucket } from "#tests/support/bucket.ts";

const bucket = await aBucket();
const folder = await mkdtemp(path.join(os.tmpdir(), "storage-"));
afterAll(async () => {
  await bucket.close();
  await rm(folder, { recursive: true });
});

const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

describe.each([
  ["a folder", diskStorage(`${folder}/blobs`)],
  ["a bucket", s3Storage(bucket.settings)],
])("%s", (_, storage) => {
  test("gives back what was put in, whole and in part, and forgets what is removed", async () => {
    const bytes = randomBytes(70_000);
    const hash = hashOf(bytes);
    expect(await storage.has(hash)).toBe(false);
    await expect(storage.read(hash)).rejects.toThrow(MissingBlob);
    await storage.put(hash, bytes, "video/mp4");
    expect(await storage.has(hash)).toBe(true);
    expect((await buffer(await storage.read(hash))).equals(bytes)).toBe(true);
    expect(await buffer(await storage.read(hash, { start: 5, end: 9 }))).toEqual(bytes.subarray(5, 10));
    await storage.remove(hash);
    await storage.remove(hash);
    expect(await storage.has(hash)).toBe(false);
  });

  test("takes a file, several times at once, and leaves it where it was", async () => {
    const bytes = randomBytes(3_000_000);
    const file = `${folder}/a-file`;
    await writeFile(file, bytes);
    await Promise.all([1, 2, 3].map(() => storage.putFile(hashOf(bytes), file, "video/mp4")));
    expect((await buffer(await storage.read(hashOf(bytes)))).equals(bytes)).toBe(true);
    expect(await readdir(folder)).toContain("a-file");
  });
});

test("a folder holds nothing half-written after a file that could not be read", async () => {
  const storage = diskStorage(`${folder}/clean`);
  await expect(storage.putFile("a".repeat(64), `${folder}/nowhere`, "video/mp4")).rejects.toThrow("ENOENT");
  expect(await readdir(`${folder}/clean/aa`)).toEqual([]);
});

test("a bucket is told the hash of what it is sent, and refuses anything else", async () => {
  const storage = s3Storage(bucket.settings);
  await expect(storage.put("b".repeat(64), Buffer.from("other bytes"), "text/plain")).rejects.toThrow("Mismatch");
  expect(bucket.objects.has(`media/${"b".repeat(64)}`)).toBe(false);
});

test("a wrong key opens no bucket", async () => {
  const storage = s3Storage({ ...bucket.settings, secretAccessKey: "a guess" });
  await expect(storage.has("c".repeat(64))).rejects.toThrow("403");
});
