import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changedPaths, compareFolders } from "#app/features/authoring/publishing/compare-folders.ts";
import { type ComparedLine, compareTexts, passagesOf } from "#app/features/authoring/publishing/compare-texts.ts";

const side = (lines: ComparedLine[], where: "earlier" | "later") =>
  lines
    .flat()
    .filter((piece) => piece.in === "both" || piece.in === where)
    .map(({ text }) => text)
    .join("");

describe("two texts", () => {
  test("differ word by word where a line is much the same, and line by line where it is another", () => {
    expect(compareTexts("Say one true thing.\nStay.\n", "Say one small thing.\nStay.\n")).toEqual([
      [
        { in: "both", text: "Say one " },
        { in: "earlier", text: "true" },
        { in: "later", text: "small" },
        { in: "both", text: " thing.\n" },
      ],
      [{ in: "both", text: "Stay.\n" }],
    ]);
    expect(compareTexts("one\n", "Nothing alike here\n")).toEqual([
      [{ in: "earlier", text: "one\n" }],
      [{ in: "later", text: "Nothing alike here\n" }],
    ]);
  });

  test("are both to be read out of the comparison, whatever they are", () => {
    const word = fc.constantFrom("a", "b ", "ü", "👋", "--", "\n", "\r\n", " ", "c\n", "e\u0301");
    const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(""));
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: "binary" })), text, (earlier, later) => {
        const lines = compareTexts(earlier, later)!;
        expect(side(lines, "earlier")).toBe(earlier);
        expect(side(lines, "later")).toBe(later);
        if (earlier === later) expect(lines.flat().every((piece) => piece.in === "both")).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("are shown with two lines around what has changed, and say what is left out", () => {
    const lines = Array.from({ length: 20 }, (_, at) => `line ${at}\n`);
    const changed = lines.with(10, "another one altogether\n");
    const passages = passagesOf(compareTexts(lines.join(""), changed.join(""))!);
    expect(passages.map(({ skipped, lines }) => [skipped, lines.length])).toEqual([[8, 6]]);
    expect(passagesOf(compareTexts("same\n", "same\n")!)).toEqual([]);
  });

  test("are not compared where they are endless", () => {
    expect(compareTexts("\n".repeat(2_001), "x")).toBeNull();
  });
});

describe("two folders", () => {
  const texts: Record<string, string> = {
    h1: "key: a\ntitle: One\n",
    h2: "key: a\ntitle: Two\n",
    h3: "---\ntitle: A lesson\n---\nHi\n",
  };
  const read = async (hashes: string[]) => new Map(hashes.flatMap((hash) => (texts[hash] ? [[hash, texts[hash]]] : [])));

  test("say what is new, gone, changed and moved, with the title that a file gives itself", async () => {
    const earlier = new Map([
      ["course.yaml", "h1"],
      ["modules/a/lesson.md", "h3"],
      ["media/old.png", "p1"],
      ["same.md", "s"],
    ]);
    const later = new Map([
      ["course.yaml", "h2"],
      ["modules/b/lesson.md", "h3"],
      ["media/new.png", "p2"],
      ["same.md", "s"],
    ]);
    const changes = await compareFolders(earlier, later, read);
    expect(changes.map(({ path, change, from, title }) => [path, change, from, title])).toEqual([
      ["course.yaml", "changed", undefined, "Two"],
      ["media/new.png", "added", undefined, null],
      ["media/old.png", "removed", undefined, null],
      ["modules/b/lesson.md", "moved", "modules/a/lesson.md", "A lesson"],
    ]);
    expect(changes[0]!.passages).toHaveLength(1);
    expect(changes.slice(1).every(({ passages }) => passages === null)).toBe(true);
  });

  test("the changes made to the earlier give the later", () => {
    const folder = fc
      .uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), fc.constantFrom("1", "2", "3")), {
        selector: ([path]) => path,
      })
      .map((entries) => new Map<string, string>(entries));
    fc.assert(
      fc.property(folder, folder, (earlier, later) => {
        const made = new Map<string, string>(earlier);
        for (const { path, change, from } of changedPaths(earlier, later)) {
          if (change === "moved") made.delete(from!);
          if (change === "removed") made.delete(path);
          else made.set(path, change === "moved" ? earlier.get(from!)! : later.get(path)!);
        }
        expect([...made].sort()).toEqual([...later].sort());
      }),
    );
  });
});
