import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import yazl from "yazl";
import { createDraft } from "#app/features/authoring/create-draft.server.ts";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import { readDraftFiles, readPathsAt } from "#app/features/authoring/draft-files.queries.server.ts";
import { importDraft } from "#app/features/authoring/import-draft.server.ts";
import { readZip } from "#app/features/authoring/read-zip.server.ts";
import { writeFolder } from "#app/features/authoring/write-folder.server.ts";
import { writeZip } from "#app/features/authoring/write-zip.server.ts";
import { sha256 } from "#app/features/courseware/course-folder.server.ts";
import { readFolder } from "#app/features/courseware/read-folder.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aViewer } from "#tests/support/viewers.ts";
import { folders } from "./folder-arbitraries.ts";

const aside = mkdtempSync(path.join(os.tmpdir(), "drafts-"));
afterAll(() => rmSync(aside, { recursive: true, force: true }));

let count = 0;
const nextKey = () => `import-${++count}`;

const readBack = async (draftId: string) => (await readDraftFiles({ draftId })).files;
const entriesOf = (files: ReadonlyMap<string, Buffer>) => [...files].map(([name, bytes]) => [name, bytes.toString("base64")]);

test("export of import is the identity, by zip and by folder, and the zip of an import is the same zip", async () => {
  const viewer = await aViewer({ role: "instructor" });
  const property = fc.asyncProperty(folders("placeholder-key"), async (given) => {
    const key = nextKey();
    const files = new Map(given).set(
      "course.yaml",
      Buffer.from(given.get("course.yaml")!.toString().replace("placeholder-key", key)),
    );
    const zip = await writeZip({ folder: key, files });
    const read = await readZip(zip);
    if (read.status !== "read") throw new Error(read.message);
    expect(entriesOf(read.files)).toEqual(entriesOf(files));
    const imported = await importDraft({ viewer, files: read.files, from: "it.zip" });
    expect(imported).toEqual({ status: "created", courseKey: key });

    const draft = (await findDraft(viewer, key))!;
    const back = await readBack(draft.draftId);
    expect(entriesOf(back)).toEqual(entriesOf(files));
    expect((await writeZip({ folder: key, files: back })).equals(zip)).toBe(true);

    const dir = path.join(aside, key);
    expect(await writeFolder({ to: dir, files: back })).toEqual({ status: "written", files: files.size });
    const folder = readFolder(dir);
    expect(folder.unreadable).toEqual([]);
    expect(entriesOf(folder.files)).toEqual(entriesOf(files));
    expect(await importDraft({ viewer, files: folder.files, from: "folder" })).toEqual({ status: "unchanged", courseKey: key });
  });
  // Two names whose order is another by code units than by code points.
  const odd = ["modules/\u{1f642}a.md", "modules/\ufb01/a.md"].map((path) => [path, Buffer.alloc(0)] as const);
  const examples: [Map<string, Buffer>][] = [[new Map([["course.yaml", Buffer.from("key: placeholder-key\n")], ...odd])]];
  await fc.assert(property, { numRuns: 40, examples });
}, 120_000);

test("import of export is the identity: whatever revisions a draft went through, its files are what they come to", async () => {
  const viewer = await aViewer({ role: "instructor" });
  const property = fc.asyncProperty(fc.array(folders("placeholder-key"), { minLength: 2, maxLength: 4 }), async (versions) => {
    const key = nextKey();
    const kept: Map<string, Buffer>[] = [];
    for (const version of versions) {
      const files = new Map(version).set("course.yaml", Buffer.from(`key: ${key}\n`));
      const outcome = await importDraft({ viewer, files, from: "v" });
      expect(["created", "changed", "unchanged"]).toContain(outcome.status);
      if (outcome.status !== "unchanged") kept.push(files);
    }
    const { draftId, revision } = (await findDraft(viewer, key))!;
    expect(revision).toBe(kept.length);
    for (const [index, files] of kept.entries()) {
      const at = await readPathsAt({ draftId, revision: index + 1 });
      expect([...at].sort()).toEqual([...files].map(([name, bytes]) => [name, sha256(bytes)]).sort());
    }
    expect(entriesOf(await readBack(draftId)).sort()).toEqual(entriesOf(kept.at(-1)!).sort());
  });
  await fc.assert(property, { numRuns: 20 });
}, 120_000);

async function zipOf(names: Record<string, string | Buffer>, change: (zip: Buffer) => Buffer = (zip) => zip) {
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(names)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return readZip(change(await buffer(zip.outputStream)));
}

/** yazl refuses to write bad names, so they are put in afterwards, in both places of the zip. */
const renamed = (from: string, to: string) => (zip: Buffer) => Buffer.from(zip.toString("latin1").replaceAll(from, to), "latin1");

const refused = (message: RegExp) => ({ status: "refused", message: expect.stringMatching(message) });

