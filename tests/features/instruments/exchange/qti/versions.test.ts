import { describe, expect, test } from "vitest";
import {
  asQti3,
  declare,
  imported,
  item2,
  MAP_RESPONSE,
  MATCH_CORRECT,
  messagesOf,
  NAMESPACES,
  theQuestion,
  type Version2,
} from "#tests/support/qti-packages.ts";

/** Every interaction of QTI 2.1, 2.2 and 3.0: what becomes of it, and what is told. */

interface Case {
  declarations: string;
  body: string;
  rest?: string;
  item: Record<string, unknown> | null;
  /** Of each note that is told, in their order; nothing else may be told. */
  notes?: (string | RegExp)[];
}

const choices = (attributes: string, ids = ["a", "b", "c"]) =>
  `<choiceInteraction responseIdentifier="RESPONSE" ${attributes}><prompt>Which?</prompt>${ids
    .map((id) => `<simpleChoice identifier="${id}">Choice <em>${id}</em></simpleChoice>`)
    .join("")}</choiceInteraction>`;
const mapping = (entries: Record<string, number>, attributes = 'defaultValue="0"') =>
  `<mapping ${attributes}>${Object.entries(entries)
    .map(([key, value]) => `<mapEntry mapKey="${key}" mappedValue="${value}"/>`)
    .join("")}</mapping>`;
const entry = (id = "RESPONSE") => `<textEntryInteraction responseIdentifier="${id}" expectedLength="10"/>`;
const set = (value: string, outcome = "SCORE") => `<setOutcomeValue identifier="${outcome}">${value}</setOutcomeValue>`;
const float = (value: number) => `<baseValue baseType="float">${value}</baseValue>`;
const given = (id = "RESPONSE") => `<variable identifier="${id}"/>`;
const when = (test_: string, then: string) => `<responseCondition><responseIf>${test_}${then}</responseIf></responseCondition>`;
const rules = (...all: string[]) => `<responseProcessing>${all.join("")}</responseProcessing>`;
const outcome = (id: string, baseType: string, more = "") =>
  `<outcomeDeclaration identifier="${id}" cardinality="single" baseType="${baseType}" ${more}/>`;
const modal = (identifier: string, text: string) =>
  `<modalFeedback outcomeIdentifier="FEEDBACK" identifier="${identifier}" showHide="show"><p>${text}</p></modalFeedback>`;
const ends = (ids: string[], most = 1) =>
  ids.map((id) => `<simpleAssociableChoice identifier="${id}" matchMax="${most}">End ${id}</simpleAssociableChoice>`).join("");
const plainChoices = [
  { key: "a", text: "Choice *a*" },
  { key: "b", text: "Choice *b*" },
  { key: "c", text: "Choice *c*" },
];
const NOT_TAKEN = "unsupported: This question could not be taken: ";
const spot = `<object data="map.png" type="image/png">A map</object>`;

