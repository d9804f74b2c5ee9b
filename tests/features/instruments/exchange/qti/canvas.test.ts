import { describe, expect, test } from "vitest";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { imported, messagesOf, zipOf } from "#tests/support/qti-packages.ts";

/** QTI 1.2 as Canvas exports it. */

const field = (name: string, value: string) =>
  `<qtimetadatafield><fieldlabel>${name}</fieldlabel><fieldentry>${value}</fieldentry></qtimetadatafield>`;
const material = (html: string) =>
  `<material><mattext texttype="text/html">${html.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</mattext></material>`;
const labels = (words: Record<string, string>) =>
  Object.entries(words)
    .map(
      ([ident, text]) =>
        `<response_label ident="${ident}"><material><mattext texttype="text/plain">${text}</mattext></material></response_label>`,
    )
    .join("");
const lid = (ident: string, words: Record<string, string>, cardinality = "Single", before = "") =>
  `<response_lid ident="${ident}" rcardinality="${cardinality}">${before}<render_choice>${labels(words)}</render_choice></response_lid>`;
const equal = (ident: string, value: string) => `<varequal respident="${ident}">${value}</varequal>`;
const gives = (test_: string, score: string, more = 'continue="No"') =>
  `<respcondition ${more}><conditionvar>${test_}</conditionvar>${score === "" ? "" : `<setvar ${score}</setvar>`}</respcondition>`;
const FULL = 'action="Set" varname="SCORE">100';
const marks = (...conditions: string[]) =>
  `<resprocessing><outcomes><decvar maxvalue="100" minvalue="0" varname="SCORE" vartype="Decimal"/></outcomes>${conditions.join("")}</resprocessing>`;
const said = (ident: string, text: string) =>
  `<itemfeedback ident="${ident}"><flow_mat>${material(`<p>${text}</p>`)}</flow_mat></itemfeedback>`;
const item = (type: string, presentation: string, rest = "", points = "2.0", ident = `i-${type.replaceAll("_", "-")}`) =>
  `<item ident="${ident}" title="Question"><itemmetadata><qtimetadata>${field("question_type", type)}${field("points_possible", points)}</qtimetadata></itemmetadata><presentation>${presentation}</presentation>${rest}</item>`;
const quiz = (items: string, ident = "quiz1") =>
  `<?xml version="1.0"?><questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="${ident}" title="Cats"><qtimetadata>${field("cc_maxattempts", "2")}</qtimetadata><section ident="root_section">${items}</section></assessment></questestinterop>`;
const fib = (type = "") =>
  `<response_str ident="response1" rcardinality="Single"><render_fib ${type}><response_label ident="answer1"/></render_fib></response_str>`;

