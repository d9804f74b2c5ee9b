import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { FEWEST_AT_ONCE, FEWEST_PEOPLE } from "#app/features/assessment/answer-policy.ts";
import { GUEST_RESULT_DAYS } from "#app/features/assessment/keep-guest-result.server.ts";
import { readingBlocks } from "#app/features/courseware/markdown/reading-blocks.ts";
import { readingGrade } from "#app/features/courseware/reading-grade.ts";
import { SITE_PAGES } from "#app/features/courseware/site-pages.ts";
import { render } from "#tests/features/courseware/render-page.ts";

const sourceOf = (key: string) => readFileSync(path.join("content/pages", `${key}.md`), "utf8");
/** Without its front matter. */
const bodyOf = (key: string) => sourceOf(key).replace(/^---\n.*?\n---\n/s, "");

/** The rows of the first table below a heading or text, without its head, each as its cells. */
function tableAfter(markdown: string, text: string): string[][] {
  const [, rest] = markdown.split(text, 2);
  const rows =
    /(?:^\|.*\n)+/m
      .exec(rest ?? "")?.[0]
      .trim()
      .split("\n") ?? [];
  return rows.slice(2).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe.each(SITE_PAGES)("the shipped page %s", (key) => {
  const rendered = render(bodyOf(key), "article");

  test("has 400 to 1,200 words and a reading grade of 9 at most", () => {
    expect(rendered.words).toBeGreaterThanOrEqual(400);
    expect(rendered.words).toBeLessThanOrEqual(1_200);
    expect(readingGrade(readingBlocks(rendered.tree)).grade).toBeLessThanOrEqual(9);
  });

  test("tells its operator, and not its visitor, that a lawyer should read it", () => {
    expect(sourceOf(key)).toMatch(/^---\n# For the operator, not shown on the page\. .*\n(?:#.*\n)*# a file with the same key/);
    expect(sourceOf(key)).toContain("A lawyer should read it");
    expect(rendered.text).not.toMatch(/a lawyer should|template|for the operator/i);
  });

  test("has no telephone number, no address of another site, no name of an operator, no promise of a cure", () => {
    expect(rendered.text).not.toMatch(/\+?\d[\d\s()-]{4,}\d/);
    expect(rendered.text.match(/\b\d{3,}\b/g)?.filter((digits) => digits !== "100") ?? []).toEqual([]);
    expect(rendered.html).not.toMatch(/href="(?!\/|#)/);
    expect(rendered.text).not.toMatch(/!|\bcur(?:e|es|ed|ing)\b|\b(?:Ltd|GmbH|Inc)\b/);
  });

  test("links to addresses that are there", () => {
    const routes = readdirSync("app/routes").map((file) => `/${file.replace(/(\._index)?\.tsx?$/, "").replaceAll(".", "/")}`);
    for (const [, href] of rendered.html.matchAll(/href="(\/[^"#]*)"/g)) expect(routes, key).toContain(href);
  });
});

test.each(["terms", "privacy", "refunds", "accessibility"] as const)(
  "%s says who runs the site, from the configuration",
  (key) => {
    for (const placeholder of ["{{operator}}", "{{address}}", "{{contact}}"]) expect(bodyOf(key)).toContain(placeholder);
  },
);

test("help names every region and kind of service, and what to do who fears to do harm", () => {
  const text = bodyOf("help");
  for (const region of ["Europe", "North America", "Latin America", "Africa", "Middle East", "South and East Asia", "Oceania"])
    expect(text).toContain(`**${region}`);
  for (const service of [
    "emergency number",
    "domestic violence",
    "suicide",
    "child protection",
    "legal aid",
    "shelter",
    "police",
    "doctor",
  ])
    expect(text.toLowerCase()).toContain(service);
  expect(text).toContain("## If you fear that you may hurt someone");
});

describe("the page about privacy agrees with docs/privacy.md", () => {
  const docs = readFileSync("docs/privacy.md", "utf8");
  const page = bodyOf("privacy");
  /** "30 days", "an hour", "at once", "nightly": what a row promises. */
  const terms = (text = "") =>
    [
      ...text
        .toLowerCase()
        .matchAll(
          /\b(?:\d+|an?) (?:day|hour)s?\b|at once|nightly|for good|sign(?:ing)? out|nothing does so by itself|law allows/g,
        ),
    ]
      .map(([term]) => term.replace("signing", "sign"))
      .sort();

  test("how long, row by row", () => {
    const [theirs, ours] = [tableAfter(docs, "## How long"), tableAfter(page, "## How long we keep it")];
    expect(theirs.length).toBe(9);
    expect(ours.map(([, until]) => terms(until))).toEqual(theirs.map(([, until]) => terms(until)));
    const about = [
      /account.*answers.*results/i,
      /result.*not saved/i,
      /upload/i,
      /session|signed in/i,
      /links/i,
      /tries/i,
      /mails/i,
      /buyer's name and address/i,
      /log/i,
    ];
    for (const [at, what] of about.entries()) {
      expect(theirs[at]![0]).toMatch(what);
      expect(ours[at]![0]).toMatch(what);
    }
    const byOwner = (rows: string[][]) => rows.map(([, until = ""]) => /delet|at once/i.test(until));
    expect(byOwner(ours)).toEqual(byOwner(theirs));
  });

  test("who sees what, row by row", () => {
    const sight = (cell = "") =>
      /^yes/i.test(cell) ? "yes" : /while/i.test(cell) ? "while shared" : /^as the staff/i.test(cell) ? "staff" : "no";
    const ours = tableAfter(page, "## Your answers").map(([, ...cells]) => cells.map(sight));
    const theirs = tableAfter(docs, "## Who sees answers and results").map(([, ...cells]) => cells.map(sight));
    expect(theirs).toHaveLength(5);
    expect(ours.slice(0, 3)).toEqual(theirs.slice(0, 3));
    expect([ours[3], theirs[3]![0]]).toEqual([["staff", "staff", "staff"], "staff"]);
    expect([ours[4], theirs[4]![0]]).toEqual([["no", "no", "no"], "no"]);
  });

  test("the other numbers, in the document, on the page and in the code", () => {
    expect(docs).toMatch(new RegExp(`\\(${FEWEST_PEOPLE}\\) people on`));
    expect(page).toContain(`from ${FEWEST_PEOPLE} people on`);
    expect(docs).toContain(`at least \`FEWEST_AT_ONCE\` (${FEWEST_AT_ONCE})`);
    expect(page).toContain(`at least ${FEWEST_AT_ONCE} at once`);
    expect(docs).toContain("at least a hundred");
    expect(page).toContain("at least 100 people");
    expect(docs).toContain("six an hour");
    expect(page).toContain("up to six times an hour");
    expect(page).toContain(`${GUEST_RESULT_DAYS} days, or at once`);
  });
});

test("the page about refunds agrees with docs/money.md, turn by turn", () => {
  const docs = tableAfter(readFileSync("docs/money.md", "utf8"), "## The table");
  const page = tableAfter(bodyOf("refunds"), "## What happens to your course");
  const turns: [says: string, happens: string][] = [
    ["session expired, nothing paid", "You leave the payment page"],
    ["payment under way", "is still on its way"],
    ["payment failed or canceled", "The payment fails"],
    ["all of it refunded", "We send back all of the money"],
    ["a dispute lost", "The dispute ends for you"],
    ["a dispute or inquiry under way", "You dispute the payment"],
    ["a part refunded", "We send back a part"],
    ["refunds failed or canceled", "does not take the money we sent back"],
    ["disputes won or closed", "The dispute ends for us"],
  ];
  const row = (table: string[][], text: string) => table.find(([first]) => first!.includes(text)) ?? [];
  for (const [says, happens] of turns) {
    const [, , access = "?", mail = "?"] = row(docs, says);
    const [, course = "?", told = "?"] = row(page, happens);
    expect(course, happens).toMatch(
      { none: /^Not opened/, revoked: /^Closes$/, granted: /^Stays open/ }[/^\w+/.exec(access)![0]]!,
    );
    if (access.includes("restored")) expect(course, happens).toContain("opens again");
    if (says === "disputes won or closed") continue; // Its row has the mails of failed refunds as well.
    if (mail === "-") expect(told, happens).toBe("None");
    else if (/^receipt/.test(mail) && !mail.includes("refund")) expect(told, happens).toContain("receipt");
    else expect(told, happens).toMatch(/^We tell you/);
  }
});

test("the page about refunds says what the course that is sold says", () => {
  const course = readFileSync("content/courses/courageous-communicator/course.yaml", "utf8");
  for (const promise of [
    "within 30 days of paying",
    "all of your money back",
    "it does not matter how much you have read",
    "up to ten days",
  ]) {
    expect(course.replace(/\s+/g, " ")).toContain(promise);
    expect(bodyOf("refunds")).toContain(promise);
  }
});
