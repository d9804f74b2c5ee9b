import fc from "fast-check";
import { expect, test } from "vitest";
import { readingBlocks } from "#app/features/courseware/markdown/reading-blocks.ts";
import { countSyllables, readingGrade } from "#app/features/courseware/reading-grade.ts";
import { render } from "./render-page.ts";

test.each<[number, string]>([
  [1, "a I talk make makes made called friend friends strength's can't don't won't loved you're 7"],
  [2, "table tables wanted boxes quiet trying seeing being didn't isn't careful statement open someone people changes anxious"],
  [3, "everything usual attention however argument family remember avoidant somebody"],
  [4, "communicate relationship avoidances' anxiety attachment's-own"],
])("%d syllables: %s", (syllables, words) => {
  const wrong = words.split(" ").map((word) => `${word} ${countSyllables(word)}`);
  const right = new Set(words.split(" ").map((word) => `${word} ${syllables}`));
  expect(wrong.filter((word) => !right.has(word))).toEqual([]);
});

test("the grade is that of the formula, worked out by hand", () => {
  // 6 + 6 words in two sentences; 6 + 8 syllables.
  const { grade, ...counts } = readingGrade(["The cat sat on the mat. Nobody had told her to move."]);
  expect(counts).toEqual({ words: 12, sentences: 2, syllables: 14 });
  expect(grade).toBeCloseTo(0.39 * 6 + (11.8 * 14) / 12 - 15.59, 10);
});

test("a block without a full stop is a sentence, and a full stop within a number or before a quotation mark is told apart", () => {
  expect(readingGrade(["A walk", "A rest", "—", ""])).toMatchObject({ words: 4, sentences: 2 });
  expect(readingGrade(["It is 3.5 or above. “Why?” she said."])).toMatchObject({ words: 8, sentences: 2 });
  expect(readingGrade(["Wait … what?"])).toMatchObject({ words: 2, sentences: 1 });
  expect(readingGrade([])).toEqual({ words: 0, sentences: 0, syllables: 0, grade: null });
});

test("longer sentences and longer words never lower the grade", () => {
  const word = fc.constantFrom("talk", "open", "remember", "communicate");
  fc.assert(
    fc.property(fc.array(word, { minLength: 2, maxLength: 20 }), fc.integer({ min: 1, max: 19 }), (words, at) => {
      const cut = Math.min(at, words.length - 1);
      const joined = readingGrade([`${words.join(" ")}.`]).grade!;
      const split = readingGrade([`${words.slice(0, cut).join(" ")}.`, `${words.slice(cut).join(" ")}.`]).grade!;
      expect(joined).toBeGreaterThanOrEqual(split);
      const longer = readingGrade([`${words.map(() => "communicate").join(" ")}.`]).grade!;
      expect(longer).toBeGreaterThanOrEqual(joined - 1e-9);
    }),
  );
});

test("running text counts, and headings, tables, titles, speakers, captions and footnotes do not", () => {
  const { tree, faults } = render(`## A heading

A *paragraph* with [a link](https://example.org).[^one]

- An item
- Another one
  - A nested one

1. A loose item

2. And a second

| A | table |
|---|---|
| of | words |

:::dialogue{title="Before" caption="At home"}
**Ana:** You are late.

*Ben shrugs.*
:::

:::exercise{title="Try it" minutes=5}
Write it down.
:::

:::variant{profile=secure}
For some.
:::

::video{file=a.mp4 captions=a.vtt transcript=a.md title="A clip" duration=5}

[^one]: A source that nobody reads aloud.
`);
  expect(faults).toEqual([]);
  const blocks = readingBlocks(tree).map((block) => block.replace(/\s+/g, " ").trim());
  expect(blocks).toEqual([
    "A paragraph with a link.",
    "An item",
    "Another one",
    "A nested one",
    "A loose item",
    "And a second",
    "You are late.",
    "Ben shrugs.",
    "Write it down.",
    "For some.",
  ]);
});