const TYPES: Record<string, { text: string; item: Record<string, unknown> | null; notes?: (string | RegExp)[] }> = {
  "multiple choice": {
    text: item(
      "multiple_choice_question",
      material("<p>Which <b>one</b>?</p>") + lid("response1", { "1": "Cat", "2": "Dog" }),
      marks(
        gives("<other/>", "", 'continue="Yes"').replace(
          "</conditionvar>",
          '</conditionvar><displayfeedback feedbacktype="Response" linkrefid="general_fb"/>',
        ),
        gives(equal("response1", "2"), "", 'continue="Yes"').replace(
          "</conditionvar>",
          '</conditionvar><displayfeedback feedbacktype="Response" linkrefid="2_fb"/>',
        ),
        gives(equal("response1", "1"), FULL),
      ) +
        said("general_fb", "All said.") +
        said("2_fb", "Not a dog."),
    ),
    item: {
      kind: "single-choice",
      prompt: "Which **one**?",
      points: 2,
      choices: [
        { key: "1", text: "Cat", correct: true },
        { key: "2", text: "Dog", feedback: "Not a dog." },
      ],
      feedback: "All said.",
    },
  },
  "true or false": {
    text: item(
      "true_false_question",
      material("Cats bark.") + lid("response1", { "10": "True", "11": "False" }),
      marks(gives(equal("response1", "11"), FULL)),
    ),
    item: { kind: "true-false", prompt: "Cats bark.", answer: false, points: 2 },
  },
  "multiple answers": {
    text: item(
      "multiple_answers_question",
      material("Which?") + lid("response1", { "1": "Cat", "2": "Lynx", "3": "Dog" }, "Multiple"),
      marks(gives(`<and>${equal("response1", "1")}${equal("response1", "2")}<not>${equal("response1", "3")}</not></and>`, FULL)),
    ),
    item: {
      kind: "multiple-choice",
      points: 2,
      choices: [
        { key: "1", correct: true },
        { key: "2", correct: true },
        { key: "3", text: "Dog" },
      ],
    },
  },
  "short answer": {
    text: item(
      "short_answer_question",
      material("Which animal?") + fib(),
      marks(gives(equal("response1", "cat") + equal("response1", "kitten"), FULL)),
    ),
    item: { kind: "short-text", prompt: "Which animal?", points: 2, answers: [{ text: "cat" }, { text: "kitten" }] },
  },
  "several blanks": {
    text: item(
      "fill_in_multiple_blanks_question",
      material("<p>A [pet] has [count] lives.</p>") +
        lid("response_pet", { "1": "cat", "2": "Cat" }, "Single", "<material><mattext>pet</mattext></material>") +
        lid("response_count", { "3": "nine" }, "Single", "<material><mattext>count</mattext></material>"),
      marks(
        gives(equal("response_pet", "1"), 'action="Add" varname="SCORE">50', ""),
        gives(equal("response_count", "3"), 'action="Add" varname="SCORE">50', ""),
      ),
    ),
    item: {
      kind: "cloze",
      text: "A {{pet}} has {{count}} lives.",
      gaps: [
        { key: "pet", kind: "short-text", points: 1, answers: [{ text: "cat" }] },
        { key: "count", kind: "short-text", points: 1, answers: [{ text: "nine" }] },
      ],
    },
  },
  "several lists": {
    text: item(
      "multiple_dropdowns_question",
      material("<p>A [pet] has [count] lives.</p>") +
        lid("response_pet", { "1": "cat", "2": "dog" }, "Single", "<material><mattext>pet</mattext></material>") +
        lid("response_count", { "3": "nine", "4": "two" }, "Single", "<material><mattext>count</mattext></material>"),
      marks(
        gives(equal("response_pet", "1"), 'action="Add" varname="SCORE">50', ""),
        gives(equal("response_count", "3"), 'action="Add" varname="SCORE">50', ""),
      ),
    ),
    item: {
      kind: "cloze",
      gaps: [
        { key: "pet", kind: "choice", points: 1, choices: [{ text: "cat", correct: true }, { text: "dog" }] },
        { key: "count", kind: "choice", points: 1, choices: [{ text: "nine", correct: true }, { text: "two" }] },
      ],
    },
  },
  matching: {
    text: item(
      "matching_question",
      material("Who says what?") +
        lid("response_1", { "7": "Meow", "8": "Woof", "9": "Moo" }, "Single", "<material><mattext>Cat</mattext></material>") +
        lid("response_2", { "7": "Meow", "8": "Woof", "9": "Moo" }, "Single", "<material><mattext>Dog</mattext></material>"),
      marks(
        gives(equal("response_1", "7"), 'action="Add" varname="SCORE">50.00', ""),
        gives(equal("response_2", "8"), 'action="Add" varname="SCORE">50.00', ""),
      ),
    ),
    item: {
      kind: "matching",
      points: 2,
      answers: [{ text: "Meow" }, { text: "Woof" }, { text: "Moo" }],
      pairs: [
        { text: "Cat", answer: "7" },
        { text: "Dog", answer: "8" },
      ],
    },
  },
  numerical: {
    text: item(
      "numerical_question",
      material("How many?") + fib('fibtype="Decimal"'),
      marks(
        gives(
          `<or>${equal("response1", "9")}<and><vargte respident="response1">8.5</vargte><varlte respident="response1">9.5</varlte></and></or>`,
          FULL,
        ),
      ),
    ),
    item: { kind: "numeric", points: 2, answers: [{ value: 9, tolerance: 0.5 }] },
  },
  essay: {
    text: item(
      "essay_question",
      `${material("Tell us.")}<response_str ident="response1" rcardinality="Single"><render_fib><response_label ident="answer1" rshuffle="No"/></render_fib></response_str>`,
      marks(gives("<other/>", "")),
    ),
    item: { kind: "long-text", prompt: "Tell us.", points: 2 },
  },
  "file upload": {
    text: item("file_upload_question", material("Hand in.")),
    item: { kind: "file-upload", prompt: "Hand in.", points: 2 },
  },
  "text only": {
    text: item("text_only_question", material("Read this."), "", "0"),
    item: null,
    notes: ["unsupported: This question could not be taken: it asks nothing, it is only a text: “Read this.”."],
  },
  calculated: {
    text: item(
      "calculated_question",
      material("What is 5 plus [x]?") + fib(),
      `${marks(gives("<other/>", FULL))}<itemproc_extension><calculated><formulas><formula>5+x</formula></formulas></calculated></itemproc_extension>`,
    ),
    item: null,
    notes: [
      "unsupported: This question could not be taken: its numbers are made up anew for each attempt (a calculated question).",
    ],
  },
};

