import { describe, expect, test } from "vitest";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { asQti3, declare, imported, item2, MATCH_CORRECT, messagesOf, zipOf } from "#tests/support/qti-packages.ts";

/** Packages of QTI 2 and 3 with tests, sections, media and texts beside the questions. */

const item = (id: string, more = "") =>
  item2(
    "2.1",
    declare("single", "identifier", ["a"]),
    `${more}<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Is it ${id}?</prompt><simpleChoice identifier="a">Yes</simpleChoice><simpleChoice identifier="b">No</simpleChoice></choiceInteraction>`,
    MATCH_CORRECT,
    id,
  );
const ref = (id: string, more = "") =>
  `<assessmentItemRef identifier="r-${id}" href="items/${id}.xml">${more}</assessmentItemRef>`;
const TEST = `<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t" title="All about cats">
<timeLimits maxTime="1800"/>
<testPart identifier="p" navigationMode="linear" submissionMode="individual"><itemSessionControl maxAttempts="2"/>
<assessmentSection identifier="easy" title="Easy ones" visible="true"><rubricBlock view="candidate"><p>Take <strong>care</strong>.</p></rubricBlock>${ref("one")}${ref("two", '<weight identifier="W" value="3"/>')}</assessmentSection>
<assessmentSection identifier="pool" title="Pool" visible="false"><selection select="2"/><ordering shuffle="true"/>${["b1", "b2", "b3"].map((id) => ref(id)).join("")}</assessmentSection>
</testPart><testFeedback access="atEnd" outcomeIdentifier="F" identifier="f" showHide="show"><p>Bye.</p></testFeedback></assessmentTest>`;
const ids = ["one", "two", "b1", "b2", "b3"];
const resources = ids
  .map(
    (id) =>
      `<resource identifier="${id}" type="imsqti_item_xmlv2p1" href="items/${id}.xml"><file href="items/${id}.xml"/></resource>`,
  )
  .join("");
const manifest = `<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/><resources><resource identifier="t" type="imsqti_test_xmlv2p1" href="test.xml"><file href="test.xml"/></resource>${resources}</resources></manifest>`;
const FILES: Record<string, string> = {
  "imsmanifest.xml": manifest,
  "test.xml": TEST,
  ...Object.fromEntries(ids.map((id) => [`items/${id}.xml`, item(id)])),
};
const as3 = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, path === "imsmanifest.xml" ? text : asQti3(text)]));

describe.each([
  ["2.1", FILES],
  ["3.0", as3(FILES)],
])("a test of QTI %s", (version, files) => {
  test("becomes sections, draws and points", async () => {
    const { questions, settings, notes } = await imported(await zipOf(files));
    expect(settings).toEqual({
      title: "All about cats",
      minutes: 30,
      sections: [{ key: "easy", title: "Easy ones", intro: "Take **care**." }],
      draws: { pool: 2 },
    });
    expect(questions.map(({ item: one }) => [one!.key, one!.points, one!.section, one!.bank])).toEqual([
      ["one", 1, "easy", undefined],
      ["two", 3, "easy", undefined],
      ["b1", 1, undefined, "pool"],
      ["b2", 1, undefined, "pool"],
      ["b3", 1, undefined, "pool"],
    ]);
    expect(messagesOf({ notes })).toEqual([
      `kept: Read as QTI ${version}.`,
      "unsupported: Settings for single questions were left out: how often a question may be tried.",
      "unsupported: Feedback to the whole test was left out.",
      "changed: The order in which questions had to be answered is free here.",
      "changed: Some sections were shuffled and others not; here none is.",
    ]);
  });

  test("is an instrument without faults", async () => {
    const { questions, settings } = await imported(await zipOf(files));
    const data = { key: "cats", kind: "graded", passMark: 0, ...settings, items: questions.map((one) => one.item) };
    expect(parseInstrument(data).faults).toEqual([]);
  });

  test("is read the same again", async () => {
    const [one, two] = [await imported(await zipOf(files)), await imported(await zipOf(files))];
    expect(two).toEqual(one);
  });

  test("without its manifest is read too, and that is told", async () => {
    const { "imsmanifest.xml": _, ...rest } = files;
    const { questions, notes } = await imported(await zipOf(rest));
    expect(questions).toHaveLength(5);
    expect(messagesOf({ notes })).toContain(
      "changed: The package has no list of its files (imsmanifest.xml): all its texts were looked at.",
    );
  });

  test("in a folder within the zip file is read too", async () => {
    const inner = Object.fromEntries(Object.entries(files).map(([path, text]) => [`export/${path}`, text]));
    const { questions, settings } = await imported(await zipOf(inner));
    expect([questions.length, settings.draws]).toEqual([5, { pool: 2 }]);
  });
});

