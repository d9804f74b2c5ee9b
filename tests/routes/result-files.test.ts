import { expect, test } from "vitest";
import * as compare from "#app/routes/attempts.$attemptId.compare.$otherId._index.tsx";
import * as report from "#app/routes/attempts.$attemptId.compare.$otherId.report[.]pdf.ts";
import * as result from "#app/routes/attempts.$attemptId.result[.]pdf.ts";
import { aCheck, aCourseWith, aLearner, aProfile, type Learner, profileAnswers } from "#tests/support/assessment-builders.ts";
import { aRevision, inLesson, take } from "#tests/support/attempts.ts";
import { readPdf } from "#tests/support/pdf-text.ts";
import { aCookieOf } from "#tests/support/people.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

const cookieOf = ({ userId }: Learner) => aCookieOf({ id: userId });

async function fileOf(response: Response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const pdf = readPdf(bytes);
  return { ...pdf, bytes, text: pdf.pages.join("\n").replace(/\s+/g, " ") };
}

function measured() {
  const data = aProfile({
    profiles: aProfile().profiles.map((profile) => ({ ...profile, next: "Read the [next](https://example.org)." })),
  });
  const reliability = { coefficient: 0.84, sd: 1, method: "retest", source: "a book" };
  const norms = { mean: 4, sd: 1, sample: "500 adults", source: "a book" };
  return { ...data, scales: data.scales.map((scale) => ({ ...scale, reliability, norms })) };
}

async function aPair() {
  const classroom = await aCourseWith(measured());
  const learner = await aLearner(classroom);
  const first = await take(learner, profileAnswers(2, 4));
  const second = await take(learner, profileAnswers(6, 2));
  return { classroom, learner, first, second, cookie: await cookieOf(learner) };
}

test("a result as a file says what its page says, and no cache may keep it", async () => {
  const { cookie, second } = await aPair();
  const response = await responseOf(() =>
    result.loader(visit(`/attempts/${second}/result.pdf`, { cookie, params: { attemptId: second } })),
  );
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toBe("application/pdf");
  expect(response.headers.get("Cache-Control")).toBe("private, no-store");
  expect(response.headers.get("Content-Disposition")).toBe('attachment; filename="result-the-check-2.pdf"');
  const { text, tags, dictionaries, operators, bytes } = await fileOf(response);
  expect(Number(response.headers.get("Content-Length"))).toBe(bytes.length);
  expect(text).toContain("Attempt 2");
  expect(text).toContain("not a diagnosis");
  expect(text).toContain("Reading of readings/anxious.md");
  expect(text).toMatch(/Anxiety 6 5\.22 to 6\.78 about 98 1 to 7 4 of 4/);
  expect(text).toContain("Compared with 500 adults; a book.");
  // What to do next, and after it, as the last part, the limits of use.
  expect(text).toMatch(
    /What to do next Read the \[next\]\(https:\/\/example\.org\)\. What this result can and cannot tell Hold it lightly\./,
  );
  expect(dictionaries).toMatch(/\/Alt \(Anxiety and Avoidance\. Your point is at 6 for Anxiety/);
  expect(tags.filter((tag) => tag === "Figure")).toHaveLength(1);
  // A dot is curves, not a picture.
  expect(operators).toMatch(/ c\n/);
  expect(dictionaries).not.toMatch(/\/Subtype \/Image/);
});

test("a check as a file covers the right answers as long as its page does", async () => {
  const learner = await aLearner(await aCourseWith(aCheck({ attempts: 2 })));
  const cookie = await cookieOf(learner);
  const read = async (attemptId: string) =>
    (await fileOf(await responseOf(() => result.loader(visit("/x", { cookie, params: { attemptId } }))))).text;
  const first = await read(await take(learner, { colour: "red", primes: ["two", "four"] }));
  expect(first).toContain("Only at sunset.");
  expect(first).toMatch(/Red ?\(your answer\)/);
  expect(first).not.toMatch(/Blue|Three|right answer\)|blue it is/);
  const second = await read(await take(learner, { colour: "red" }));
  expect(second).toMatch(/Blue ?\(right answer\)/);
  expect(second).toContain("What this result can and cannot tell");
});

test("a before/after report as a file", async () => {
  const { cookie, first, second } = await aPair();
  const params = { attemptId: first, otherId: second };
  const response = await responseOf(() => report.loader(visit("/x", { cookie, params })));
  expect(response.headers.get("Cache-Control")).toBe("private, no-store");
  const { text, dictionaries } = await fileOf(response);
  expect(text).toContain("A rise of 4, larger than chance alone would explain.");
  expect(text).toContain("Jacobson and Truax, 1991");
  expect(text).toMatch(/Anxiety 2 6 \+4 1\.11 7\.07/);
  expect(text).toContain("What these results can and cannot tell Hold it lightly.");
  expect(dictionaries).toMatch(/\/Alt \(Before and after\. Anxiety 2 before and 6 after/);
  const { data } = await dataOf(compare.loader(visit("/x", { cookie, params })));
  expect(data.page).toMatchObject({ status: "compared", before: { attemptId: first } });
});

test("results and reports are for their owner alone", async () => {
  const { classroom, first, second } = await aPair();
  const other = await aLearner(classroom);
  const theirs = await take(other, profileAnswers(3, 3));
  const cookie = await cookieOf(other);
  for (const [loader, params] of [
    [result.loader, { attemptId: second }],
    [compare.loader, { attemptId: first, otherId: second }],
    [compare.loader, { attemptId: theirs, otherId: second }],
    [report.loader, { attemptId: first, otherId: second }],
    [report.loader, { attemptId: second, otherId: theirs }],
  ] as [typeof result.loader, Record<string, string>][]) {
    expect((await responseOf(() => loader(visit("/x", { cookie, params })))).status).toBe(404);
    const anonymous = await responseOf(() => loader(visit("/attempts/x", { params })));
    expect(anonymous.headers.get("Location")).toMatch(/^\/sign-in\?returnTo=/);
  }
});

test("where there is no report, its file leads to the page that says why", async () => {
  const { classroom, learner, first, cookie } = await aPair();
  const check = await aRevision(classroom, aCheck());
  const other = await take(inLesson(learner, "a-check", check), {});
  const params = { attemptId: first, otherId: other };
  const response = await responseOf(() => report.loader(visit("/x", { cookie, params })));
  expect(response.headers.get("Location")).toBe(`/attempts/${first}/compare/${other}`);
  const { data } = await dataOf(compare.loader(visit("/x", { cookie, params })));
  expect(data.page).toMatchObject({ status: "not-comparable", reason: "another-assessment" });
});

test.each(["nothing", "a\0b", "../../etc/passwd", "x".repeat(3_000)])("a forged id (%j) is a 404", async (forged) => {
  const { cookie, first } = await aPair();
  const params = { attemptId: forged, otherId: first };
  for (const loader of [result.loader, compare.loader, report.loader]) {
    expect((await responseOf(() => loader(visit("/x", { cookie, params })))).status).toBe(404);
  }
});
