import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { exportCourse } from "#app/cli/course/export.ts";
import { publishFolder } from "#app/cli/course/publish.ts";
import { lessonLines } from "#app/cli/course/report.ts";
import { runCourseCommand } from "#app/cli/course/run.ts";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { COURSE_YAML, SMALL_TALK, swap, WELCOME_MD } from "./course-files.ts";

const base = mkdtempSync(path.join(os.tmpdir(), "course-cli-"));
const content = path.join(base, "content");
const course = path.join(content, "courses/small-talk");
const broken = path.join(base, "broken");

function write(dir: string, files: Record<string, string | Buffer>): void {
  for (const [file, bytes] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), bytes);
  }
}

beforeAll(() => {
  write(course, SMALL_TALK);
  write(broken, {
    ...SMALL_TALK,
    "modules/opening/welcome.md": swap(WELCOME_MD, "lesson:watch", "lesson:none"),
    "notes.txt": "",
  });
  write(path.join(content, "articles"), {
    "why.md": "---\nkey: why\ntitle: Why\nsummary: Because.\npublished: 2026-01-31\n---\nText.\n",
  });
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Runs the command as a person does, on this test's own database. */
function run(...words: string[]): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "app/cli/course.ts", ...words], {
    stdio: ["ignore", "pipe", "pipe"],
    env: process.env,
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (errors += chunk));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, output, errors })));
}

/** What `work` prints, without a process of its own. */
async function printed<Result>(work: () => Promise<Result>): Promise<{ result: Result; output: string; errors: string }> {
  const output = vi.spyOn(console, "log").mockImplementation(() => {});
  const errors = vi.spyOn(console, "error").mockImplementation(() => {});
  try {
    const result = await work();
    const text = (spy: typeof output | typeof errors) => spy.mock.calls.map(([line]) => `${line}\n`).join("");
    return { result, output: text(output), errors: text(errors) };
  } finally {
    output.mockRestore();
    errors.mockRestore();
  }
}

test("check prints faults before warnings, each with file, line and remedy, and the length of every lesson", async () => {
  const { code, output } = await run("check", course, broken);
  expect(code).toBe(1);
  const lines = output.split("\n");
  expect(lines[0]).toBe(`${course}: 0 faults, 0 warnings`);
  expect(lines[5]).toBe(
    `${broken}/modules/opening/welcome.md:16  There is no lesson with the key none.  Use the key from a lesson's front matter.`,
  );
  expect(lines[6]).toBe(
    `${broken}/notes.txt:1  Warning: Nothing in the course uses this file.  Use it or remove it. It is kept when the folder is published.`,
  );
  expect(lines[7]).toBe(`${broken}: 1 fault, 1 warning`);
  expect(lines[8]).toMatch(/^ {2}welcome +\d+ words +1 min$/);
  expect(lines[11]).toMatch(/^ {2}in all +\d+ words +3 min$/);
  expect((await printed(() => runCourseCommand(["check", course]))).result).toBe(0);
});

test("the reading grade of an English lesson and of the whole is printed, and none for another language", () => {
  const lessons = [
    { key: "easy", text: "The cat sat on the mat. Nobody had told her to move." },
    { key: "hard", text: "Considerable organisational responsibility necessitates deliberate communication." },
    { key: "table", text: "| A | B |\n|---|---|\n| one | two |" },
  ];
  const folder = aCourseFolder({ lessons });
  const lines = lessonLines(compileCourse(folder));
  // 0.39 * 6 + 11.8 * 14 / 12 - 15.59
  expect(lines[0]).toMatch(/^ {2}easy +12 words +1 min {2}grade {2}0\.5$/);
  expect(Number(lines[1]!.split("grade")[1])).toBeGreaterThan(30);
  expect(lines[2]).toMatch(/min$/);
  expect(lines[3]).toMatch(/^ {2}in all .* grade +\d+\.\d$/);

  const page = folder.files.get("course.yaml")!.toString().replace("language: en", "language: de");
  const german = new Map(folder.files).set("course.yaml", Buffer.from(page));
  expect(lessonLines(compileCourse({ files: german })).join("\n")).not.toContain("grade");
});

test("publish says what will change for whom, and export gives the folder back", async () => {
  const first = await run("publish", course, "--notes", "The first.");
  expect(first).toMatchObject({ code: 0, errors: "" });
  expect(first.output).toContain("Small Talk: the first release. Price: free.\n  + welcome  Welcome\n");
  expect(first.output).toContain("Nobody is enrolled yet.");
  expect(first.output).toContain("Published small-talk as release 1.");
  expect(await printed(() => publishFolder(course, { yes: true }))).toMatchObject({
    result: true,
    output: expect.stringContaining("nothing has changed"),
  });

  const refused = await printed(() => publishFolder(broken, {}));
  expect(refused.result).toBe(false);
  expect(refused.output).toContain("welcome.md:16  There is no lesson");
  expect(refused.output).toContain("is not published: it has a fault.");

  const to = path.join(base, "exported");
  expect(await run("export", "small-talk", to, "--release", "1")).toMatchObject({
    code: 0,
    output: `Wrote release 1 of small-talk to ${to}: 11 files.\n`,
  });
  for (const [file, bytes] of Object.entries(SMALL_TALK))
    expect(readFileSync(path.join(to, file))).toEqual(Buffer.from(bytes as string));
  expect(await printed(() => exportCourse("small-talk", to))).toMatchObject({
    result: false,
    output: expect.stringContaining("is not empty"),
  });
  expect(await printed(() => exportCourse("nobody", path.join(base, "x")))).toMatchObject({
    result: false,
    output: expect.stringContaining("no course with this key"),
  });
});

test("--all takes every course and the articles, and a faulty course does not keep the others back", async () => {
  const priced = swap(
    COURSE_YAML,
    "price: free",
    "price: { amount: 14900, currency: usd }\nafterPayment: You learn.\nrefundPolicy: Thirty days.",
  );
  write(path.join(content, "courses/another"), { ...SMALL_TALK, "course.yaml": swap(priced, "key: small-talk", "key: another") });
  write(path.join(content, "courses/absent"), { "readme.txt": "no course.yaml here" });
  const { code, output } = await run("publish", "--all", content, "--yes");
  expect(code).toBe(1);
  expect(output).toContain("it has no course.yaml");
  expect(output).toContain("Price: $149.00.");
  expect(output).toContain("Published another as release 1.");
  expect(output).toContain("Articles: 1 new, 0 changed, 0 removed, 0 as they were.");
  expect((await printed(() => runCourseCommand(["check", "--all", content]))).result).toBe(1);
});

test("wrong usage prints how it is used and ends with 2", async () => {
  for (const words of [
    [],
    ["check"],
    ["publish"],
    ["publish", "a", "b"],
    ["export", "a"],
    ["remove", "a"],
    ["constructor", "a"],
    ["check", "a", "--frobnicate"],
    ["export", "a", "b", "--release", "last"],
  ]) {
    const { result, output, errors } = await printed(() => runCourseCommand(words));
    expect([words, result, output]).toEqual([words, 2, ""]);
    expect(errors).toContain("Usage:\n  npm run course -- check");
  }
  expect((await run("publish")).code).toBe(2);
});
