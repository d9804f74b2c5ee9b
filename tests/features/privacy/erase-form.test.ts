import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { EraseForm } from "#app/features/privacy/erase-form.tsx";

const preview = { courses: [], attempts: 0, enrolments: 0, ordersKept: 0, onlyAdmin: false };
const words = (enrolments: number) => {
  const form = createElement(EraseForm, { preview: { ...preview, enrolments }, email: "robin@example.org" });
  return renderToStaticMarkup(form).replace(/\s+/g, " ");
};

test("one course is one, and more are many, in what deleting an account takes away", () => {
  expect(words(0)).toContain("your progress in courses, and what opened them to you");
  expect(words(1)).toContain("your progress in 1 course, and what opened it to you");
  expect(words(2)).toContain("your progress in 2 courses, and what opened them to you");
});
