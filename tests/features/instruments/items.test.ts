import fc from "fast-check";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { aCheck, aProfile, compiled } from "#tests/support/assessment-builders.ts";
import { answerFor, anyCheck, anyProfile } from "#tests/support/instrument-arbitraries.ts";

const items = [...compiled(aCheck()).items, ...compiled(aProfile()).items.slice(0, 1)];
const anyItem = fc.oneof(anyCheck, anyProfile).chain(({ items }) => fc.constantFrom(...items));

function render(item: (typeof items)[number], values: string[] = [], error?: string): string {
  const kind = kindOf(item);
  return renderToStaticMarkup(createElement(kind.View, { question: kind.ask(item), values, number: 3, error }));
}

test.each(items.map((item) => [item.kind, item] as const))(
  "a %s is a fieldset of native controls named after its item",
  (_, item) => {
    const html = render(item);
    expect(html).toMatch(/^<fieldset[^>]*data-item="[a-z0-9-]+"/);
    expect(html).toContain("<legend");
    const controls = html.match(/<input [^>]*>/g) ?? [];
    expect(controls.length).toBeGreaterThanOrEqual(2);
    for (const control of controls) {
      expect(control).toMatch(item.kind === "multiple-choice" ? /type="checkbox"/ : /type="radio"/);
      expect(control).toContain(`name="item.${item.key}"`);
      expect(control).not.toContain("checked");
    }
    expect(html).not.toMatch(/style=|onclick=/);
  },
);

test("what was chosen is ticked, and an error names the group", () => {
  const html = render(items[1]!, ["two", "four"], "Choose again.");
  expect(html.match(/checked=""/g)).toHaveLength(2);
  expect(html).toContain(`checked="" value="two"`);
  expect(html).toMatch(/aria-describedby="hint-primes error-primes"/);
  expect(html).toContain('id="error-primes"');
});

test("a question never tells what is right, nor any feedback", () => {
  for (const item of items) {
    const said = JSON.stringify(kindOf(item).ask(item)) + render(item);
    expect(said).not.toMatch(/correct|feedback|blue it is|sunset|two times two|It is round|reverse/);
  }
  fc.assert(
    fc.property(anyCheck, ({ items }) => {
      // Two items that differ only in what is right look the same.
      const [item] = items;
      if (item?.kind === "true-false") expect(render({ ...item, answer: !item.answer })).toBe(render(item));
      else if (item && "choices" in item) {
        const other = { ...item, choices: item.choices.map((choice) => ({ ...choice, correct: !choice.correct })) };
        expect(render(other)).toBe(render(item));
        expect(JSON.stringify(kindOf(item).ask(other))).toBe(JSON.stringify(kindOf(item).ask(item)));
      }
    }),
  );
});

test("a prompt of several paragraphs stands beside the legend and still names the group", () => {
  const item = compiled(aCheck({ items: [{ ...aCheck().items[2], prompt: "First.\n\nSecond." }] })).items[0]!;
  const html = render(item);
  expect(html).toContain('aria-labelledby="number-round prompt-round"');
  expect(html).not.toMatch(/<legend[^>]*>.*<p>.*<\/legend>/);
});

test("an answer that is written as control values is read as the same answer, and so is the stored value", () => {
  fc.assert(
    fc.property(
      anyItem.chain((item) => answerFor(item).map((answer) => ({ item, answer }))),
      ({ item, answer }) => {
        const kind = kindOf(item);
        expect(kind.parse(item, kind.values(answer))).toEqual({ status: "answer", answer });
        expect(kind.parse(item, JSON.parse(JSON.stringify(answer)))).toEqual({ status: "answer", answer });
      },
    ),
  );
});

test("nothing chosen is no answer", () => {
  for (const item of items) {
    for (const given of [undefined, null, "", [], [""]])
      expect(kindOf(item).parse(item, given)).toEqual({ status: "answer", answer: null });
  }
});

test("an unknown choice, a second choice and what is no answer are refused, each by its name", () => {
  const [single, multiple, trueFalse, rating] = items as [
    (typeof items)[0],
    (typeof items)[0],
    (typeof items)[0],
    (typeof items)[0],
  ];
  const reason = (item: typeof single, given: unknown) => {
    const parsed = kindOf(item).parse(item, given);
    return parsed.status === "refused" ? parsed.reason : parsed.answer;
  };
  expect(reason(single, "green")).toBe("unknown-choice");
  expect(reason(single, ["red", "blue"])).toBe("too-many-choices");
  expect(reason(multiple, ["two", "five"])).toBe("unknown-choice");
  expect(reason(multiple, ["three", "two", "two"])).toEqual(["two", "three"]);
  expect(reason(trueFalse, "maybe")).toBe("unknown-choice");
  expect(reason(rating, "8")).toBe("unknown-choice");
  expect(reason(rating, "1.0")).toBe("unknown-choice");
  for (const item of [single, multiple, trueFalse, rating]) {
    expect(reason(item, { a: 1 })).toBe("not-an-answer");
    expect(reason(item, [["red"]])).toBe("not-an-answer");
    expect(reason(item, "__proto__")).toBe("unknown-choice");
  }
});

test("whatever is sent is read without failing, and what is accepted can be scored", () => {
  fc.assert(
    fc.property(anyItem, fc.anything(), (item, given) => {
      const parsed = kindOf(item).parse(item, given);
      if (parsed.status === "answer") kindOf(item).score(item, parsed.answer);
    }),
  );
});

test("a review says what was chosen and what was right", () => {
  const [single] = items;
  const { options } = kindOf(single!).review(single!, "red");
  expect(options).toEqual([
    { value: "red", text: "Red", given: true, correct: false, feedback: "<p>Only at sunset.</p>" },
    { value: "blue", text: "Blue", given: false, correct: true, feedback: "<p>Yes, blue it is.</p>" },
  ]);
});
