import fc from "fast-check";
import { expect, test } from "vitest";
import { readPeople } from "#app/features/insights/enrol/read-people.ts";

const people = (text: string) => readPeople(text).people.map(({ email, name }) => [email, name]);
const ann = ["ann@example.org", "Ann Smith"];
const bo = ["bo@example.org", ""];

test.each([
  ["addresses one below another", "ann@example.org\n\n  BO@Example.org \n", [["ann@example.org", ""], bo]],
  ["between commas", "ann@example.org, bo@example.org", [["ann@example.org", ""], bo]],
  ["a name behind", "ann@example.org, Ann Smith\nbo@example.org", [ann, bo]],
  ["a name before", "Ann Smith,ann@example.org", [ann]],
  [
    "as mail programs write them",
    'Ann Smith <ann@example.org>\n"Smith, Ann" <ann@example.org>, <bo@example.org>',
    [ann, ["ann@example.org", "Smith, Ann"], bo],
  ],
  ["headings", "Name;E-Mail;Group\r\nAnn Smith;ann@example.org;A\r\n;bo@example.org;B", [ann, bo]],
  ["two columns of a name", "first name\tlast name\temail\nAnn\tSmith\tann@example.org", [ann]],
  [
    "quotes and the mark of spreadsheets",
    '\ufeff"email","name"\n"ann@example.org","Smith, Ann"',
    [["ann@example.org", "Smith, Ann"]],
  ],
])("reads %s", (_what, text, expected) => {
  expect(readPeople(text).faults).toEqual([]);
  expect(people(text)).toEqual(expected);
});

test.each([
  ["a line without an address", "ann@example.org\nBo Berg", 2, "“Bo Berg” is no e-mail address."],
  ["an address that is written wrong", "ann@example", 1, "“ann@example” is no e-mail address."],
  ["a wrong one beside a right one", "ann@example.org, bo@example", 1, "“bo@example” is no e-mail address."],
  ["an empty cell below a heading", "email,name\n,Ann", 2, "“Ann” is no e-mail address."],
  ["two people in one line with one name", "ann@example.org, Bo, bo@example.org", 1, "write each person on a line"],
  ["a quotation mark that is never closed", 'ann@example.org\n"bo', 1, "never closed"],
])("says where %s stands", (_what, text, line, message) => {
  const { faults } = readPeople(text);
  expect(faults).toEqual([{ line, message: expect.stringContaining(message) }]);
});

test("nobody is lost, whatever is written: each line that is not empty gives people or a fault", () => {
  const word = fc.stringMatching(/^[\p{L}\p{N}@.<>" ]{0,20}$/u).map((text) => text.replaceAll('"', ""));
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (lines) => {
      const { people, faults } = readPeople(lines.join("\n"));
      const told = new Set([...people, ...faults].map(({ line }) => line));
      const headed = /^\s*(e-?mail|address)/i.test(lines.find((line) => line.trim()) ?? "");
      fc.pre(!headed);
      expect([...told].sort((a, b) => a - b)).toEqual(lines.flatMap((line, at) => (line.trim() ? [at + 1] : [])));
    }),
  );
});

test("a table that a spreadsheet would write is read back, name by name", () => {
  const name = fc.stringMatching(/^[\p{L}][\p{L},;" ]{0,20}[\p{L}]$/u).map((text) => text.replace(/\s+/g, " ").normalize("NFC"));
  const email = fc.stringMatching(/^[a-z]{1,8}$/).map((word) => `${word}@example.org`);
  const rows = fc.array(fc.tuple(email, name), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(rows, fc.constantFrom(",", ";", "\t"), fc.boolean(), (rows, sign, nameFirst) => {
      const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
      const lines = [["email", "name"], ...rows].map((row) => (nameFirst ? [...row].reverse() : row).map(cell).join(sign));
      expect(readPeople(lines.join("\r\n"))).toMatchObject({ faults: [] });
      expect(people(lines.join("\r\n"))).toEqual(rows);
    }),
  );
});
