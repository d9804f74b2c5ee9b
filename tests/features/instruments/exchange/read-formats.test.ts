import { expect, test } from "vitest";
import { formatOf, importQuestions } from "#app/features/instruments/exchange/formats.ts";

async function imported(file: string | Buffer) {
  const result = await importQuestions(typeof file === "string" ? Buffer.from(file) : file, "file");
  if (result.status === "refused") throw new Error(result.message);
  return result.imported;
}

/** The items of a file, without their keys. */
async function items(file: string | Buffer): Promise<Record<string, unknown>[]> {
  const { questions } = await imported(file);
  return questions.map(({ item, notes }) => {
    if (!item) throw new Error(JSON.stringify(notes));
    const { key: _key, ...rest } = item;
    return rest;
  });
}

const notesOf = async (file: string | Buffer) =>
  (await imported(file)).questions.flatMap(({ notes }) => notes.map(({ message }) => message));
const quiz = (type: string, inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><quiz><question type="${type}"><name><text>Name</text></name><questiontext format="html"><text><![CDATA[<p>What?</p>]]></text></questiontext>${inner}</question></quiz>`;
const choice = (fraction: number | string, text: string, feedback = "") =>
  `<answer fraction="${fraction}" format="html"><text>${text}</text><feedback format="html"><text>${feedback}</text></feedback></answer>`;

test("GIFT: escaped signs are signs, a missing word is a line, and weights are shares", async () => {
  const file = String.raw`// a comment
$CATEGORY: $course$/Arithmetic

::Sum:: Which \{sum\} is 5? {
~ \= 2 + 2 # no\: 4
= \= 2 + 3 # yes
~%-50% \~5
~%50% 4.9 }

Two plus {~three =two} is four.`;
  const [sum, word] = await items(file);
  expect(sum).toMatchObject({
    kind: "single-choice",
    prompt: "Which {sum} is 5?",
    bank: "arithmetic",
    choices: [
      { text: "= 2 + 2", feedback: "no: 4" },
      { text: "= 2 + 3", correct: true, feedback: "yes" },
      { text: "~5", share: -0.5 },
      { text: "4.9", share: 0.5 },
    ],
  });
  expect(word).toMatchObject({
    prompt: String.raw`Two plus \_\_\_\_\_ is four.`,
    choices: [{ text: "three" }, { text: "two", correct: true }],
  });
});

test("GIFT: numbers with a tolerance, a range, several answers and a general feedback", async () => {
  const read = await items(
    "How many? {#3:2}\n\nHow many? {#1..5}\n\nWhen? {#\n=1822:0 # right\n=%50%1822:2 # near\n~# far\n####All of it.}",
  );
  expect(read).toMatchObject([
    { kind: "numeric", answers: [{ value: 3, tolerance: 2 }] },
    { kind: "numeric", answers: [{ from: 1, to: 5 }] },
    {
      answers: [
        { value: 1822, feedback: "right" },
        { value: 1822, tolerance: 2, share: 0.5, feedback: "near" },
      ],
      feedbackWhen: { wrong: "far" },
      feedback: "All of it.",
    },
  ]);
});

test("GIFT: true and false, texts to type, pairs, essays, several answers and formats", async () => {
  const file =
    "So. {F#no#yes}\n\nWho? {=Grant =%50%Gr*}\n\nPairs. {=a -> 1 =b -> 2 = -> 3}\n\nWrite. {}\n\n[html]<b>Both</b>? {~%50%x ~%50%y ~%-50%z}\n\n[markdown]*So*? {T}";
  expect(await items(file)).toMatchObject([
    { kind: "true-false", answer: false, feedbackFor: { true: "no", false: "yes" } },
    { kind: "short-text", answers: [{ text: "Grant" }, { text: "Gr*", share: 0.5 }] },
    { kind: "matching", pairs: [{ text: "a" }, { text: "b" }], answers: [{ text: "1" }, { text: "2" }, { text: "3" }] },
    { kind: "long-text" },
    { kind: "multiple-choice", credit: "partial", prompt: "**Both**?" },
    { kind: "true-false", prompt: "*So*?" },
  ]);
});

test("GIFT: a text without a question, and one that cannot be read, cost no other question and are told", async () => {
  const { questions } = await imported("Only read this.\n\nBroken {=a ~b\n\nGood? {T}");
  expect(questions.map(({ item }) => item !== null)).toEqual([false, false, true]);
  expect(questions[0]!.notes.at(-1)!.message).toContain("Only read this.");
  expect(questions[1]!.notes.at(-1)!.message).toContain("not closed");
});

test("Aiken: letters with a point or a bracket, CRLF, a mark, and lines that something is wrong with", async () => {
  const file =
    "\ufeffWhat is it?\r\nA. This\r\nB. That\r\nANSWER: B\r\n\r\nE.g. what?\r\nIn two lines.\r\nA) x\r\nB)y\r\nANSWER: A\r\nFEEDBACK: So.\r\nNo answer?\r\nA. x\r\nB. y\r\n\r\nWrong letter?\r\nA. x\r\nB. y\r\nANSWER: C\r\n";
  const { questions } = await imported(file);
  expect(questions.slice(0, 2).map(({ item }) => item)).toMatchObject([
    { kind: "single-choice", prompt: "What is it?", choices: [{ text: "This" }, { text: "That", correct: true }] },
    { prompt: "E.g. what?\\\nIn two lines.", choices: [{ text: "x", correct: true }, { text: "y" }], feedback: "So." },
  ]);
  expect(questions.slice(2).map(({ item }) => item)).toEqual([null, null]);
  expect(questions[2]!.notes[0]!.message).toContain("ANSWER");
  expect(questions[3]!.notes[0]!.message).toContain("names no choice");
});

test("Moodle XML: choices, points, hints, feedback by outcome and what is only a setting", async () => {
  const inner = `<defaultgrade>2.0000000</defaultgrade><penalty>0.33</penalty><single>false</single><shuffleanswers>true</shuffleanswers>
    ${choice("50", "A", "yes")}${choice("50", "B")}${choice("-50", "C")}
    <correctfeedback format="html"><text>Right.</text></correctfeedback><hint format="html"><text>Think.</text></hint>
    <tags><tag><text>easy</text></tag></tags><idnumber>id-7</idnumber>`;
  const { questions, notes } = await imported(quiz("multichoice", inner));
  expect(questions[0]!.item).toMatchObject({
    key: "id-7",
    kind: "multiple-choice",
    points: 2,
    shuffle: true,
    hints: ["Think."],
    feedbackWhen: { right: "Right." },
  });
  expect(questions[0]!.notes.map(({ message }) => message).join()).toContain("easy");
  expect(notes.map(({ message }) => message).join()).toContain("penalty");
});

test("Moodle XML: texts to type, numbers with units, pairs, orders, gaps to choose in and essays", async () => {
  const pair = (text: string, answer: string) =>
    `<subquestion format="html"><text>${text}</text><answer><text>${answer}</text></answer></subquestion>`;
  expect(await items(quiz("shortanswer", `<usecase>1</usecase>${choice(100, "Pa*s")}${choice(33.33333, "x")}`))).toMatchObject([
    { kind: "short-text", case: "exact", answers: [{ text: "Pa*s" }, { text: "x", share: 1 / 3 }] },
  ]);
  const units =
    "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit><unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>";
  const number = `<answer fraction="100"><text>1,5</text><tolerance>0.1</tolerance></answer><unitgradingtype>1</unitgradingtype><unitpenalty>0.2</unitpenalty>${units}`;
  expect(await items(quiz("numerical", number))).toMatchObject([
    {
      kind: "numeric",
      answers: [{ value: 1.5, tolerance: 0.1 }],
      unit: { penalty: 0.2, accepted: [{ text: "m" }, { text: "cm", factor: 0.01 }] },
    },
  ]);
  for (const type of ["matching", "ddmatch"]) {
    expect(await items(quiz(type, pair("a", "1") + pair("b", "2") + pair("", "3")))).toMatchObject([
      { kind: "matching", pairs: [{ text: "a" }, { text: "b" }] },
    ]);
  }
  expect(await items(quiz("ordering", `<gradingtype>1</gradingtype>${choice(2, "second")}${choice(1, "first")}`))).toMatchObject([
    { kind: "ordering", credit: "neighbours", entries: [{ text: "first" }, { text: "second" }] },
  ]);
  const option = (text: string) => `<selectoption><text>${text}</text><group>1</group></selectoption>`;
  expect(await items(quiz("gapselect", option("a") + option("b")).replace("What?", "It is [[2]]."))).toMatchObject([
    { kind: "cloze", text: "It is {{g1}}.", gaps: [{ kind: "choice", choices: [{ text: "a" }, { text: "b", correct: true }] }] },
  ]);
  expect(await items(quiz("essay", "<responseformat>editor</responseformat><maxwordlimit>90</maxwordlimit>"))).toMatchObject([
    { kind: "long-text", maxWords: 90 },
  ]);
  expect(await items(quiz("essay", "<responseformat>noinline</responseformat><attachments>2</attachments>"))).toMatchObject([
    { kind: "file-upload", maxFiles: 2 },
  ]);
});

test("Moodle XML: gaps of every kind that is known here, with weights and feedback", async () => {
  const text =
    "{2:SHORTANSWER_C:=Paris#Yes.~%50%Par*} {1:NM:=3.5:0.5~*#no} {1:MULTICHOICE_HS:a~=b\\}c~%25%d} {:MW:=x} {1:MCV:=1~2} {3:SAC:=Z}";
  const [item] = await items(quiz("cloze", "").replace("What?", text));
  expect(item).toMatchObject({
    kind: "cloze",
    text: "{{g1}} {{g2}} {{g3}} {{g4}} {{g5}} {{g6}}",
    gaps: [
      {
        kind: "short-text",
        points: 2,
        case: "exact",
        answers: [
          { text: "Paris", feedback: "Yes." },
          { text: "Par*", share: 0.5 },
        ],
      },
      { kind: "numeric", answers: [{ value: 3.5, tolerance: 0.5 }] },
      { kind: "choice", shuffle: true, choices: [{ text: "a" }, { text: "b}c", correct: true }, { text: "d", share: 0.25 }] },
      { kind: "short-text" },
      { kind: "choice" },
      { kind: "short-text", points: 3 },
    ],
  });
  const several = await imported(quiz("cloze", "").replace("What?", "{1:MULTIRESPONSE:=a~=b~c}"));
  expect(several.questions[0]!.item).toBeNull();
  expect(several.questions[0]!.notes.at(-1)!.message).toContain("MULTIRESPONSE");
});

test("Moodle XML: types that have no kind here are told, one by one", async () => {
  for (const type of ["calculated", "calculatedmulti", "random", "description", "ddmarker", "stack"]) {
    const { questions } = await imported(quiz(type, ""));
    expect(questions.map(({ item }) => item)).toEqual([null]);
    expect(questions[0]!.notes.at(-1)).toMatchObject({ level: "unsupported" });
  }
});

test("Moodle XML: a picture comes into media/, and a broken one is told", async () => {
  const picture = '<file name="A b.png" encoding="base64">iVBORw0KGgo=</file>';
  const file = quiz("essay", "").replace(
    "<p>What?</p>]]></text>",
    `<img src="@@PLUGINFILE@@/A%20b.png" alt="A plane"><img src="@@PLUGINFILE@@/gone.png">]]></text>${picture}`,
  );
  const { questions, media } = await imported(file);
  expect(questions[0]!.item).toMatchObject({ prompt: "![A plane](media:a-b.png)" });
  expect(media).toEqual([{ path: "media/a-b.png", bytes: Buffer.from("iVBORw0KGgo=", "base64") }]);
  expect(questions[0]!.notes.map(({ message }) => message).join()).toContain("gone.png");
});

test("scripts, handlers and javascript: addresses do not come in by any text", async () => {
  const html = `<p onclick="x()">So <script>alert(1)</script><a href="javascript:alert(1)">here</a> <img src="x" onerror="alert(1)"><iframe src="//evil"></iframe></p>`;
  for (const file of [
    quiz("essay", `<generalfeedback format="html"><text><![CDATA[${html}]]></text></generalfeedback>`),
    `[html]Q {=a#${html.replace(/[=:]/g, "\\$&")} ~b}`,
  ]) {
    const { questions } = await imported(file);
    expect(questions[0]!.item).not.toBeNull();
    expect(JSON.stringify(questions[0]!.item)).not.toMatch(/script|onclick|onerror|iframe|alert/i);
    expect(questions[0]!.notes.filter(({ level }) => level === "unsupported").length).toBeGreaterThan(1);
  }
});

