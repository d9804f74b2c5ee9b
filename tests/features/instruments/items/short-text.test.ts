import fc from "fast-check";
import { expect, test } from "vitest";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { aQuestion, faultsOf, render, reviewOf, shareOf } from "#tests/support/item-checks.ts";

const given = { kind: "short-text", prompt: "Which city?", answers: [{ text: "Nîmes" }] };
const accepts = (answer: string, text: string, rules: object = {}) =>
  shareOf(aQuestion({ ...given, answers: [{ text: answer }], ...rules }), text) === 1;

test.each<[string, string, object, boolean]>([
  ["Paris", "paris", {}, true],
  ["Paris", "paris", { case: "exact" }, false],
  ["Straße", "STRASSE", {}, true],
  ["Nîmes", "Nimes", {}, false],
  ["Nîmes", "Nimes", { accents: "ignore" }, true],
  ["Nîmes", "Ni\u0302mes", {}, true],
  ["New York", "  new   york ", {}, true],
  ["New York", "New  York", { spacing: "exact" }, false],
  ["St. Ives", "St Ives", {}, false],
  ["St. Ives", "st ives!", { punctuation: "ignore" }, true],
  ["well-known", "well known", { punctuation: "ignore" }, true],
  ["don't", "don’t", {}, true],
])("%j takes %j with %j: %s", (answer, text, rules, taken) => {
  expect(accepts(answer, text, rules)).toBe(taken);
});

test.each<[string, string, boolean]>([
  ["co*", "colour", true],
  ["co*", "co", true],
  ["co*", "a colour", false],
  ["*our*", "a colour it is", true],
  ["a*b*c", "a-b-b-c", true],
  ["a*b*c", "acb", false],
  ["ab*ba", "aba", false],
  ["2 \\* 3", "2 * 3", true],
  ["2 \\* 3", "2 x 3", false],
  ["a\\\\b", "a\\b", true],
  ["*", "anything", true],
])("the pattern %j takes %j: %s", (pattern, text, taken) => {
  expect(accepts(pattern, text)).toBe(taken);
});

test("the best of the accepted answers counts, with its feedback", () => {
  const item = aQuestion({
    ...given,
    points: 4,
    answers: [{ text: "colo*r", share: 0.5, feedback: "Almost." }, { text: "colour" }, { text: "*", share: 0, feedback: "No." }],
  });
  expect(["colour", "color", "red"].map((text) => shareOf(item, text))).toEqual([1, 0.5, 0]);
  expect(reviewOf(item, "<b>color").options).toEqual([
    { value: "given", text: "&lt;b&gt;color", given: true, correct: false, feedback: "<p>No.</p>" },
    { value: "right", text: "colour", given: false, correct: true },
  ]);
  expect(reviewOf(item, null).options).toHaveLength(1);
});

test("an accepted answer is always taken, whatever is ignored, and ignoring more never takes less", () => {
  const rule = fc.constantFrom("ignore", "exact");
  const rules = fc.record({ case: rule, accents: rule, spacing: rule, punctuation: rule });
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }).filter((text) => /\p{L}/u.test(text));
  fc.assert(
    fc.property(text, text, rules, (raw, other, rules) => {
      const answer = raw.trim();
      const pattern = answer.replace(/[\\*]/g, "\\$&");
      expect(accepts(pattern, answer, rules)).toBe(true);
      const loose = { case: "ignore", accents: "ignore", spacing: "ignore", punctuation: "ignore" };
      if (accepts(pattern, other, { ...rules, punctuation: "exact" })) {
        expect(accepts(pattern, other, { ...loose, punctuation: "exact" })).toBe(true);
      }
    }),
  );
});

test("a long pattern of stars is no work for the scorer", () => {
  const started = performance.now();
  expect(accepts(`${"a*".repeat(200)}b`, "a".repeat(200))).toBe(false);
  expect(performance.now() - started).toBeLessThan(500);
});

test("too long a text is refused with a sentence, and a line of blanks is no answer", () => {
  const item = aQuestion({ ...given, maxLength: 5 });
  expect(kindOf(item).parse(item, "Nîmes!")).toMatchObject({ status: "refused", message: expect.stringContaining("at most 5") });
  expect(kindOf(item).parse(item, "   ")).toEqual({ status: "answer", answer: null });
  expect(kindOf(item).parse(item, ["a", "b"])).toMatchObject({ status: "refused", reason: "too-many-choices" });
});

test("the page has one labelled field that keeps what was typed", () => {
  const html = render(aQuestion(given), ['"Rome" & <b>']);
  expect(html).toMatch(/<label for="input-q-one"[^>]*>Your answer<\/label><input id="input-q-one" type="text"/);
  expect(html).toContain('value="&quot;Rome&quot; &amp; &lt;b&gt;"');
  expect(html).not.toMatch(/Nîmes|data-number/);
  expect(render(aQuestion(given), [], "Shorter.")).toContain('aria-describedby="error-q-one"');
});

test.each<[string, object, (string | number)[]]>([
  ["no answer for all points", { answers: [{ text: "a", share: 0.9 }] }, ["answers"]],
  ["the same answer twice", { answers: [{ text: "Rome" }, { text: "ROME" }] }, ["answers", 1, "text"]],
  ["an answer of punctuation that is ignored", { answers: [{ text: "?" }], punctuation: "ignore" }, ["answers", 0, "text"]],
  ["an empty answer", { answers: [{ text: " " }] }, ["answers", 0, "text"]],
])("%s is a fault at its place", (_, changed, path) => {
  expect(faultsOf({ ...given, ...changed })).toContainEqual(path);
});
