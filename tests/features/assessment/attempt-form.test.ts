import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { readAnswerForm } from "#app/features/assessment/answer-form.ts";
import { AttemptForm } from "#app/features/assessment/attempt-form.tsx";
import type { AttemptPage } from "#app/features/assessment/attempt-page.queries.server.ts";
import { NO_TERMS } from "#app/features/assessment/attempt-rules.ts";
import { standingOf } from "#app/features/assessment/attempt-standing.ts";
import { ItemReviews } from "#app/features/assessment/item-reviews.tsx";
import { gradedModel, resultInWords } from "#app/features/assessment/result-model.ts";
import type { CompiledGraded } from "#app/features/instruments/compiled.ts";
import type { Answer } from "#app/features/instruments/items/item-kind.ts";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { type GradedResult, score } from "#app/features/instruments/score.ts";
import { aCheck, compiled } from "#tests/support/assessment-builders.ts";
import { rightAnswer } from "#tests/support/right-answer.ts";

/** One item of every graded kind, in two sections. */
const items = [
  ...aCheck().items,
  { key: "number", kind: "numeric", prompt: "How many?", answers: [{ value: 12 }], section: "written", hints: ["A dozen."] },
  { key: "word", kind: "short-text", prompt: "Which?", answers: [{ text: "Paris" }], section: "written" },
  {
    key: "gaps",
    kind: "cloze",
    text: "In {{city}}.",
    gaps: [{ key: "city", kind: "short-text", answers: [{ text: "Rome" }] }],
    section: "written",
  },
  {
    key: "pairs",
    kind: "matching",
    prompt: "Match.",
    answers: [
      { key: "a", text: "A" },
      { key: "b", text: "B" },
    ],
    pairs: [{ key: "first", text: "First", answer: "a" }],
    section: "ordered",
  },
  {
    key: "order",
    kind: "ordering",
    prompt: "Order.",
    entries: [
      { key: "a", text: "A" },
      { key: "b", text: "B" },
    ],
    section: "ordered",
  },
  { key: "essay", kind: "long-text", prompt: "Write.", section: "ordered" },
];
const sections = [
  { key: "written", title: "To write", intro: "Type your answers." },
  { key: "ordered", title: "To order" },
];
const check = compiled(aCheck({ items, sections, passMark: 90 })) as CompiledGraded;
const seed = 11;

function pageOf(answers: Record<string, Answer>): AttemptPage {
  const questions = orderItems(check, seed).map((item) => ({
    question: kindOf(item).ask(item),
    values: item.key in answers ? kindOf(item).values(answers[item.key]!) : [],
    sequence: 0,
  }));
  return {
    status: "open",
    id: "one",
    number: 1,
    title: "Check",
    kind: "graded",
    intro: "",
    questions,
    pages: [questions.length],
    at: 1,
    deadlineAt: null,
    servedAt: 0,
  };
}
const htmlOf = (answers: Record<string, Answer>) => renderToStaticMarkup(createElement(AttemptForm, { page: pageOf(answers) }));

const right: Record<string, Answer> = Object.fromEntries(
  check.items.map((item) => [item.key, item.kind === "long-text" ? "My own\nwords" : rightAnswer(item)]),
);

/** What a browser would send of the form as it stands. */
function sent(html: string): FormData {
  const form = new FormData();
  const decode = (text: string) =>
    text
      .replace(/&quot;/g, '"')
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&amp;/g, "&");
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    const value = /value="([^"]*)"/.exec(tag)?.[1] ?? "";
    const isTick = /type="(?:radio|checkbox)"/.test(tag);
    if (name && (!isTick || / checked=/.test(tag))) form.append(name, decode(value));
  }
  for (const [, name, text] of html.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g))
    form.append(name!, decode(text!));
  for (const [, name, options] of html.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    form.append(name!, decode(/<option value="([^"]*)" selected/.exec(options!)?.[1] ?? ""));
  }
  return form;
}

test("every kind of item fits into one form, which sends back what it shows", () => {
  for (const answers of [{}, right]) {
    const { given, shown } = readAnswerForm(sent(htmlOf(answers)));
    for (const item of check.items) {
      const values = item.key in answers ? kindOf(item).values(answers[item.key]!) : [];
      expect([...(given.get(item.key) ?? [])].sort(), item.key).toEqual([...values].sort());
      expect(shown.get(item.key)).toEqual(values);
    }
  }
});

test("every control has a name for those who cannot see it", () => {
  const html = htmlOf({});
  const controls = html.match(/<(?:input type="text"|input id|select|textarea)[^>]*>/g) ?? [];
  expect(controls).toHaveLength(7);
  for (const control of controls) {
    const id = /id="([^"]+)"/.exec(control)![1];
    expect(control.includes("aria-label=") || html.includes(`<label for="${id}"`), control).toBe(true);
  }
  expect(html.match(/<fieldset/g)).toHaveLength(check.items.length);
  expect(html.match(/<legend/g)).toHaveLength(check.items.length);
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, described] of html.matchAll(/aria-describedby="([^"]+)"/g)) {
    for (const id of described!.split(" ")) expect(ids).toContain(id);
  }
});

test("sections stand under their headings, and the numbers go on", () => {
  const html = htmlOf({});
  expect(html).toMatch(
    /<h2 id="section-written"[^>]*>To write<\/h2><div[^>]*><p>Type your answers\.<\/p><\/div><ol[^>]*start="4"/,
  );
  expect(html).toMatch(/<section aria-labelledby="section-ordered"/);
  expect([...html.matchAll(/tabular-nums text-soft">(\d+)\./g)].map(([, number]) => Number(number))).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9,
  ]);
});

test("a form that is still to be graded says so in its result, question by question", () => {
  const result = score(check, right) as GradedResult;
  expect(result).toMatchObject({ points: 8, max: 9, waiting: 1, passed: false });
  expect(resultInWords(check, result)).toBe("88.8 %, not yet graded");
  const at = new Date();
  const passed = { id: "a", number: 1, open: false, deadlineAt: null, submittedAt: at, passed: true, percent: 100 };
  const standing = standingOf(check, NO_TERMS, [passed], at);
  const model = gradedModel(check, result, right, { seed, attemptsLeft: standing.left, review: standing.review });
  expect(model.waiting).toBe(1);
  const html = renderToStaticMarkup(createElement(ItemReviews, { model, standing }));
  expect(html).toContain("Not yet graded");
  expect(html).toContain("up to 1 point");
  expect(html).toContain("My own<br>words");
  expect(html).toContain("In <strong>(1) …</strong>.");
});