test("UTF-16, Windows-1252 and a mark are read; what was guessed is told", async () => {
  const text = "Où est Nîmes ? {=Là ~Ici}";
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  const prompt = "Où est Nîmes ?";
  expect(await items(utf16)).toMatchObject([{ prompt }]);
  expect(await items(Buffer.from(utf16).swap16())).toMatchObject([{ prompt }]);
  expect(await items(`\ufeff${text}`)).toMatchObject([{ prompt }]);
  const latin = Buffer.from(text, "latin1");
  expect(await items(latin)).toMatchObject([{ prompt }]);
  expect((await imported(latin)).notes[0]!.message).toContain("Windows-1252");
  const declared = Buffer.from(quiz("essay", "").replace("UTF-8", "ISO-8859-1").replace("What?", "Où ?"), "latin1");
  expect(await items(declared)).toMatchObject([{ prompt: "Où ?" }]);
});

test("CSV: headings that others use, letters, numbers and texts for what is right, and semicolons", async () => {
  const file =
    "Question;Option A;Option B;Option C;Correct Answer;Explanation;Level\nWhich?;x;y;z;B;So.;7\nBoth?;x;y;z;A,C;;\nText?;x;y;z;z;;\nWord?;;;;Paris;;\nNumber?;;;;3.5:0.5;;\nTrue?;;;;TRUE;;\n";
  expect(formatOf(Buffer.from(file))?.key).toBe("csv");
  const read = await imported(file);
  expect(read.questions.map(({ item }) => item)).toMatchObject([
    { kind: "single-choice", choices: [{}, { correct: true }, {}], feedback: "So." },
    { kind: "multiple-choice", credit: "all-or-nothing", choices: [{ correct: true }, {}, { correct: true }] },
    { kind: "single-choice", choices: [{}, {}, { text: "z", correct: true }] },
    { kind: "short-text", answers: [{ text: "Paris" }] },
    { kind: "short-text", answers: [{ text: "3.5:0.5" }] },
    { kind: "true-false", answer: true },
  ]);
  expect(read.notes.map(({ message }) => message).join()).toContain("Level");
});