const CASES: Record<string, Case> = {
  "a choice of one": {
    declarations: declare("single", "identifier", ["b"]),
    body: choices('shuffle="true" maxChoices="1"'),
    rest: MATCH_CORRECT,
    item: {
      kind: "single-choice",
      prompt: "Which?",
      points: 1,
      shuffle: true,
      choices: [plainChoices[0], { ...plainChoices[1], correct: true }, plainChoices[2]],
    },
  },
  "a choice of one by a mapping, with a part of the points and some taken": {
    declarations: declare("single", "identifier", ["b"], mapping({ a: 1, b: 2, c: -1 }, 'lowerBound="0" defaultValue="0"')),
    body: choices('maxChoices="1"'),
    rest: MAP_RESPONSE,
    item: {
      kind: "single-choice",
      points: 2,
      choices: [
        { ...plainChoices[0], share: 0.5 },
        { ...plainChoices[1], correct: true },
        { ...plainChoices[2], share: -0.5 },
      ],
    },
  },
  "a choice of several, all or nothing": {
    declarations: declare("multiple", "identifier", ["a", "b"]),
    body: choices('maxChoices="0"'),
    rest: MATCH_CORRECT,
    item: {
      kind: "multiple-choice",
      points: 1,
      choices: [{ ...plainChoices[0], correct: true }, { ...plainChoices[1], correct: true }, plainChoices[2]],
    },
  },
  "a choice of several by a mapping": {
    declarations: declare(
      "multiple",
      "identifier",
      ["a", "b"],
      mapping({ a: 3, b: 1, c: -2 }, 'lowerBound="0" upperBound="4" defaultValue="0"'),
    ),
    body: choices('maxChoices="0"'),
    rest: MAP_RESPONSE,
    item: {
      kind: "multiple-choice",
      credit: "shares",
      points: 4,
      choices: [
        { ...plainChoices[0], correct: true, share: 0.75 },
        { ...plainChoices[1], correct: true, share: 0.25 },
        { ...plainChoices[2], share: -0.5 },
      ],
    },
  },
  "a choice of several, right without wrong": {
    declarations: declare(
      "multiple",
      "identifier",
      ["a", "b"],
      mapping({ a: 1, b: 1, c: -1 }, 'lowerBound="0" defaultValue="0"'),
    ),
    body: choices('maxChoices="0"'),
    rest: MAP_RESPONSE,
    item: { kind: "multiple-choice", credit: "partial", points: 2 },
  },
  "a choice of at most and at least so many": {
    declarations: declare("multiple", "identifier", ["a", "b"]),
    body: choices('minChoices="2" maxChoices="2"'),
    rest: MATCH_CORRECT,
    item: { kind: "multiple-choice" },
    notes: [
      "changed: At least 2 choices were asked for; here any number will do.",
      "changed: Any number of choices can be ticked here; the file allowed at most 2.",
    ],
  },
  "true or false": {
    declarations: declare("single", "identifier", ["no"]),
    body: `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Water is dry.</prompt><simpleChoice identifier="yes">True</simpleChoice><simpleChoice identifier="no">False</simpleChoice></choiceInteraction>`,
    rest: MATCH_CORRECT,
    item: { kind: "true-false", prompt: "Water is dry.", answer: false, points: 1 },
  },
  "a choice without a right one": {
    declarations: declare("single", "identifier", []),
    body: choices('maxChoices="1"'),
    item: null,
    notes: [`${NOT_TAKEN}it has no right answer.`],
  },
  "an order": {
    declarations: declare("ordered", "identifier", ["c", "a", "b"]),
    body: `<orderInteraction responseIdentifier="RESPONSE" shuffle="true"><prompt>In order?</prompt>${["a", "b", "c"].map((id) => `<simpleChoice identifier="${id}">Choice ${id}</simpleChoice>`).join("")}</orderInteraction>`,
    rest: MATCH_CORRECT,
    item: {
      kind: "ordering",
      prompt: "In order?",
      points: 1,
      entries: ["c", "a", "b"].map((key) => ({ key, text: `Choice ${key}` })),
    },
  },
  "an order of some": {
    declarations: declare("ordered", "identifier", ["c", "a"]),
    body: `<orderInteraction responseIdentifier="RESPONSE"><prompt>In order?</prompt>${["a", "b", "c"].map((id) => `<simpleChoice identifier="${id}">Choice ${id}</simpleChoice>`).join("")}</orderInteraction>`,
    rest: MATCH_CORRECT,
    item: null,
    notes: [`${NOT_TAKEN}only some of its entries are to be put in order.`],
  },
  "a match": {
    declarations: declare("multiple", "directedPair", ["l1 r1", "l2 r2"], mapping({ "l1 r1": 1, "l2 r2": 1 })),
    body: `<matchInteraction responseIdentifier="RESPONSE" maxAssociations="2"><prompt>What goes where?</prompt><simpleMatchSet>${ends(["l1", "l2"])}</simpleMatchSet><simpleMatchSet>${ends(["r1", "r2", "r3"])}</simpleMatchSet></matchInteraction>`,
    rest: MAP_RESPONSE,
    item: {
      kind: "matching",
      points: 2,
      answers: ["r1", "r2", "r3"].map((key) => ({ key, text: `End ${key}` })),
      pairs: [
        { key: "l1", text: "End l1", answer: "r1" },
        { key: "l2", text: "End l2", answer: "r2" },
      ],
    },
  },
  "an association": {
    declarations: declare("multiple", "pair", ["a b", "c d"]),
    body: `<associateInteraction responseIdentifier="RESPONSE" maxAssociations="2"><prompt>Who with whom?</prompt>${ends(["a", "b", "c", "d"])}</associateInteraction>`,
    rest: MATCH_CORRECT,
    item: {
      kind: "matching",
      credit: "all-or-nothing",
      pairs: [
        { key: "a", text: "End a", answer: "b" },
        { key: "c", text: "End c", answer: "d" },
      ],
    },
    notes: ["changed: Pairs to be found among one list are a matching: the first of each pair is given."],
  },
  "words that go into gaps": {
    declarations: declare("multiple", "directedPair", ["w1 g1", "w2 g2"], mapping({ "w1 g1": 1, "w2 g2": 2 })),
    body: `<gapMatchInteraction responseIdentifier="RESPONSE"><prompt>Fill in.</prompt>${["w1", "w2", "w3"].map((id) => `<gapText identifier="${id}" matchMax="0">Word ${id}</gapText>`).join("")}<p>One <gap identifier="g1"/> and <gap identifier="g2"/>.</p></gapMatchInteraction>`,
    rest: MAP_RESPONSE,
    item: {
      kind: "cloze",
      prompt: "Fill in.",
      text: "One {{g1}} and {{g2}}.",
      gaps: [
        { key: "g1", kind: "choice", points: 1 },
        { key: "g2", kind: "choice", points: 2 },
      ],
    },
  },
  "lists within a text": {
    declarations: declare("single", "identifier", ["y"], "", "R1") + declare("single", "identifier", ["x"], "", "R2"),
    body: `<p>The <inlineChoiceInteraction responseIdentifier="R1" shuffle="true"><inlineChoice identifier="x">x</inlineChoice><inlineChoice identifier="y">y</inlineChoice></inlineChoiceInteraction> and <inlineChoiceInteraction responseIdentifier="R2"><inlineChoice identifier="x">x</inlineChoice><inlineChoice identifier="y">y</inlineChoice></inlineChoiceInteraction>.</p>`,
    rest: rules(
      ...["R1", "R2"].map((id) =>
        when(
          `<match>${given(id)}<correct identifier="${id}"/></match>`,
          set(`<sum><variable identifier="SCORE"/>${float(1)}</sum>`),
        ),
      ),
    ),
    item: {
      kind: "cloze",
      text: "The {{r1}} and {{r2}}.",
      gaps: [
        {
          key: "r1",
          kind: "choice",
          points: 1,
          shuffle: true,
          choices: [
            { key: "x", text: "x" },
            { key: "y", text: "y", correct: true },
          ],
        },
        {
          key: "r2",
          kind: "choice",
          points: 1,
          choices: [
            { key: "x", text: "x", correct: true },
            { key: "y", text: "y" },
          ],
        },
      ],
    },
  },
  "a word, with other accepted ones": {
    declarations: declare(
      "single",
      "string",
      ["York"],
      `<mapping defaultValue="0"><mapEntry mapKey="York" mappedValue="2" caseSensitive="false"/><mapEntry mapKey="Yorke" mappedValue="1" caseSensitive="false"/></mapping>`,
    ),
    body: `<p>Which town?</p><p>${entry()}</p>`,
    rest: MAP_RESPONSE,
    item: { kind: "short-text", prompt: "Which town?", points: 2, answers: [{ text: "York" }, { text: "Yorke", share: 0.5 }] },
  },
  "a word whose capitals count": {
    declarations: declare("single", "string", ["York"]),
    body: `<p>Which town?</p><p>${entry()}</p>`,
    rest: MATCH_CORRECT,
    item: { kind: "short-text", points: 1, answers: [{ text: "York" }], case: "exact" },
  },
  "a number within a tolerance": {
    declarations: declare("single", "float", ["3.5"]),
    body: `<p>How long?</p><p>${entry()}</p>`,
    rest: rules(
      when(
        `<equal toleranceMode="absolute" tolerance="0.5 0.5"><correct identifier="RESPONSE"/>${given()}</equal>`,
        set(float(2)),
      ),
    ),
    item: { kind: "numeric", prompt: "How long?", points: 2, answers: [{ value: 3.5, tolerance: 0.5 }] },
  },
  "a number within some percent": {
    declarations: declare("single", "float", ["200"]),
    body: `<p>How long?</p><p>${entry()}</p>`,
    rest: rules(
      when(`<equal toleranceMode="relative" tolerance="5 5"><correct identifier="RESPONSE"/>${given()}</equal>`, set(float(1))),
    ),
    item: { kind: "numeric", answers: [{ value: 200, tolerance: "5 %" }] },
  },
  "numbers in ranges": {
    declarations: declare("single", "float", []),
    body: `<p>How long?</p><p>${entry()}</p>`,
    rest: rules(when(`<and><gte>${given()}${float(2)}</gte><lte>${given()}${float(4)}</lte></and>`, set(float(1)))),
    item: { kind: "numeric", answers: [{ from: 2, to: 4 }] },
  },
  "gaps to write in": {
    declarations: declare("single", "string", ["cat"], "", "R1") + declare("single", "integer", ["9"], "", "R2"),
    body: `<p>A ${entry("R1")} has ${entry("R2")} lives.</p>`,
    rest: rules(
      ...["R1", "R2"].map((id) =>
        when(
          `<match>${given(id)}<correct identifier="${id}"/></match>`,
          set(`<sum><variable identifier="SCORE"/>${float(1)}</sum>`),
        ),
      ),
    ),
    item: {
      kind: "cloze",
      text: "A {{r1}} has {{r2}} lives.",
      gaps: [
        { key: "r1", kind: "short-text", points: 1, answers: [{ text: "cat" }], case: "exact" },
        { key: "r2", kind: "numeric", points: 1, answers: [{ value: 9 }] },
      ],
    },
  },
  "a long text": {
    declarations:
      declare("single", "string", []) +
      outcome("MAXSCORE", "float").replace("/>", "><defaultValue><value>6</value></defaultValue></outcomeDeclaration>"),
    body: `<rubricBlock view="scorer"><p>Look for care.</p></rubricBlock><extendedTextInteraction responseIdentifier="RESPONSE"><prompt>Tell us.</prompt></extendedTextInteraction>`,
    item: { kind: "long-text", prompt: "Tell us.", points: 6 },
    notes: ["unsupported: A text that is only for the scorer was left out: “Look for care.”"],
  },
  "a file": {
    declarations: declare("single", "file", []) + outcome("SCORE2", "float"),
    body: `<uploadInteraction responseIdentifier="RESPONSE" type="application/pdf"><prompt>Hand in.</prompt></uploadInteraction>`,
    item: { kind: "file-upload", prompt: "Hand in.", points: 1, accept: ["pdf"] },
    notes: ["changed: The file does not say how many points it is worth: it is worth 1."],
  },
  "words to be chosen in a text": {
    declarations: declare("single", "identifier", ["h2"]),
    body: `<hottextInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Which word is wrong?</prompt><p>Cats <hottext identifier="h1">meow</hottext> and <hottext identifier="h2">bark</hottext>.</p></hottextInteraction>`,
    rest: MATCH_CORRECT,
    item: {
      kind: "single-choice",
      prompt: "Which word is wrong?\n\nCats **meow** and **bark**.",
      choices: [
        { key: "h1", text: "meow" },
        { key: "h2", text: "bark", correct: true },
      ],
    },
    notes: ["changed: Words to be chosen in a text are bold in the text and choices below it."],
  },
  "a slider": {
    declarations: declare("single", "integer", ["40"]),
    body: `<sliderInteraction responseIdentifier="RESPONSE" lowerBound="0" upperBound="100" step="10"><prompt>How many?</prompt></sliderInteraction>`,
    rest: MATCH_CORRECT,
    item: { kind: "numeric", prompt: "How many? (0 to 100)", answers: [{ value: 40 }] },
    notes: ["changed: A slider from 0 to 100 in steps of 10 is a number to be typed."],
  },
  "feedback to choices, right and wrong": {
    declarations: declare("single", "identifier", ["b"]) + outcome("FEEDBACK", "identifier"),
    body: choices('maxChoices="1"'),
    rest: `${rules(
      when(
        `<match>${given()}<correct identifier="RESPONSE"/></match>`,
        set(float(1)) + set('<baseValue baseType="identifier">right</baseValue>', "FEEDBACK"),
      ),
      when(
        `<match>${given()}<baseValue baseType="identifier">a</baseValue></match>`,
        set('<baseValue baseType="identifier">for-a</baseValue>', "FEEDBACK"),
      ),
    )}${modal("right", "Well done.")}${modal("for-a", "Not a.")}`,
    item: {
      kind: "single-choice",
      feedbackWhen: { right: "Well done." },
      choices: [{ ...plainChoices[0], feedback: "Not a." }, { ...plainChoices[1], correct: true }, plainChoices[2]],
    },
  },
  "feedback within a choice": {
    declarations: declare("single", "identifier", ["b"]) + outcome("FEEDBACK", "identifier"),
    body: `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><prompt>Which?</prompt><simpleChoice identifier="a">A<feedbackInline outcomeIdentifier="FEEDBACK" identifier="a" showHide="show">Not a.</feedbackInline></simpleChoice><simpleChoice identifier="b">B</simpleChoice></choiceInteraction>`,
    rest: rules(
      set(`<variable identifier="RESPONSE"/>`, "FEEDBACK"),
      when(`<match>${given()}<correct identifier="RESPONSE"/></match>`, set(float(1))),
    ),
    item: {
      kind: "single-choice",
      choices: [
        { key: "a", text: "A", feedback: "Not a." },
        { key: "b", text: "B", correct: true },
      ],
    },
  },
  "a style sheet": {
    declarations: `${declare("single", "identifier", ["b"])}<stylesheet href="a.css" type="text/css"/>`,
    body: choices('maxChoices="1"'),
    rest: MATCH_CORRECT,
    item: { kind: "single-choice" },
    notes: ["unsupported: A style sheet was left out."],
  },
  "two questions in one": {
    declarations: declare("single", "identifier", ["b"]) + declare("single", "string", ["York"], "", "R2"),
    body: `<p>First:</p>${choices('maxChoices="1"')}<p>Which town?</p><p>${entry("R2")}</p>`,
    rest: rules(
      when(
        `<match>${given()}<correct identifier="RESPONSE"/></match>`,
        set(`<sum><variable identifier="SCORE"/>${float(1)}</sum>`),
      ),
      when(
        `<match>${given("R2")}<correct identifier="R2"/></match>`,
        set(`<sum><variable identifier="SCORE"/>${float(2)}</sum>`),
      ),
    ),
    item: { key: "q1-1", kind: "single-choice", prompt: "First:\n\nWhich?", points: 1 },
    notes: ["changed: The question has 2 parts; each is a question of its own here."],
  },
  "marking that nobody here knows": {
    declarations: declare("single", "identifier", ["b"]),
    body: choices('maxChoices="1"'),
    rest: rules(set(`<customOperator class="x.y"><variable identifier="RESPONSE"/></customOperator>`)),
    item: { kind: "single-choice", points: 1 },
    notes: [/^changed: How it is marked could not be read \(the expression "customOperator" is not known here\)/],
  },
  "numbers made up anew": {
    declarations: `${declare("single", "identifier", ["b"])}<templateDeclaration identifier="T" cardinality="single" baseType="integer"/>`,
    body: choices('maxChoices="1"'),
    rest: MATCH_CORRECT,
    item: null,
    notes: [`${NOT_TAKEN}its numbers or words are made up anew for each attempt (a template).`],
  },
  "a text that asks nothing": {
    declarations: "",
    body: "<p>Read this.</p>",
    item: null,
    notes: [`${NOT_TAKEN}it asks nothing, it is only a text: “Read this.”.`],
  },
  ...Object.fromEntries(
    (
      [
        ["hotspotInteraction", "it asks to click into a picture"],
        ["selectPointInteraction", "it asks to click into a picture"],
        ["graphicOrderInteraction", "it asks to put spots of a picture in order"],
        ["graphicAssociateInteraction", "it asks to join spots of a picture"],
        ["graphicGapMatchInteraction", "it asks to put labels onto a picture"],
        ["positionObjectInteraction", "it asks to place something on a picture"],
        ["drawingInteraction", "it asks for a drawing"],
        ["mediaInteraction", "it counts how often a recording is played"],
        ["customInteraction", "it is a custom interaction, which is a program"],
        ["portableCustomInteraction", "it is a custom interaction, which is a program"],
        ["dreamInteraction", "its interaction (dreamInteraction) is not known here"],
      ] as const
    ).map(([name, reason]): [string, Case] => [
      name,
      {
        declarations: declare("single", "identifier", ["b"]),
        body: `<${name} responseIdentifier="RESPONSE"><prompt>Where?</prompt>${spot}</${name}>`,
        rest: MATCH_CORRECT,
        item: null,
        notes: [`${NOT_TAKEN}${reason}.`],
      },
    ]),
  ),
};

