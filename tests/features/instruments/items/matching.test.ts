import fc from "fast-check";
import { expect, test } from "vitest";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { aCheck, compiled } from "#tests/support/assessment-builders.ts";
import { answerToWritten, anyWrittenItem } from "#tests/support/item-arbitraries.ts";
import { aQuestion, faultsOf, render, reviewOf, shareOf } from "#tests/support/item-checks.ts";

const given = {
  kind: "matching",
  prompt: "Which capital?",
  answers: [
    { key: "a", text: "Paris" },
    { key: "b", text: "Rome" },
    { key: "c", text: "Oslo & <Bergen>" },
  ],
  pairs: [
    { key: "france", text: "France", answer: "a", feedback: "On the Seine." },
    { key: "italy", text: "Italy", answer: "b" },
  ],
};
const item = aQuestion(given);
if (item.kind !== "matching") throw new Error("not matching");
const keyOf = (text: string) => item.answers.find((answer) => answer.text.startsWith(text))!.key;
const [paris, rome, oslo] = [keyOf("Paris"), keyOf("Rome"), keyOf("Oslo")];

test.each<[string, number[]]>([
  ["per-pair", [1, 0.5, 0.5, 0]],
  ["partial", [1, 0.5, 0, 0]],
  ["all-or-nothing", [1, 0, 0, 0]],
])("with %s both right, one alone, one of two and none are worth %j", (credit, shares) => {
  const of = aQuestion({ ...given, credit });
  const answers = [
    [`france=${paris}`, `italy=${rome}`],
    [`france=${paris}`],
    [`france=${paris}`, `italy=${oslo}`],
    [`france=${oslo}`, `italy=${oslo}`],
  ];
  expect(answers.map((answer) => shareOf(of, answer))).toEqual(shares);
});

test("the page has a labelled select for each pair with all answers, and tells nothing of what belongs to what", () => {
  const html = render(item, [`italy=${oslo}`]);
  expect(html).toMatch(/<label for="input-q-one-france"[^>]*><span>France<\/span><\/label>/);
  expect(html.match(/<select /g)).toHaveLength(2);
  expect(html).toContain('id="input-q-one-italy" name="item.q-one.italy"');
  expect(html.match(/<option /g)).toHaveLength(8);
  expect(html).toContain(`<option value="${oslo}" selected="">Oslo &amp; &lt;Bergen&gt;</option>`);
  expect(html).not.toMatch(/value="[abc]"|Seine/);
  const swapped = aQuestion({ ...given, pairs: given.pairs.map((pair, index) => ({ ...pair, answer: "ba"[index] })) });
  expect(render(swapped)).toBe(render(item));
  // Also where pairs and answers are called by the same letters, as imports call them.
  const lettered = (texts: string[]) =>
    aQuestion({
      ...given,
      answers: texts.map((text, index) => ({ key: "ab"[index], text })),
      pairs: given.pairs.map(({ text }, index) => ({ key: "ab"[index], text, answer: "ab"[index] })),
    });
  expect(render(lettered(["Rome", "Paris"]))).toBe(render(lettered(["Paris", "Rome"])));
});

test("answers are shuffled by the attempt's seed, and the stored answer means the same in every order", () => {
  const check = compiled(aCheck({ items: [{ key: "q-one", ...given }] }));
  const orders = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const [shuffled] = orderItems(check, seed);
    if (shuffled?.kind !== "matching") throw new Error("not matching");
    orders.add(shuffled.answers.map(({ text }) => text).join());
    expect(shareOf(shuffled, [`france=${paris}`, `italy=${rome}`])).toBe(1);
  }
  expect(orders.size).toBe(6);
});

test("a review says which pairs are right", () => {
  expect(reviewOf(item, [`france=${oslo}`]).options).toEqual([
    {
      value: "france",
      text: "France → Oslo &amp; &lt;Bergen&gt;",
      given: true,
      correct: false,
      feedback: "<p>On the Seine.</p>",
    },
    { value: "france-right", text: "France → Paris", given: false, correct: true },
    { value: "italy-right", text: "Italy → Rome", given: false, correct: true },
  ]);
});

test("one more right pair never gives less, whatever the credit", () => {
  const cases = anyWrittenItem("q-one")
    .filter((item) => item.kind === "matching" && item.points > 0)
    .chain((item) => answerToWritten(item).map((answer) => ({ item, answer: answer as string[] })));
  fc.assert(
    fc.property(cases, fc.nat(), ({ item, answer }, pick) => {
      if (item.kind !== "matching") return;
      const pair = item.pairs[pick % item.pairs.length]!;
      const better = [...answer.filter((field) => !field.startsWith(`${pair.key}=`)), `${pair.key}=${pair.answer}`];
      expect(shareOf(item, better)).toBeGreaterThanOrEqual(shareOf(item, answer));
      expect(kindOf(item).parse(item, better)).toMatchObject({ status: "answer" });
    }),
  );
});

test("an answer that is not there and a pair twice are refused", () => {
  expect(kindOf(item).parse(item, ["france=a"])).toEqual({ status: "refused", reason: "unknown-choice" });
  expect(kindOf(item).parse(item, [`spain=${paris}`])).toEqual({ status: "refused", reason: "unknown-choice" });
  expect(kindOf(item).parse(item, [`france=${paris}`, `france=${rome}`])).toEqual({
    status: "refused",
    reason: "too-many-choices",
  });
  expect(kindOf(item).parse(item, ["france=", "italy="])).toEqual({ status: "answer", answer: null });
});

test.each<[string, object, (string | number)[]]>([
  ["an answer that is not there", { pairs: [{ ...given.pairs[0], answer: "z" }] }, ["pairs", 0, "answer"]],
  ["two answers of one key", { answers: [...given.answers, { key: "a", text: "Bonn" }] }, ["answers", 3, "key"]],
  ["two answers of one text", { answers: [...given.answers, { key: "d", text: "Rome" }] }, ["answers", 3, "text"]],
  ["two pairs of one key", { pairs: [given.pairs[0], given.pairs[0]] }, ["pairs", 1, "key"]],
  ["no pairs", { pairs: [] }, ["pairs"]],
])("%s is a fault at its place", (_, changed, path) => {
  expect(faultsOf({ ...given, ...changed })).toContainEqual(path);
});
