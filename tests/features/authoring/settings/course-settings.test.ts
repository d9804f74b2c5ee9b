import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { parse } from "yaml";
import {
  changedParts,
  mergeSettings,
  type Part,
  partOf,
  readSettings,
  type Settings,
  writeSettings,
} from "#app/features/authoring/settings/course-settings.ts";
import { SettingsForm } from "#app/features/authoring/settings/settings-form.tsx";
import { settingsFaults } from "#app/features/authoring/settings/settings-page.queries.server.ts";

const COURSE = `# The course, as its author writes it
key: first-words
title:   "First Words"      # quoted, and wide
mystery: { of: [the,   author] }   # kept
tagline: 'In one line'
summary: |
  Two lines.

  And a blank one.
language: en
outcomes:     # three
    - Say one thing.
    - 'Ask: once.'
    # the last
    - Stay.
instructors:
  - name: Editorial team
    role: Authors
    bio: They write.
    page: https://example.org   # nobody knows it
price: { amount: 14900, currency: usd }   # with tax
afterPayment: You begin.
refundPolicy: |
  Thirty days.
faq:
  - question: One?
    answer: |
      Yes.

      Really.
  - question: Two?
    answer: No.
order: required
modules: [opening]
`;
const crlf = (text: string) => text.replaceAll("\n", "\r\n");
const edited = (source: string, changes: Settings) => {
  const before = readSettings(source);
  const after = { ...before, ...changes };
  return writeSettings(source, after, changedParts(before, after));
};

/** The lines in which two texts differ. */
function linesChanged(before: string, after: string) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  return [b.filter((line) => !a.includes(line)), a.filter((line) => !b.includes(line))];
}

test("a form that was not touched changes no byte, whatever a browser does to ends of lines and blanks", () => {
  for (const source of [COURSE, crlf(COURSE), `\ufeff${COURSE}`]) {
    const sent = Object.fromEntries(
      Object.entries(readSettings(source)).map(([name, value]) => [name, `${value.replaceAll("\n", "\r\n")}\r\n`]),
    );
    expect(changedParts(readSettings(source), sent)).toEqual([]);
    expect(edited(source, sent)).toBe(source);
  }
});

test("what was changed is written in its own place, and comments and unknown fields stay", () => {
  expect(linesChanged(COURSE, edited(COURSE, { title: "Last Words", order: "free" }))).toEqual([
    ['title:   "Last Words"      # quoted, and wide', "order: free"],
    ['title:   "First Words"      # quoted, and wide', "order: required"],
  ]);
  expect(linesChanged(COURSE, edited(COURSE, { outcomes: "Stay.\r\nSay one thing.\r\nGo." }))).toEqual([
    ["    - Go."],
    ["    - 'Ask: once.'"],
  ]);
  expect(edited(COURSE, { amount: "39" })).toContain("price:\n  amount: 3900\n  currency: usd\n");
  expect(edited(COURSE, { amount: "" })).toContain("price: free\n");
  expect(edited(COURSE, { summary: "One: two\n\n- three" })).toContain("summary: |\n  One: two\n\n  - three\nlanguage: en\n");
  expect(edited(COURSE, { level: "Introductory", duration: "90 days" })).toBe(
    `${COURSE}level: Introductory\nduration: 90 days\n`,
  );
  expect(edited(COURSE, { tagline: " " })).not.toContain("tagline");
});

test("people and questions are added, changed and taken away by their rows, and keep what the form does not show", () => {
  const changed = parse(
    edited(COURSE, { "instructors.0.name": "Ann", "instructors.1.name": "Bo", "faq.0.question": "", "faq.0.answer": "" }),
  );
  expect(changed.instructors).toEqual([
    { name: "Ann", role: "Authors", bio: "They write.", page: "https://example.org" },
    { name: "Bo" },
  ]);
  expect(changed.faq).toEqual([{ question: "Two?", answer: "No." }]);
  expect(
    parse(edited(COURSE, { "faq.0.question": "", "faq.0.answer": "", "faq.1.question": "", "faq.1.answer": "" })).faq,
  ).toEqual([]);
});

