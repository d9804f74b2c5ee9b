import fc from "fast-check";
import { stringify } from "yaml";

/** Folders as people make them: odd names, endings of lines, Unicode in both forms, and fields nobody knows. */

const letters = fc.constantFrom(
  ..."abcXYZ019 _-()&'+,;=@#%ñéß日本語한글",
  "e\u0301",
  "A\u030a",
  "\u1112\u1161\u11ab",
  "🙂",
  "ﬁ",
  "\u00a0",
);
const name = fc
  .array(letters, { minLength: 1, maxLength: 8 })
  .map((signs) => signs.join("").trim())
  .filter((text) => text !== "" && !text.startsWith("."));

const text = fc
  .tuple(
    fc.constantFrom("\n", "\r\n", "\r"),
    fc.array(
      fc.constantFrom(
        "---",
        "key: a-key",
        "mystery: { of: [the, author] } # kept",
        ":::unknown-directive{colour=red #id .class}",
        ":::",
        "::made-up[label]{x=1}",
        "Plain words, cafe\u0301 and café.",
        "<script>alert(1)</script>",
        "\ttabs  and trailing  ",
        "",
        "a: *alias",
        "\ufeffBOM within",
        "<<<<<<< yours",
      ),
      { maxLength: 12 },
    ),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([eol, lines, mark, ends]) => Buffer.from((mark ? "\ufeff" : "") + lines.join(eol) + (ends ? eol : "")));

const bytes = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array)),
);

const path = fc.oneof(
  name.map((file) => `modules/${file}.md`),
  fc.tuple(name, name).map(([folder, file]) => `modules/${folder}/${file}.md`),
  name.map((file) => `media/${file}.png`),
  name.map((file) => `assessments/${file}.yaml`),
  name.map((file) => `${file}.txt`),
);

/** A course folder of the key, which need not be free of faults. */
export function folders(key: string): fc.Arbitrary<Map<string, Buffer>> {
  const page = fc
    .constantFrom("", "odd: [1, 2] # unknown\r\n", "title:   Some  \n")
    .map((more) => Buffer.from(`${stringify({ key })}${more}`));
  return fc
    .tuple(page, fc.array(fc.tuple(path, bytes), { maxLength: 8 }))
    .map(([course, files]) => new Map([["course.yaml", course], ...files]))
    .map((files) => new Map([...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))));
}