describe("a question of Canvas", () => {
  test.each(Object.entries(TYPES))("%s", async (_, { text, item: expected, notes = [] }) => {
    const { questions, notes: ofFile } = await imported(quiz(text), "quiz.xml");
    if (expected === null) expect(questions[0]!.item).toBeNull();
    else expect(questions[0]!.item).toMatchObject(expected);
    expect(messagesOf(questions[0]!)).toEqual(notes);
    expect(messagesOf({ notes: ofFile })).toEqual(["kept: Read as QTI 1.2."]);
  });
});

describe("an export of Canvas", () => {
  const choice = TYPES["multiple choice"]!.text;
  const meta = `<quiz xmlns="http://canvas.instructure.com/xsd/cccv1p0" identifier="quiz1"><title>Cats &amp; dogs</title><description>&lt;p&gt;Read &lt;em&gt;well&lt;/em&gt;.&lt;/p&gt;</description><shuffle_answers>true</shuffle_answers><scoring_policy>keep_highest</scoring_policy><time_limit>20</time_limit><allowed_attempts>3</allowed_attempts><access_code>secret</access_code></quiz>`;
  const bank = `<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><objectbank ident="bank1"><qtimetadata>${field("bank_title", "More cats")}</qtimetadata>${choice.replace("i-multiple-choice-question", "in-bank")}</objectbank></questestinterop>`;
  const drawn = `<section ident="g1" title="Group"><selection_ordering><selection><selection_number>1</selection_number><selection_extension><points_per_item>5</points_per_item></selection_extension></selection></selection_ordering>${["d1", "d2"].map((id) => choice.replace("i-multiple-choice-question", id)).join("")}</section>`;
  const FILES = {
    "imsmanifest.xml": `<manifest identifier="m"><resources><resource identifier="quiz1" type="imsqti_xmlv1p2"><file href="quiz1/quiz1.xml"/></resource><resource identifier="meta" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" href="quiz1/assessment_meta.xml"><file href="quiz1/assessment_meta.xml"/></resource></resources></manifest>`,
    "quiz1/quiz1.xml": quiz(
      choice.replace("Which &lt;b>one", 'See &lt;img src="$IMS-CC-FILEBASE$/pets/cat.png" alt="a cat"/>: which &lt;b>one') +
        drawn,
    ),
    "quiz1/assessment_meta.xml": meta,
    "non_cc_assessments/bank1.xml.qti": bank,
    "web_resources/pets/cat.png": "cat",
  };

  test("has the settings of the quiz, its groups, its banks and its pictures", async () => {
    const { questions, settings, media, notes } = await imported(await zipOf(FILES));
    expect(settings).toEqual({ title: "Cats & dogs", intro: "Read *well*.", minutes: 20, attempts: 3, draws: { g1: 1 } });
    expect(questions.map(({ item: one }) => [one!.key, one!.bank, one!.points, one!.shuffle])).toEqual([
      ["i-multiple-choice-question", undefined, 2, true],
      ["d1", "g1", 5, true],
      ["d2", "g1", 5, true],
      ["in-bank", undefined, 2, undefined],
    ]);
    expect(questions[0]!.item!.prompt).toBe("See ![a cat](media:cat.png): which **one**?");
    expect(media.map(({ path }) => path)).toEqual(["media/cat.png"]);
    expect(messagesOf({ notes })).toContain(
      "unsupported: Settings of the quiz were left out: scoring_policy (keep_highest), access_code.",
    );
  });

  test("is an instrument without faults, and the same each time", async () => {
    const read = await imported(await zipOf(FILES));
    const items = read.questions.map((one) => one.item);
    expect(parseInstrument({ key: "cats", kind: "graded", passMark: 0, ...read.settings, items }).faults).toEqual([]);
    expect(await imported(await zipOf(FILES))).toEqual(read);
  });

  test("with two quizzes has a section for each, and says so", async () => {
    const { settings, notes, questions } = await imported(
      await zipOf({
        "a.xml": quiz(choice),
        "b.xml": quiz(choice.replace("i-multiple-choice-question", "other"), "quiz2").replace('title="Cats"', 'title="Dogs"'),
      }),
    );
    expect(settings.sections?.map(({ title }) => title)).toEqual(["Cats", "Dogs"]);
    expect(questions.map(({ item: one }) => one!.section)).toEqual(["cats", "dogs"]);
    expect(messagesOf({ notes }).join("\n")).toMatch(/The file has 2 tests; each is a section/);
  });
});