const NAMES = "title tagline language level duration coverAlt kind order releases cover careLesson summary afterPayment".split(
  " ",
);
const words = fc.oneof(
  fc.constantFrom(
    "",
    "a: b",
    "- c",
    "# d",
    "'e\"",
    "yes",
    "null",
    "1e3",
    "{x}",
    "&f *f",
    "|",
    "g\n\n  h\n",
    "\ti",
    "ü 👋",
    "@j %k",
  ),
  fc.string({ unit: "grapheme", maxLength: 30 }).map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\ufeff]/gu, " ")),
);
const line = words.map((text) => text.replace(/\s+/g, " "));
const edits: fc.Arbitrary<Settings> = fc
  .record(
    {
      ...Object.fromEntries(NAMES.map((name) => [name, name === "summary" || name === "afterPayment" ? words : line])),
      outcomes: fc.array(line, { maxLength: 4 }).map((lines) => lines.join("\n")),
      "instructors.0.name": line,
      "instructors.2.bio": words,
      "faq.1.answer": words,
      amount: fc.constantFrom("", "12", "12.50", "1 000"),
    },
    { requiredKeys: [] },
  )
  .map((edit) => edit as Settings);

test("whatever is typed into whichever fields stands there when the file is read again, and nothing else has moved", () => {
  const sources = [COURSE, crlf(COURSE), "key: a\n", "key: a\noutcomes: [x, y]\nfaq: []\n...\n"];
  fc.assert(
    fc.property(fc.constantFrom(...sources), edits, (source, edit) => {
      const before = readSettings(source);
      const after: Settings = { ...before, currency: before.currency || "usd", ...edit };
      const parts = changedParts(before, after);
      const written = writeSettings(source, after, parts);
      const read = readSettings(written);
      // A sentence that stands twice is a sentence once.
      const once = (part: Part, text: string) => (part === "outcomes" ? [...new Set(text.split("\n"))].join("\n") : text);
      for (const part of parts) expect(once(part, partOf(read, part))).toBe(once(part, partOf(after, part)));
      for (const part of changedParts(before, read)) expect(parts).toContain(part);
      const { mystery, key, modules } = parse(written);
      expect({ mystery, key, modules }).toEqual((({ mystery, key, modules }) => ({ mystery, key, modules }))(parse(source)));
      if (source.includes("\r\n")) expect(written.replaceAll("\r\n", "")).not.toContain("\n");
    }),
    { numRuns: 500 },
  );
});

test("ours over theirs: what we changed is ours, rows and all, and what we did not is theirs", () => {
  const theirs = readSettings(edited(COURSE, { title: "Theirs", "faq.2.question": "Three?" }));
  const ours = { ...readSettings(COURSE), tagline: "Ours", "faq.0.question": "Won?" };
  const merged = mergeSettings(theirs, ours, ["tagline", "faq"]);
  expect([merged.title, merged.tagline, merged["faq.0.question"], merged["faq.2.question"]]).toEqual([
    "Theirs",
    "Ours",
    "Won?",
    undefined,
  ]);
});

test("what is wrong stands beside the field of the form that it is about", () => {
  expect(settingsFaults(COURSE.replace("mystery", "level").replace(/level: .*/, "level: a"))).toEqual({});
  const source = COURSE.replace(/tagline.*\n/, "")
    .replace("amount: 14900", "amount: 3")
    .replace("answer: No.", "answer: ''");
  const faults = settingsFaults(source.replace("    - Stay.\n", ""));
  expect(Object.keys(faults).sort()).toEqual(["amount", "faq.1.answer", "outcomes", "tagline"]);
  expect(faults.tagline).toEqual(["Give one line of at most 140 characters."]);
});

test("the form has one empty row at the end of each list, however often it comes back", () => {
  const typed = { ...readSettings(COURSE), "faq.2.question": "", "faq.2.answer": " ", "faq.3.question": "" };
  const props = { errors: {}, basedOn: 1, pictures: [], lessons: [], currencies: ["usd"], closeTo: "/" };
  const html = renderToStaticMarkup(createElement(SettingsForm, { ...props, settings: typed }));
  expect(html.match(/name="faq\.\d+\.question"/g)).toHaveLength(3);
  expect(html.match(/name="instructors\.\d+\.name"/g)).toHaveLength(2);
});
