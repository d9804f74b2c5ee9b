import fc from "fast-check";
import { expect, test } from "vitest";
import { editOutline, type OutlineEdit } from "#app/features/authoring/outline/edit-outline.ts";
import { splitLesson } from "#app/features/authoring/outline/front-matter-text.ts";
import { readDraftOutline } from "#app/features/authoring/outline/read-draft-outline.ts";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";

type Texts = Map<string, string>;

function aFolder(): Texts {
  const texts: Texts = new Map([...aCourseFolder({ key: "outlined" }).files].map(([path, bytes]) => [path, bytes.toString()]));
  texts.set(
    "course.yaml",
    texts.get("course.yaml")!.replace("modules:\n  - first", "modules: # in order\n  - first # the first\n  - second"),
  );
  texts.set("modules/second/module.yaml", "# mine\nkey: second\ntitle: Second\nsummary: More.\nlessons:\n  - four\n");
  texts.set(
    "modules/second/four.md",
    "\ufeff---\r\nkey: four\r\ntitle: 'Four'  # odd\r\nsummary: S.\r\n---\r\n\r\nText of four.\r\n",
  );
  texts.set("modules/second/spare.md", "---\nkey: spare\ntitle: Spare\nsummary: S.\n---\nKept aside.\n");
  return texts;
}

function apply(texts: Texts, edit: OutlineEdit): { texts: Texts; what: string } {
  const edited = editOutline({ paths: texts.keys(), read: (path) => texts.get(path), edit });
  if (edited.status === "refused") throw new Error(edited.message);
  const next = new Map(texts);
  for (const [path, text] of edited.changes) text === null ? next.delete(path) : next.set(path, text);
  return { texts: next, what: edited.what };
}

const outlineOf = (texts: Texts) => readDraftOutline(texts.keys(), (path) => texts.get(path)).modules;
const shape = (texts: Texts) =>
  outlineOf(texts).map(
    ({ name, listed, lessons }) =>
      `${listed ? "" : "-"}${name}: ${lessons.map((one) => `${one.listed ? "" : "-"}${one.key}`).join(" ")}`,
  );
const faultsOf = (texts: Texts) =>
  compileCourse({ files: new Map([...texts].map(([path, text]) => [path, Buffer.from(text)])) }).faults;

test("a lesson moves to another module with its key and its text, and only two lists change", () => {
  const before = aFolder();
  const { texts } = apply(before, { do: "place-lesson", module: "second", lesson: "four", to: "first", at: 1 });
  expect(shape(texts)).toEqual(["first: one four two three", "second: -spare"]);
  expect(texts.get("modules/first/four.md")).toBe(before.get("modules/second/four.md"));
  const changed = [...before].filter(([path, text]) => texts.has(path) && texts.get(path) !== text).map(([path]) => path);
  expect(changed.sort()).toEqual(["modules/first/module.yaml", "modules/second/module.yaml"]);
  expect(texts.get("modules/second/module.yaml")).toBe("# mine\nkey: second\ntitle: Second\nsummary: More.\nlessons: []\n");
});

test("renaming changes the title alone, and keeps quotes, comments and endings of lines", () => {
  const { texts, what } = apply(aFolder(), { do: "rename-lesson", module: "second", lesson: "four", title: "It's four" });
  expect(texts.get("modules/second/four.md")).toBe(
    "\ufeff---\r\nkey: four\r\ntitle: 'It''s four'  # odd\r\nsummary: S.\r\n---\r\n\r\nText of four.\r\n",
  );
  expect(what).toBe("Renamed “Four” to “It's four”");
});

test("adding makes keys of titles that nobody has, and a copy has keys of its own", () => {
  let { texts } = apply(aFolder(), { do: "add-module", title: "Größe & Maß", summary: "S." });
  ({ texts } = apply(texts, { do: "add-lesson", module: "grosse-mass", title: "One" }));
  ({ texts } = apply(texts, { do: "add-lesson", module: "grosse-mass", title: "日本語" }));
  ({ texts } = apply(texts, { do: "duplicate-module", module: "second" }));
  expect(shape(texts)).toEqual([
    "first: one two three",
    "second: four -spare",
    "second-copy: four-copy -spare-copy",
    "grosse-mass: one-2 lesson",
  ]);
  expect(outlineOf(texts)[2]!.key).toBe("second-copy");
  ({ texts } = apply(texts, { do: "duplicate-lesson", module: "first", lesson: "one" }));
  expect(shape(texts)[0]).toBe("first: one one-copy two three");
});

