import { describe, expect, test } from "vitest";
import { asQti3, declare, imported, item2, MATCH_CORRECT, messagesOf, theQuestion, zipOf } from "#tests/support/qti-packages.ts";

/** Questions that mean harm, in files that look harmless. */

const MIB = 1_048_576;
const CHOICES = `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><simpleChoice identifier="a">A</simpleChoice><simpleChoice identifier="b">B</simpleChoice></choiceInteraction>`;
const ITEM = item2("2.1", declare("single", "identifier", ["a"]), `<p>Which?</p>${CHOICES}`, MATCH_CORRECT);
/** What a file may cost us: memory beyond what the file itself takes, and time on a busy machine. */
const MOST_MEMORY = 300 * MIB;

function canvas(items: string): string {
  return `<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a" title="T"><section ident="root_section">${items}</section></assessment></questestinterop>`;
}

/** Questions that cost much to mark or to read, beside one that does not. */
const COSTLY: Record<string, [string, RegExp]> = {
  "a choice of 100,000": [choiceOf(100_000), /100000 answers/],
  "marking of many steps, tried some hundred times": [
    item2(
      "2.1",
      declare("multiple", "identifier", ["c0"]),
      choice(8),
      `<responseProcessing>${"<setOutcomeValue identifier='SCORE'><sum><variable identifier='SCORE'/><baseValue baseType='float'>0</baseValue></sum></setOutcomeValue>".repeat(12_000)}</responseProcessing>`,
    ),
    /takes too long/,
  ],
  "50,000 feedbacks": [
    item2(
      "2.1",
      declare("single", "identifier", ["c0"]),
      choice(3),
      `${MATCH_CORRECT}${Array.from({ length: 50_000 }, (_, index) => `<modalFeedback outcomeIdentifier="F" identifier="x${index}" showHide="show">${(index * 7919) % 10_007}</modalFeedback>`).join("")}`,
    ),
    /more than 500 feedbacks/,
  ],
  "a mapping of 100,000 words": [
    item2(
      "2.1",
      declare(
        "single",
        "string",
        [],
        `<mapping>${Array.from({ length: 100_000 }, (_, index) => `<mapEntry mapKey="w${index}" mappedValue="1"/>`).join("")}</mapping>`,
      ),
      `<p>Which:</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p>`,
    ),
    /more than 500 values/,
  ],
  "a text of a million letters": [
    item2("2.1", declare("single", "identifier", ["a"]), `<p>${"word ".repeat(200_000)}</p>${CHOICES}`, MATCH_CORRECT),
    /more than 200000 characters/,
  ],
  "a pattern that takes for ever": [
    item2(
      "2.1",
      declare("single", "string", [`${"a".repeat(50)}b`]),
      `<p>Which:</p><p><textEntryInteraction responseIdentifier="RESPONSE"/></p>`,
      `<responseProcessing><responseCondition><responseIf><patternMatch pattern="(a+)+$"><variable identifier="RESPONSE"/></patternMatch><setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>`,
    ),
    /regular expression/,
  ],
};

function choice(count: number): string {
  const choices = Array.from(
    { length: count },
    (_, index) => `<simpleChoice identifier="c${index}">C${index}</simpleChoice>`,
  ).join("");
  return `<p>Which?</p><choiceInteraction responseIdentifier="RESPONSE" maxChoices="0">${choices}</choiceInteraction>`;
}

function choiceOf(count: number): string {
  return item2("2.1", declare("multiple", "identifier", ["c0"]), choice(count), MATCH_CORRECT);
}

test.each(Object.entries(COSTLY))(
  "%s is told, and the questions beside it are taken",
  async (_, [costly, message]) => {
    const before = process.resourceUsage().maxRSS * 1_024;
    const { questions } = await imported(await zipOf({ "a.xml": ITEM, "b.xml": costly }));
    expect(process.resourceUsage().maxRSS * 1_024 - before).toBeLessThan(MOST_MEMORY);
    expect(questions[0]!.item).not.toBeNull();
    expect(messagesOf(questions[1]!).join("\n")).toMatch(message);
  },
  60_000,
);

describe("nothing that a browser would run comes in", () => {
  const evil = `<script>alert(1)</script><p onclick="alert(2)">Text</p><a href="javascript:alert(3)">link</a><iframe src="https://evil.example"/><img src="x" onerror="alert(4)" alt="pic"/><object data="evil.swf" type="application/x-shockwave-flash"/><form action="https://evil.example"><input name="a"/></form><svg onload="alert(5)"/><style>p{background:url(javascript:alert(6))}</style>`;
  const feedback = `<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>`;
  const said = `<modalFeedback outcomeIdentifier="FEEDBACK" identifier="never" showHide="hide">${evil}</modalFeedback>`;
  const versions = {
    "QTI 2": item2(
      "2.1",
      declare("single", "identifier", ["a"]) + feedback,
      `<div>Which? ${evil}</div>${CHOICES}`,
      MATCH_CORRECT + said,
    ),
    "QTI 3": asQti3(
      item2(
        "2.1",
        declare("single", "identifier", ["a"]) + feedback,
        `<div>Which? ${evil}</div>${CHOICES}`,
        MATCH_CORRECT + said,
      ),
    ),
    "QTI 1.2": canvas(
      `<item ident="i1" title="Q"><presentation><material><mattext texttype="text/html">${escaped(`Which? ${evil}`)}</mattext></material><response_lid ident="r" rcardinality="Single"><render_choice><response_label ident="a"><material><mattext texttype="text/html">${escaped(`A ${evil}`)}</mattext></material></response_label><response_label ident="b"><material><mattext>B</mattext></material></response_label></render_choice></response_lid></presentation><resprocessing><outcomes><decvar varname="SCORE"/></outcomes><respcondition><conditionvar><varequal respident="r">a</varequal></conditionvar><setvar action="Set">100</setvar></respcondition></resprocessing><itemfeedback ident="general_fb"><flow_mat><material><mattext texttype="text/html">${escaped(evil)}</mattext></material></flow_mat></itemfeedback></item>`,
    ),
  };

  test.each(Object.entries(versions))("%s", async (_, text) => {
    const question = await theQuestion(text);
    const item = JSON.stringify(question.item);
    expect(item).toContain("Which?");
    for (const word of ["alert", "javascript:", "<script", "onclick", "onerror", "iframe", "evil.example", "<svg", "<style"])
      expect(item).not.toContain(word);
    expect(messagesOf(question).join("\n")).toMatch(/script in the text was left out[\s\S]*script in an attribute[\s\S]*iframe/);
  });

  test("a picture with scripts in it", async () => {
    const body = `<p>Which? <img src="evil.svg" alt="Drawing"/></p>${CHOICES}`;
    const files = {
      "q.xml": item2("2.1", declare("single", "identifier", ["a"]), body, MATCH_CORRECT),
      "evil.svg": '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    };
    const { media, notes } = await imported(await zipOf(files));
    expect(media).toEqual([]);
    expect(messagesOf({ notes }).join("\n")).toMatch(/evil\.svg has scripts in it/);
  });
});

function escaped(html: string): string {
  return html.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
