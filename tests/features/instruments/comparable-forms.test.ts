import { expect, test } from "vitest";
import { comparableForm } from "#app/features/instruments/comparable-forms.ts";
import { aCheck, aProfile, compiled } from "#tests/support/assessment-builders.ts";

type Draft = ReturnType<typeof aCheck>;

function changed(change: (draft: Draft) => void): string {
  const draft = structuredClone(aCheck());
  change(draft);
  return comparableForm(compiled(draft));
}

const form = comparableForm(compiled(aCheck()));

test("what is said after answering, the order of items and the rules of attempts make no other form", () => {
  expect(changed((check) => Object.assign(check.items[2]!, { feedback: "As round as an orange." }))).toBe(form);
  expect(changed((check) => check.items.reverse())).toBe(form);
  expect(changed((check) => Object.assign(check, { attempts: 3, passMark: 90, title: "Another title" }))).toBe(form);
  const profile = aProfile();
  const retold = aProfile({ boundary: 0.25, limits: "Hold it more lightly still." });
  expect(comparableForm(compiled(retold))).toBe(comparableForm(compiled(profile)));
});

test("another word in a prompt, another key and another point do", () => {
  for (const change of [
    (check: Draft) => Object.assign(check.items[0]!, { prompt: "Which colour is the sea?" }),
    (check: Draft) => Object.assign(check.items[2]!, { answer: true }),
    (check: Draft) => Object.assign(check.items[0]!, { points: 2 }),
    (check: Draft) => Object.assign(check.items[1]!, { credit: "all-or-nothing" }),
    (check: Draft) => check.items.pop(),
  ]) {
    expect(changed(change), String(change)).not.toBe(form);
  }
});