test("a question that the test names and the package lacks is told, and so is one that no test names", async () => {
  const { "items/two.xml": _, ...rest } = FILES;
  const { questions, notes } = await imported(await zipOf({ ...rest, "items/extra.xml": item("extra"), "notes.doc": "x" }));
  const [, missing] = questions;
  expect([missing!.item, messagesOf(missing!)]).toEqual([
    null,
    ["unsupported: This question could not be taken: There is no file items/two.xml in the package."],
  ]);
  expect(questions.at(-1)!.item!.key).toBe("extra");
  expect(messagesOf({ notes })).toEqual(
    expect.arrayContaining([
      "changed: Questions that no test of the package names stand at the end.",
      "unsupported: Files of the package that no question uses were left out: notes.doc.",
    ]),
  );
});

test("pictures and recordings come with their words, under names that a course can have", async () => {
  const more = `<p><img src="../img/A%20Cat.PNG" alt="A cat"/><img src="../img/bare.png"/><audio src="../purr.mp3">Purring</audio><img src="gone.png" alt="Gone"/><img src="https://example.org/x.png" alt="Far"/></p>`;
  const files = { "items/one.xml": item("one", more), "img/A Cat.PNG": "cat", "img/bare.png": "bare", "purr.mp3": "purr" };
  const { questions, media } = await imported(await zipOf(files));
  const prompt = String(questions[0]!.item!.prompt);
  expect(prompt).toContain("![A cat](media:a-cat.png)");
  expect(prompt).toContain("![bare.png](media:bare.png)");
  expect(prompt).toContain("[Purring](media:purr.mp3)");
  expect(prompt).toContain("[Far](https://example.org/x.png)");
  expect(media.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual([
    ["media/a-cat.png", "cat"],
    ["media/bare.png", "bare"],
    ["media/purr.mp3", "purr"],
  ]);
  expect(messagesOf(questions[0]!)).toEqual([
    "changed: The picture bare.png has no words for those who do not see it: its name stands there. Write what is seen.",
    "changed: The recording or file purr.mp3 is a link.",
    "unsupported: The picture gone.png was left out: it is not in the package. Its words stand in its place.",
    "changed: The picture https://example.org/x.png lies on another site; there is a link to it instead.",
  ]);
});

test("two pictures of one name in two folders are two", async () => {
  const more = `<p><img src="a/cat.png" alt="One"/><img src="b/cat.png" alt="Two"/></p>`;
  const { media } = await imported(await zipOf({ "one.xml": item("one", more), "a/cat.png": "one", "b/cat.png": "two" }));
  expect(new Set(media.map(({ path }) => path)).size).toBe(2);
});

test("a text before several questions stands before each", async () => {
  const stimulus = `<qti-assessment-stimulus xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="s" title="S"><qti-stimulus-body><p>Once upon a time.</p></qti-stimulus-body></qti-assessment-stimulus>`;
  const withRef = asQti3(item("one")).replace(
    "<qti-item-body>",
    '<qti-assessment-stimulus-ref identifier="s" href="s.xml"/><qti-item-body>',
  );
  const { questions } = await imported(await zipOf({ "one.xml": withRef, "s.xml": stimulus }));
  expect(questions[0]!.item!.prompt).toBe("Once upon a time.\n\nIs it one?");
});

test("a template of the package marks as it says", async () => {
  const template = `<responseProcessing><responseCondition><responseIf><match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match><setOutcomeValue identifier="SCORE"><baseValue baseType="float">5</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>`;
  const text = item("one").replace(/template="[^"]*"/, 'template="http://example.org/rptemplates/five"');
  const { questions } = await imported(await zipOf({ "one.xml": text, "rptemplates/five.xml": template }));
  expect(questions[0]!.item).toMatchObject({ points: 5 });
});