test("CSV: rows that say too little are told with their line", async () => {
  const { questions } = await imported(
    'kind,prompt,option 1,option 2,correct\nsingle-choice,Q,a,b,D\npuzzle,Q,a,b,A\nsingle-choice,"Q\nQ",a,b,A\n,,,,\nsingle-choice,,a,b,A\n',
  );
  expect(questions.map(({ source, item }) => [source, item !== null])).toEqual([
    ["line 2", false],
    ["line 3", false],
    ["line 4", true],
    ["line 7", false],
  ]);
  expect(await notesOf("prompt,correct\nQ,\n")).toContain("The row names no kind, so it was taken as long-text.");
});

test("a second import gives every question the same key, and no two the same", async () => {
  const file = "::Grant::Q {T}\n\n::Grant::Q {F}\n\nQ2 {T}\n\n::Ω::Q {T}";
  const keys = async () => (await imported(file)).questions.map(({ item }) => item?.key);
  const first = await keys();
  expect(await keys()).toEqual(first);
  expect(new Set(first).size).toBe(4);
});

test("what format a file is in is told at once, whatever it is filled with", () => {
  const most = 65_000;
  for (const filling of [`${"{".repeat(most)}\\`, `${"\n".repeat(most)}x`, `${" \t".repeat(most)}x`, "{\\}".repeat(most / 3)]) {
    const before = performance.now();
    expect(formatOf(Buffer.from(filling))).toBeUndefined();
    expect(performance.now() - before, filling.slice(0, 4)).toBeLessThan(1_000);
  }
  for (const [text, key] of Object.entries({
    "What? {=a ~b}": "gift",
    "Open {": "gift",
    "\u00a0 ::t:: q {T}": "gift",
    "a \\{ b }": undefined,
  }))
    expect(formatOf(Buffer.from(text))?.key, text).toBe(key);
});
