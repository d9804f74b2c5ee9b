import fc from "fast-check";
import { expect, test } from "vitest";
import { readAnswerForm, textOfControl, writeShown } from "#app/features/assessment/answer-form.ts";

const form = (...fields: [string, string][]) => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
};

test("controls are gathered by item, those of an item of several fields with their names", () => {
  const { given } = readAnswerForm(
    form(
      ["item.colour", "red"],
      ["item.several", "a"],
      ["item.several", "b"],
      ["item.gaps.city", "Paris = far"],
      ["intent", "later"],
    ),
  );
  expect(Object.fromEntries(given)).toEqual({ colour: ["red"], several: ["a", "b"], gaps: ["city=Paris = far"] });
});

test("an empty control is no answer, so an old page takes nothing back that it never showed", () => {
  expect(readAnswerForm(form(["item.text", ""], ["item.gaps.city", ""])).given.size).toBe(0);
});

test("line breaks are one sign however they are sent", () => {
  expect(readAnswerForm(form(["item.text", "a\r\nb\rc\nd"])).given.get("text")).toEqual(["a\nb\nc\nd"]);
});

test("what a control showed is read back as what it holds", () => {
  const text = fc.string({ minLength: 1 }).map((text) => text.replace(/\r/g, ""));
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom("a", "b", "cc"), { minLength: 1 }),
      fc.array(text, { minLength: 3, maxLength: 3 }),
      (fields, texts) => {
        const names = fields.map((field) => `item.gaps.${field}`);
        const { given } = readAnswerForm(form(...names.map((name, index): [string, string] => [name, texts[index]!])));
        const values = given.get("gaps") ?? [];
        for (const [index, name] of names.entries()) expect(textOfControl(name, values)).toBe(texts[index]);
        expect(textOfControl("item.gaps.other", values)).toBe("");
      },
    ),
  );
  expect(textOfControl("item.text", ["a=b"])).toBe("a=b");
  expect(textOfControl("item.text", [])).toBe("");
});

test("what the page showed is kept, and a field that was tampered with is as good as none", () => {
  const shown = new Map([["text", ["a"]]]);
  expect(readAnswerForm(form(["shown", writeShown(shown)])).shown).toEqual(shown);
  for (const field of ["[", "null", '{"a":1}']) expect(readAnswerForm(form(["shown", field])).shown.size).toBe(0);
});
