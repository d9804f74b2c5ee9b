import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { folderDigest } from "#app/features/courseware/course-folder.server.ts";
import { exportRelease } from "#app/features/courseware/export-release.server.ts";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { readFolder } from "#app/features/courseware/read-folder.server.ts";
import { aFolder, COURSE_YAML, SMALL_TALK, swap, WELCOME_MD } from "./course-files.ts";

const base = mkdtempSync(path.join(os.tmpdir(), "course-export-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));
let places = 0;
function aPlace(): string {
  places += 1;
  return path.join(base, `place-${places}`);
}

function write(dir: string, files: Record<string, string | Buffer>): string {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), content);
  }
  return dir;
}

const keyed = (key: string, yaml = COURSE_YAML) => ({ "course.yaml": swap(yaml, "key: small-talk", `key: ${key}`) });

const oddName = fc
  .string({ minLength: 1, maxLength: 12, unit: "grapheme" })
  .map((name) => name.replaceAll(/[/\\\p{Cc}\p{Surrogate}\uFFFD]/gu, "_"))
  .filter((name) => !name.startsWith(".") && Buffer.byteLength(name) < 200);
const content = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.string({ maxLength: 60, unit: "binary" }).map((text) => Buffer.from(text)),
  fc.constantFrom(Buffer.from(""), Buffer.from("a\r\nb\r\n"), Buffer.from("\uFEFFBOM\n"), Buffer.from([0, 255, 254, 13, 10])),
);
/** Names that a disk may take for one another (by case or by Unicode form) are one here. */
const extraFiles = fc.uniqueArray(
  fc.tuple(fc.constantFrom("media/", "notes/", "", "modules/later/", "deep/er/"), oddName, content),
  {
    maxLength: 12,
    selector: ([, name]) => name.normalize("NFKC").toLowerCase(),
  },
);

test("a published folder is exported byte for byte, whatever it holds", async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(extraFiles, fc.boolean(), fc.string({ maxLength: 30, unit: "grapheme" }), async (extras, crlf, unknown) => {
      runs += 1;
      const key = `round-trip-${runs}`;
      const field = `${JSON.stringify("an unknown field")}: ${JSON.stringify(unknown.replaceAll(/[\p{Cc}\p{Surrogate}]/gu, "_"))}`;
      const welcome = swap(WELCOME_MD, "preview: true", `preview: true\n${field}`);
      const files = {
        ...SMALL_TALK,
        ...keyed(key, `${COURSE_YAML}# a comment\n${field}\n`),
        "modules/opening/welcome.md": crlf ? welcome.replaceAll("\n", "\r\n") : welcome,
        ...Object.fromEntries(extras.map(([folder, name, bytes]) => [`${folder}x-${name}`, bytes])),
      };
      const source = readFolder(write(aPlace(), files));
      expect(source.unreadable).toEqual([]);
      expect(Object.fromEntries(source.files)).toEqual(
        Object.fromEntries(Object.entries(files).map(([file, bytes]) => [file, Buffer.from(bytes as string)])),
      );
      const outcome = await publishCourse({ folder: source });
      expect(outcome).toMatchObject({ status: "published", number: 1 });

      const to = aPlace();
      expect(await exportRelease({ courseKey: key, to })).toEqual({ status: "exported", number: 1, files: source.files.size });
      const back = readFolder(to);
      expect([...back.files]).toEqual([...source.files]);
      expect(folderDigest(back)).toBe(folderDigest(source));
      expect(await publishCourse({ folder: back })).toMatchObject({ status: "unchanged", number: 1 });
    }),
    { numRuns: 12 },
  );
});

test("an older release is exported by its number", async () => {
  const first = aFolder(keyed("by-number"));
  await publishCourse({ folder: first });
  await publishCourse({ folder: aFolder({ ...keyed("by-number"), "notes.txt": "new" }) });
  const to = aPlace();
  expect(await exportRelease({ courseKey: "by-number", number: 1, to })).toMatchObject({ status: "exported", number: 1 });
  expect(folderDigest(readFolder(to))).toBe(folderDigest(first));
});

test("what is not there cannot be exported, and nothing is overwritten", async () => {
  await publishCourse({ folder: aFolder(keyed("guarded")) });
  const full = write(aPlace(), { "mine.txt": "keep me" });
  expect(await exportRelease({ courseKey: "nobody", to: aPlace() })).toEqual({ status: "refused", reason: "no-such-course" });
  expect(await exportRelease({ courseKey: "guarded", number: 2, to: aPlace() })).toEqual({
    status: "refused",
    reason: "no-such-release",
  });
  expect(await exportRelease({ courseKey: "guarded", to: full })).toEqual({ status: "refused", reason: "target-not-empty" });
  expect(await exportRelease({ courseKey: "guarded", to: path.join(full, "mine.txt") })).toEqual({
    status: "refused",
    reason: "target-is-a-file",
  });
  expect(readdirSync(full)).toEqual(["mine.txt"]);
  const empty = aPlace();
  mkdirSync(empty);
  expect(await exportRelease({ courseKey: "guarded", to: empty })).toMatchObject({ status: "exported" });
});

// ---------------------------------------------------------------- reading a folder

test("a folder is read in the order of its paths, without what file managers and version control leave", () => {
  const dir = write(aPlace(), {
    ...SMALL_TALK,
    ".git/config": "x",
    ".DS_Store": "x",
    "media/.hidden": "x",
    "media/Thumbs.db": "x",
  } as Record<string, string>);
  expect([...readFolder(dir).files.keys()]).toEqual(Object.keys(SMALL_TALK).sort());
});

test("links within the folder are read as files, links out of it are faults", () => {
  const dir = write(aPlace(), SMALL_TALK);
  symlinkSync("map.svg", path.join(dir, "media/again.svg"));
  symlinkSync("/etc/passwd", path.join(dir, "media/passwd.txt"));
  symlinkSync("../../..", path.join(dir, "media/up"));
  symlinkSync("../modules", path.join(dir, "media/inside"));
  symlinkSync("nowhere", path.join(dir, "media/broken"));
  const { files, unreadable } = readFolder(dir);
  expect(files.get("media/again.svg")).toEqual(files.get("media/map.svg"));
  expect(files.has("media/passwd.txt")).toBe(false);
  expect(unreadable!.map(({ file }) => file).sort()).toEqual(["media/broken", "media/inside", "media/passwd.txt", "media/up"]);
});

test("a folder that is a link itself is read", () => {
  const dir = write(aPlace(), SMALL_TALK);
  const link = aPlace();
  symlinkSync(dir, link);
  expect(readFolder(link).files.size).toBe(Object.keys(SMALL_TALK).length);
});

test("a text of more than 1 MiB is a fault, a medium of that size is not", () => {
  const big = Buffer.alloc(1024 * 1024 + 1, "a");
  const { files, unreadable } = readFolder(
    write(aPlace(), { ...SMALL_TALK, "media/big.pdf": big, "modules/opening/big.md": big }),
  );
  expect(unreadable).toMatchObject([{ file: "modules/opening/big.md", message: "This file is larger than 1 MiB." }]);
  expect(files.has("media/big.pdf")).toBe(true);
});

test("what is no course folder is one clear fault", () => {
  expect(readFolder(aPlace()).unreadable).toMatchObject([
    { file: "course.yaml", message: expect.stringMatching(/^There is no folder/) },
  ]);
  expect(readFolder(write(aPlace(), { "a.txt": "x" })).unreadable).toMatchObject([
    { message: expect.stringMatching(/has no course\.yaml/) },
  ]);
});
