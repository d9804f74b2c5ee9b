import { declare, MAP_RESPONSE, MATCH_CORRECT } from "./qti-packages.ts";
import {
  type Case,
  choices,
  entry,
  float,
  given,
  modal,
  NOT_TAKEN,
  outcome,
  plainChoices,
  rules,
  set,
  spot,
  when,
} from "./qti-parts.ts";

/** Interactions in which something is written, feedback, and what is not supported. */
export const WRITTEN: Record<string, Case> = {
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
