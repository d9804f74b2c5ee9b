import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeEach, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { runCourseCommand } from "#app/cli/course/run.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";

const base = mkdtempSync(path.join(os.tmpdir(), "questions-cli-"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(base, "course-"));
  writeFileSync(path.join(folder, "course.yaml"), "key: a-course\n");
});

const GIFT = "::First::What is it? {=a#yes ~b}\n\nOnly a text.\n\n::Wild::<b style='color:red'>Which</b>? {=x ~y}\n";

/** Runs the command and gives what it prints. */
async function run(...words: string[]): Promise<{ code: number; output: string }> {
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  const errors = vi.spyOn(console, "error").mockImplementation(() => {});
  try {
    const code = await runCourseCommand(words);
    return { code, output: [...log.mock.calls, ...errors.mock.calls].map(([line]) => `${line}\n`).join("") };
  } finally {
    log.mockRestore();
    errors.mockRestore();
  }
}

function file(name: string, text: string): string {
  const whole = path.join(folder, name);
  writeFileSync(whole, text);
  return whole;
}

test("a file is reported on question by question, and without a folder nothing is written", async () => {
  const { code, output } = await run("import-questions", file("quiz.gift", GIFT));
  expect(code).toBe(0);
  expect(output).toContain("line 3  Only a text.: NOT TAKEN\n  unsupported: It cannot be taken.");
  expect(output).toContain("line 5  Wild -> wild (single-choice)\n  changed: Colours");
  expect(output).toContain("3 questions: 1 as they were, 1 with changes, 1 not taken; 0 files.");
  expect(output).toContain("Nothing is written.");
});

test("into a course folder it is an instrument without faults, which is never overwritten", async () => {
  const source = file("quiz.gift", GIFT);
  expect(await run("import-questions", source, "--into", folder, "--key", "new-check")).toMatchObject({ code: 0 });
  const text = readFileSync(path.join(folder, "assessments/new-check.yaml"), "utf8");
  const { instrument, faults } = parseInstrument(parse(text));
  expect(faults).toEqual([]);
  expect(instrument).toMatchObject({
    key: "new-check",
    title: "quiz",
    kind: "graded",
    items: [{ key: "first" }, { key: "wild" }],
  });
  const again = await run("import-questions", source, "--into", folder, "--key", "new-check");
  expect(again.code).toBe(1);
  expect(again.output).toContain("assessments/new-check.yaml is there already");
  expect(readFileSync(path.join(folder, "assessments/new-check.yaml"), "utf8")).toBe(text);
});

test("more questions than an instrument holds become several", async () => {
  const source = file("many.gift", Array.from({ length: 501 }, (_, index) => `::Q${index}::So? {T}`).join("\n\n"));
  expect(await run("import-questions", source, "--into", folder, "--key", "many")).toMatchObject({ code: 0 });
  const sizes = ["many", "many-2"].map((key) => {
    return parseInstrument(parse(readFileSync(path.join(folder, `assessments/${key}.yaml`), "utf8"))).instrument?.items.length;
  });
  expect(sizes).toEqual([500, 1]);
});

test("what was exported comes back as the same instrument, through every format that carries it", async () => {
  mkdirSync(path.join(folder, "assessments"));
  const source = {
    key: "own",
    title: "own",
    kind: "graded",
    passMark: 50,
    items: [
      {
        key: "one",
        kind: "single-choice",
        prompt: "What, *then*?",
        hints: ["Think."],
        choices: [
          { key: "yes", text: "A", correct: true },
          { key: "no", text: "B" },
        ],
      },
      { key: "two", kind: "numeric", prompt: "How far?", answers: [{ value: 3, tolerance: "5 %" }] },
    ],
  };
  writeFileSync(path.join(folder, "assessments/any-name.yaml"), JSON.stringify(source));
  for (const ending of ["gift", "xml", "csv"]) {
    const target = path.join(folder, `own.${ending}`);
    const { code, output } = await run("export-questions", folder, "own", target);
    expect(code).toBe(0);
    expect(output).toContain("2 questions: 2 written, 0 not.");
    expect(await run("import-questions", target, "--into", folder, "--key", `back-${ending}`)).toMatchObject({ code: 0 });
    const back = parseInstrument(parse(readFileSync(path.join(folder, `assessments/back-${ending}.yaml`), "utf8"))).instrument;
    expect(back?.items).toEqual(parseInstrument(source).instrument?.items);
    expect((await run("export-questions", folder, "own", target)).output).toContain("is there already");
  }
});

test("wrong usage ends with 2 and says how it goes, what cannot be read with 1 and why", async () => {
  expect(await run("import-questions")).toMatchObject({ code: 2, output: expect.stringContaining("Usage:") });
  expect(await run("import-questions", "x", "--into", folder)).toMatchObject({
    code: 2,
    output: expect.stringContaining("belong together"),
  });
  expect(await run("import-questions", "x", "--into", folder, "--key", "Not A Key")).toMatchObject({ code: 2 });
  expect(await run("import-questions", path.join(folder, "none"))).toMatchObject({
    code: 1,
    output: expect.stringContaining("There is no file"),
  });
  expect(await run("import-questions", file("a.bin", "\u0001\u0002"))).toMatchObject({
    code: 1,
    output: expect.stringContaining("no file of questions"),
  });
  expect(await run("import-questions", file("b.gift", GIFT), "--format", "word")).toMatchObject({
    code: 1,
    output: expect.stringContaining("gift"),
  });
  const elsewhere = await run("import-questions", file("c.gift", GIFT), "--into", path.join(folder, "none"), "--key", "kk");
  expect(elsewhere).toMatchObject({ code: 1, output: expect.stringContaining("is not a course folder") });
  expect(await run("export-questions", folder, "none", path.join(folder, "x.gift"))).toMatchObject({ code: 1 });
});