const VERSIONS: [string, (text: string) => string][] = [
  ["2.1", (text) => text],
  ["2.2", (text) => text.replaceAll(NAMESPACES["2.1"], NAMESPACES["2.2"])],
  ["3.0", asQti3],
];

describe.each(VERSIONS)("QTI %s", (version, as) => {
  test.each(Object.entries(CASES))("%s", async (_, { declarations, body, rest, item, notes = [] }) => {
    const read = await imported(as(item2("2.1" as Version2, declarations, body, rest)), "q1.xml");
    const [question] = read.questions;
    if (item === null) expect(question!.item).toBeNull();
    else expect(question!.item).toMatchObject(item);
    const told = messagesOf(question!);
    expect(told).toEqual(notes.map((note) => (typeof note === "string" ? note : expect.stringMatching(note))));
    expect(messagesOf(read)).toEqual([`kept: Read as QTI ${version}.`]);
  });
});

test("the unsupported reasons of a question say which question, so that none is missed", async () => {
  const { source, title, item } = await theQuestion(item2("2.1", "", "<p>Read this.</p>"));
  expect({ source, title, item }).toEqual({ source: "q1.xml", title: "A question", item: null });
});

test("capitals of a word count where one accepted answer says so, and not where it does not", async () => {
  const text = (sensitive: string) =>
    item2(
      "2.1",
      declare("single", "string", ["York"], `<mapping><mapEntry mapKey="York" mappedValue="1"${sensitive}/></mapping>`),
      `<p>Which town?</p><p>${entry()}</p>`,
      MAP_RESPONSE,
    );
  expect((await theQuestion(text(""))).item).toHaveProperty("case", "exact");
  expect((await theQuestion(text(' caseSensitive="false"'))).item).not.toHaveProperty("case");
});
