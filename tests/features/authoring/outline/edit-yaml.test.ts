import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { NotEditable, readNames, setField, setNames, setValue } from "#app/features/authoring/outline/edit-yaml.ts";

const COURSE = `# The course, as its author writes it
key: first-words
title:   "First Words"      # quoted, and wide
mystery: { of: [the,   author] }   # kept
summary: |
  Two lines.

  And a blank one.
modules:     # in order
    # begins here
    - opening   # the door
    - 'middle part'

    # the end
    - closing
faq: []
`;

/** The lines in which two texts differ. */
function linesChanged(before: string, after: string) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  return [b.filter((line) => !a.includes(line)), a.filter((line) => !b.includes(line))];
}

test("a field changes in its own line, in its own quotes, and everything else stays byte for byte", () => {
  expect(linesChanged(COURSE, setField(COURSE, "title", 'New: "words"'))).toEqual([
    ['title:   "New: \\"words\\""      # quoted, and wide'],
    ['title:   "First Words"      # quoted, and wide'],
  ]);
  expect(setField(COURSE, "title", "First Words")).toBe(COURSE);
  expect(setField(COURSE, "minutes", 12)).toBe(`${COURSE}minutes: 12\n`);
  expect(setField(setField(COURSE, "minutes", 12), "minutes", undefined)).toBe(COURSE);
  expect(linesChanged(COURSE, setField(COURSE, "summary", "One: line"))).toEqual([
    ['summary: "One: line"'],
    ["summary: |", "  Two lines.", "  And a blank one."],
  ]);
  expect(setField("title:\nkey: a\n", "title", "x")).toBe("title: x\nkey: a\n");
  expect(setField("title: a", "title", "b")).toBe("title: b");
  expect(setField("", "title", "b")).toBe("title: b\n");
  expect(setField("title: a\r\nkey: b\r\n", "minutes", 3)).toBe("title: a\r\nkey: b\r\nminutes: 3\r\n");
});

test("names move with the comments beside and above them", () => {
  const list = [
    "modules:     # in order\n    # begins here\n",
    "\n    # the end\n    - closing\n",
    "    - opening   # the door\n",
    "    - new-one\n",
  ];
  expect(setNames(COURSE, "modules", ["closing", "opening", "new-one"])).toBe(
    COURSE.replace(/modules:[\s\S]*(?=faq)/, () => list.join("")),
  );
  expect(setNames(COURSE, "modules", ["opening", "middle part", "closing"])).toBe(COURSE);
  expect(setNames("lessons: [a,  b]\nkey: x\n", "lessons", ["b"])).toBe("lessons:\n  - b\nkey: x\n");
  expect(setNames("lessons: []\n", "lessons", ["one"])).toBe("lessons:\n  - one\n");
  expect(setNames("key: x", "lessons", ["one"])).toBe("key: x\nlessons:\n  - one\n");
  expect(setNames("lessons:\n  - a\n  - b", "lessons", ["b", "a"])).toBe("lessons:\n  - b\n  - a");
  expect(setNames("lessons:\n- a\n- b\n", "lessons", ["b", "a"])).toBe("lessons:\n- b\n- a\n");
  expect(setNames("lessons:\n  - a\nkey: x\n", "lessons", [])).toBe("lessons: []\nkey: x\n");
});

test("what is no YAML is left alone", () => {
  for (const text of ["key: [", "- a\n- b\n", "{key: a}\n"])
    expect(() => setField(text, "title", "x"), text).toThrow(NotEditable);
});

test("whatever the texts are, the field is what was set, the others are what they were, and a second time changes nothing", () => {
  const word = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 20 }),
    fc.constantFrom("yes", "null", "12", "- a", "a: b", "#x", " x ", "'", '"', "it's", "{", "a\nb"),
  );
  const value = fc.oneof(word, fc.integer({ min: 0, max: 600 }), fc.boolean());
  const fields = fc.dictionary(fc.constantFrom("key", "title", "minutes", "odd", "kind"), value);
  fc.assert(
    fc.property(
      fields,
      fc.constantFrom("title", "minutes", "new"),
      value,
      fc.constantFrom("\n", "\r\n"),
      (given, name, set, eol) => {
        const source = Object.entries(given)
          .map(([field, text]) => `${field}: ${JSON.stringify(text)} # ${field}${eol}`)
          .join("");
        const changed = setField(source, name, set);
        expect(parse(changed)).toEqual({ ...given, [name]: set });
        expect(setField(changed, name, set)).toBe(changed);
        for (const field of Object.keys(given))
          if (field !== name) expect(changed).toContain(`${field}: ${JSON.stringify(given[field])} # ${field}${eol}`);
      },
    ),
  );
  const names = fc.uniqueArray(fc.constantFrom("a", "b-c", "d e", "01", "yes", "é", "x: y"), { maxLength: 6 });
  fc.assert(
    fc.property(names, names, fc.boolean(), (before, after, flow) => {
      const list = flow
        ? ` ${JSON.stringify(before)}\n`
        : before
            .map((name) => `\n  - ${JSON.stringify(name)} # ${name}`)
            .join("")
            .concat("\n");
      const source = `key: k # first\nlessons:${list}tail: 1 # last\n`;
      const changed = setNames(source, "lessons", after);
      expect(readNames(changed, "lessons")).toEqual(after);
      expect(parse(changed)).toEqual({ key: "k", lessons: after, tail: 1 });
      expect(changed.startsWith("key: k # first\n") && changed.endsWith("tail: 1 # last\n")).toBe(true);
    }),
  );
});

test("a field that others repeat by an alias is left to be changed by hand: they would change with it", () => {
  const source = "title: &a One\ntagline: *a\nlist: &b\n  - x\nother: *b\n";
  expect(() => setField(source, "title", "Two")).toThrow(NotEditable);
  expect(() => setField(source, "title", undefined)).toThrow(NotEditable);
  expect(() => setNames(source, "list", ["y"])).toThrow(NotEditable);
  expect(() => setValue(source, "title", "Two\nlines")).toThrow(NotEditable);
  expect(setField(source, "tagline", "Two")).toBe(source.replace("*a", "Two"));
});
