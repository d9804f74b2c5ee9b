import { describe, expect, test } from "vitest";
import { CHOSEN } from "#tests/support/qti-chosen.ts";
import {
  asQti3,
  declare,
  imported,
  item2,
  MAP_RESPONSE,
  messagesOf,
  NAMESPACES,
  theQuestion,
  type Version2,
} from "#tests/support/qti-packages.ts";
import { entry } from "#tests/support/qti-parts.ts";
import { WRITTEN } from "#tests/support/qti-written.ts";

/** Every interaction of QTI 2.1, 2.2 and 3.0: what becomes of it, and what is told. */

const VERSIONS: [string, (text: string) => string][] = [
  ["2.1", (text) => text],
  ["2.2", (text) => text.replaceAll(NAMESPACES["2.1"], NAMESPACES["2.2"])],
  ["3.0", asQti3],
];

describe.each(VERSIONS)("QTI %s", (version, as) => {
  test.each(Object.entries({ ...CHOSEN, ...WRITTEN }))("%s", async (_, { declarations, body, rest, item, notes = [] }) => {
    const read = await imported(as(item2("2.1" as Version2, declarations, body, rest)), "q1.xml");
    const [question] = read.questions;
    if (item === null) expect(question!.item).toBeNull();
    else expect(question!.item).toMatchObject(item);
    const told = messagesOf(question!);
    expect(told).toEqual(notes.map((note) => (typeof note === "string" ? note : expect.stringMatching(note))));
    expect(messagesOf(read)).toEqual([`kept: Read as QTI ${version}.`]);
  });
});

test("the unsupported reasons of a question say which question, so that none is missed", async () => {
  const { source, title, item } = await theQuestion(item2("2.1", "", "<p>Read this.</p>"));
  expect({ source, title, item }).toEqual({ source: "q1.xml", title: "A question", item: null });
});

test("capitals of a word count where one accepted answer says so, and not where it does not", async () => {
  const text = (sensitive: string) =>
    item2(
      "2.1",
      declare("single", "string", ["York"], `<mapping><mapEntry mapKey="York" mappedValue="1"${sensitive}/></mapping>`),
      `<p>Which town?</p><p>${entry()}</p>`,
      MAP_RESPONSE,
    );
  expect((await theQuestion(text(""))).item).toHaveProperty("case", "exact");
  expect((await theQuestion(text(' caseSensitive="false"'))).item).not.toHaveProperty("case");
});