test("hiding keeps the file and takes it out of the list; deleting takes both, a module with all it holds", () => {
  let { texts } = apply(aFolder(), { do: "hide-lesson", module: "first", lesson: "two" });
  ({ texts } = apply(texts, { do: "show-lesson", module: "second", lesson: "spare" }));
  ({ texts } = apply(texts, { do: "hide-module", module: "first" }));
  expect(shape(texts)).toEqual(["second: four spare", "-first: one three -two"]);
  ({ texts } = apply(texts, { do: "delete-module", module: "first" }));
  ({ texts } = apply(texts, { do: "delete-lesson", module: "second", lesson: "four" }));
  expect([...texts.keys()].sort()).toEqual(["course.yaml", "modules/second/module.yaml", "modules/second/spare.md"]);
});

test("what is gone, and files that are no YAML, are said and not guessed at", () => {
  const texts = aFolder();
  const ask = (edit: OutlineEdit) => editOutline({ paths: texts.keys(), read: (path) => texts.get(path), edit });
  expect(ask({ do: "delete-lesson", module: "first", lesson: "nothing" })).toMatchObject({ status: "refused", reason: "gone" });
  texts.set("modules/first/module.yaml", "key: [");
  expect(ask({ do: "add-lesson", module: "first", title: "New" })).toMatchObject({ status: "refused", reason: "by-hand" });
});

const pick = fc.nat(20);
const step = fc.record({
  act: fc.constantFrom<OutlineEdit["do"]>(
    ...([
      "add-module",
      "rename-module",
      "move-module",
      "place-module",
      "duplicate-module",
      "hide-module",
      "show-module",
    ] as const),
    ...([
      "delete-module",
      "add-lesson",
      "rename-lesson",
      "move-lesson",
      "place-lesson",
      "duplicate-lesson",
      "hide-lesson",
    ] as const),
    ...(["show-lesson", "delete-lesson"] as const),
  ),
  a: pick,
  b: pick,
  c: pick,
  title: fc.oneof(
    fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() !== ""),
    fc.constantFrom("One", "Second", "a: b", "“é”"),
  ),
});

test("whatever is done, keys are unique and stay with their texts, what is not touched is not changed, and faults are named", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let texts = aFolder();
      for (const { act, a, b, c, title } of steps) {
        const modules = outlineOf(texts);
        const module = modules[a % Math.max(1, modules.length)];
        const lesson = module?.lessons[b % Math.max(1, module.lessons.length)];
        if (act !== "add-module" && !module) continue;
        if (/lesson$/.test(act) && act !== "add-lesson" && !lesson) continue;
        const edit = {
          do: act,
          module: module?.name,
          lesson: lesson?.name,
          title,
          summary: "S.",
          by: c % 2 ? 1 : -1,
          at: c,
          to: modules[c % modules.length]?.name,
        };
        const edited = editOutline({ paths: texts.keys(), read: (path) => texts.get(path), edit: edit as OutlineEdit });
        if (edited.status === "refused") continue;
        const next = new Map(texts);
        for (const [path, text] of edited.changes) text === null ? next.delete(path) : next.set(path, text);

        const keyed = (all: Texts) =>
          new Map(outlineOf(all).flatMap((one) => one.lessons.map(({ key, path }) => [key, splitLesson(all.get(path)!).body])));
        const [was, is] = [keyed(texts), keyed(next)];
        const gone = [...was.keys()].filter((key) => !is.has(key));
        if (act === "delete-lesson") expect(gone).toEqual([lesson!.key]);
        else if (act !== "delete-module") expect(gone).toEqual([]);
        for (const [key, body] of was) if (is.has(key)) expect(is.get(key)).toBe(body);
        const keys = outlineOf(next).flatMap((one) => one.lessons.map(({ key }) => key));
        expect(new Set(keys).size).toBe(keys.length);
        const touched = new Set(edited.changes.keys());
        for (const [path, text] of texts) if (!touched.has(path)) expect(next.get(path)).toBe(text);
        texts = next;
      }
      for (const { file, message, remedy } of faultsOf(texts))
        expect([file, message, remedy].every((text) => text !== "")).toBe(true);
    }),
    { numRuns: 60 },
  );
}, 60_000);