test("paths that lead out of the folder, absolute ones and odd signs are refused", async () => {
  const course = { "course.yaml": "key: a-course\n" };
  for (const [bad, message] of [
    ["../xx/evil.md", /invalid relative path|leads out/],
    ["a/../../b.txt", /invalid relative path|leads out/],
    ["/etc/passwd1", /absolute path|does not begin/],
    ["C:/windows.md", /absolute path|does not begin/],
    ["mod\\evil1.md", /invalid characters|sign that does not work/],
    ["mod/\u0001vil1.md", /sign that does not work/],
    ["modu//evil.md", /part without a name/],
    ["modu/./vil.md", /part without a name/],
  ] as const) {
    const plain = "x".repeat(bad.length);
    expect(await zipOf({ ...course, [plain]: "x" }, renamed(plain, bad)), bad).toEqual(refused(message));
  }
});

test("bombs, locked and broken zips, zips without a course and what is a file and a folder are refused", async () => {
  const course = { "course.yaml": "key: a-course\n" };
  expect(await zipOf({ ...course, "media/a.png": Buffer.alloc(20_000_000) })).toEqual(refused(/grows more than 200 times/));
  expect(await zipOf({ ...course, "big.md": Buffer.alloc(1_100_000, "abcdefghijklmnopqrstuvwxyz0123456789\n") })).toEqual(
    refused(/larger than 1 MiB|grows more/),
  );
  expect(await zipOf({ "notes.md": "x" })).toEqual(refused(/no course\.yaml/));
  expect(await zipOf({})).toEqual(refused(/empty/));
  expect(await zipOf({ ...course, a: "x", "a/b": "x" })).toEqual(refused(/cannot be a file and hold/));
  expect(await readZip(Buffer.from("PK not a zip at all"))).toEqual(refused(/cannot be read/));
  const lying = await zipOf({ ...course, "modules/a.md": "x".repeat(5_000) }, (zip) => {
    // The directory says 10 bytes; what comes out is 5,000.
    const at = zip.indexOf(Buffer.from("modules/a.md"), zip.indexOf(Buffer.from("PK\u0001\u0002")));
    zip.writeUInt32LE(10, at - 46 + 24);
    return zip;
  });
  expect(lying).toEqual(refused(/cannot be read/));
});

test("a zip of ten thousand files is refused before anything is unpacked", async () => {
  const files = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`modules/m/${index}.md`, "x"]));
  expect(await zipOf({ "course.yaml": "key: a-course\n", ...files })).toEqual(refused(/more than 5000 files/));
});

test("what is refused leaves nothing behind", async () => {
  const viewer = await aViewer({ role: "instructor" });
  const before = [await db.draft.count(), await db.course.count(), await db.blob.count()];
  const many = new Map(Array.from({ length: 5_001 }, (_, index) => [`modules/m/${index}.md`, Buffer.from("x")]));
  many.set("course.yaml", Buffer.from("key: many-files\n"));
  expect(await importDraft({ viewer, files: many, from: "z" })).toMatchObject({ status: "refused", reason: "bad-files" });
  const out = new Map([
    ["course.yaml", Buffer.from("key: out-of-it\n")],
    ["../x.md", Buffer.from("x")],
  ]);
  expect(await importDraft({ viewer, files: out, from: "z" })).toMatchObject({ status: "refused", reason: "bad-files" });
  const large = new Map([
    ["course.yaml", Buffer.from("key: large-text\n")],
    ["a.md", Buffer.alloc(1024 * 1024 + 1)],
  ]);
  expect(await importDraft({ viewer, files: large, from: "z" })).toMatchObject({
    messages: ["The file a.md is larger than 1 MiB."],
  });
  expect(await importDraft({ viewer, files: new Map([["course.yaml", Buffer.from("key: [")]]), from: "z" })).toMatchObject({
    reason: "no-key",
  });
  expect([await db.draft.count(), await db.course.count(), await db.blob.count()]).toEqual(before);
});

test("nobody takes over the course of another by importing its key", async () => {
  const [author, other] = [await aViewer({ role: "instructor" }), await aViewer({ role: "instructor" })];
  const files = new Map([["course.yaml", Buffer.from("key: taken-key\n")]]);
  await createDraft({ courseKey: "taken-key", ownerId: author.id, files, way: "studio", what: "New" });
  const foreign = new Map([["course.yaml", Buffer.from("key: taken-key\ntitle: Mine now\n")]]);
  expect(await importDraft({ viewer: other, files: foreign, from: "z" })).toEqual({ status: "refused", reason: "key-taken" });
  expect((await findDraft(author, "taken-key"))?.revision).toBe(1);
  expect(await findDraft(other, "taken-key")).toBeNull();
});

test("a folder that is not empty is not written into", async () => {
  const to = path.join(aside, "not-empty");
  mkdirSync(to);
  writeFileSync(path.join(to, "mine.txt"), "mine");
  expect(await writeFolder({ to, files: new Map([["a.md", Buffer.from("x")]]) })).toEqual({
    status: "refused",
    reason: "target-not-empty",
  });
});
