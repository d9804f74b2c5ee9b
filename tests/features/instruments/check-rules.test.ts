import { expect, test } from "vitest";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { aCheck, aProfile, compiled } from "#tests/support/assessment-builders.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";

const RULES = {
  attempts: 3,
  wait: "12 hours",
  opens: "2027-01-10",
  closes: "2027-01-31 18:00",
  grade: "average",
  review: { score: "after-closing", marks: "after-passing", answers: "never", feedback: "after-last-attempt" },
};

test("the rules are stored as they are written, a duration in minutes", () => {
  const { grade, review, opens, closes } = RULES;
  expect(compiled(aCheck(RULES))).toMatchObject({ attempts: 3, waitMinutes: 720, opens, closes, grade, review });
  expect(compiled(aProfile({ wait: "7 days", opens: "2027-01-10" }))).toMatchObject({ waitMinutes: 10_080, opens: "2027-01-10" });
});

test("an instrument without rules is stored as before there were any, so that it makes no new revision", () => {
  for (const name of ["waitMinutes", "opens", "closes", "grade", "review"])
    expect(Object.keys({ ...compiled(aCheck()), ...compiled(aProfile()) })).not.toContain(name);
});

test.each<[string, Record<string, unknown>, (string | number)[]]>([
  ["a wait without a unit", { wait: "12" }, ["wait"]],
  ["a wait that is a number", { wait: 12 }, ["wait"]],
  ["a wait of nothing", { wait: "0 hours" }, ["wait"]],
  ["a day that is not in the calendar", { opens: "2027-02-30" }, ["opens"]],
  ["a day written another way", { closes: "31.1.2027" }, ["closes"]],
  ["a moment with a time zone", { closes: "2027-01-31T18:00:00Z" }, ["closes"]],
  ["a closing before the opening", { opens: "2027-01-10", closes: "2027-01-09" }, ["closes"]],
  ["a closing at the opening", { opens: "2027-01-10 10:00", closes: "2027-01-10 10:00" }, ["closes"]],
  ["a policy that does not exist", { grade: "median" }, ["grade"]],
  ["a time to show that does not exist", { review: { score: "tomorrow" } }, ["review", "score"]],
  ["something shown after closing that never closes", { review: { answers: "after-closing" } }, ["review", "answers"]],
])("%s is a fault at its place, with a remedy", (_, rules, path) => {
  const { instrument, faults } = parseInstrument(aCheck(rules));
  expect(instrument).toBeUndefined();
  expect(faults).toMatchObject([{ path }]);
  expect(faults[0]?.remedy.length).toBeGreaterThan(10);
});

test("a day that opens and closes on the same date is a day long, and no fault", () => {
  expect(parseInstrument(aCheck({ opens: "2027-01-10", closes: "2027-01-10" })).faults).toEqual([]);
});

test("a wait between attempts of which there is one, and a first attempt that decides, are warnings", () => {
  expect(parseInstrument(aCheck({ attempts: 1, wait: "1 day" })).warnings).toMatchObject([{ path: ["wait"] }]);
  expect(parseInstrument(aCheck({ grade: "first" })).warnings).toMatchObject([{ path: ["grade"] }]);
  expect(parseInstrument(aCheck({ grade: "first", passMark: 0 })).warnings).toEqual([]);
});

test("the checker of folders names file and line", () => {
  const folder = aCourseFolder({ lessons: [{ key: "quiz", assessment: aCheck({ closes: "soon" }) }] });
  const file = "assessments/check-one.yaml";
  const lines = folder.files.get(file)!.toString().split("\n");
  const { faults } = compileCourse(folder);
  const line = lines.findIndex((text) => text.startsWith("closes:")) + 1;
  expect(faults).toMatchObject([{ file, line, message: expect.stringContaining('"soon"') }]);
});
