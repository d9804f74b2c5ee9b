import { declare, MAP_RESPONSE, MATCH_CORRECT } from "./qti-packages.ts";
import { type Case, choices, ends, float, given, mapping, NOT_TAKEN, plainChoices, rules, set, when } from "./qti-parts.ts";

/** Interactions in which something is chosen, ordered or matched. */
export const CHOSEN: Record<string, Case> = {
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
};
