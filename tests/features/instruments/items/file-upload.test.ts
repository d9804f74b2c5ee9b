import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { type ItemGradedByHand, missingMarks, readMarks, wholeMarks } from "#app/features/instruments/marks.ts";
import { aQuestion, faultsOf, render } from "#tests/support/item-checks.ts";

const given = { kind: "file-upload", prompt: "Send it.", points: 4, accept: ["pdf", "image"], maxSize: 5, maxFiles: 2 };
const item = aQuestion(given);
const ID = "0190aaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
const OTHER = "0190aaaa-bbbb-4ccc-8ddd-ffffffffffff";

test("files wait for a person, at no points, and are worth what that person gives", () => {
  const { score, grade } = kindOf(item);
  expect(score(item, null)).toMatchObject({ state: "unanswered" });
  expect(score(item, [ID])).toEqual({ counts: "points", points: 0, max: 4, state: "to-be-graded" });
  expect(grade?.(item, { points: 3 })).toMatchObject({ points: 3, max: 4, state: "partly" });
  expect(aQuestion({ kind: "file-upload", prompt: "Send it." })).toMatchObject({
    points: 1,
    accept: ["pdf", "image", "document"],
    maxSize: 10,
    maxFiles: 1,
  });
});

test("an answer is a list of file ids, and nothing else", () => {
  const { parse } = kindOf(item);
  expect(parse(item, [ID, OTHER])).toEqual({ status: "answer", answer: [ID, OTHER] });
  expect(parse(item, [])).toEqual({ status: "answer", answer: null });
  for (const odd of [["../../etc/passwd"], [ID, "x"], { id: ID }, "a.pdf"]) {
    expect(parse(item, odd)).toMatchObject({ status: "refused", reason: "not-an-answer" });
  }
  expect(parse(item, [ID, OTHER, ID.replace("0190", "0191")])).toMatchObject({ reason: "too-many-choices" });
});

test("the page has a labelled field that says what may be sent, and the files that are there with a way to remove each", () => {
  const empty = render(item, [], "It is empty.");
  expect(empty).toContain("Up to 2 files: PDF or pictures. At most 5 MB each.");
  expect(empty).toMatch(
    /<label for="input-q-one"[^>]*>Your files \(0 of 2 so far\)<\/label><input id="input-q-one" type="file" name="file.q-one" multiple=""/,
  );
  expect(empty).toMatch(/aria-describedby="error-q-one" aria-invalid="true"/);
  const kind = kindOf(item);
  const files = [ID, OTHER].map((id, index) => ({ id, name: `page ${index}.pdf`, size: 1_500_000, href: `/f/${id}` }));
  const full = renderToStaticMarkup(
    createElement(kind.View, { question: kind.ask(item), values: [ID, OTHER], number: 1, files }),
  );
  expect(full).toContain("page 1.pdf");
  expect(full).toMatch(
    new RegExp(`<button type="submit" name="intent" value="remove:${OTHER}"[^>]*aria-label="Remove page 1.pdf"`),
  );
  expect(full).not.toContain('type="file"');
});

test.each<[string, object, (string | number)[]]>([
  ["a kind of file that is not known", { accept: ["exe"] }, ["accept", 0]],
  ["no kind of file", { accept: [] }, ["accept"]],
  ["files that are too large", { maxSize: 21 }, ["maxSize"]],
  ["too many files", { maxFiles: 11 }, ["maxFiles"]],
  [
    "points that are not those of the rubric",
    {
      rubric: [
        {
          key: "a",
          title: "A",
          levels: [
            { key: "n", title: "N", points: 0 },
            { key: "y", title: "Y", points: 1 },
          ],
        },
      ],
    },
    ["points"],
  ],
])("%s are a fault at their place", (_, changed, path) => {
  expect(faultsOf({ ...given, ...changed })).toContainEqual(path);
});

test("marks are whole when there are points, or a level for every criterion", () => {
  const inPoints = item as ItemGradedByHand;
  expect(readMarks(inPoints, { points: " 2,5 ", levels: {} })).toEqual({ status: "read", marks: { points: 2.5 } });
  expect(missingMarks(inPoints, {})).toEqual(["points"]);
  expect(wholeMarks(inPoints, { points: 0 })).toEqual({ points: 0 });
  const level = (key: string, points: number) => ({ key, title: key, points });
  const rubric = [
    { key: "clear", title: "Clear", levels: [level("no", 0), level("yes", 1)] },
    { key: "kind", title: "Kind", levels: [level("no", 0), level("yes", 1)] },
  ];
  const byRubric = aQuestion({ kind: "long-text", prompt: "?", rubric }) as ItemGradedByHand;
  expect(missingMarks(byRubric, { levels: { clear: "yes" } })).toEqual(["Kind"]);
  expect(missingMarks(byRubric, { levels: { clear: "toString", kind: "yes" } })).toEqual(["Clear"]);
  expect(wholeMarks(byRubric, { levels: { clear: "yes", kind: "no" } })).toEqual({ levels: { clear: "yes", kind: "no" } });
});
