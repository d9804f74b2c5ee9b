import { importQuestions } from "#app/features/instruments/exchange/formats.ts";

// A program of its own with little memory: imports files that no person wrote, one after the other, and prints what became
// of each, how long it took and how much memory the process had at most.

const MEBIBYTE = 1_048_576;
const quiz = (inner: string) => `<?xml version="1.0"?><quiz>${inner}</quiz>`;
const essay = (text: string) =>
  `<question type="essay"><name><text>N</text></name><questiontext format="html"><text>${text}</text></questiontext></question>`;
const laughs = Array.from({ length: 12 }, (_, at) => `<!ENTITY a${at + 1} "${`&a${at};`.repeat(10)}">`).join("");
const fill = (bytes: number, value: number | string = "a") => Buffer.alloc(bytes, value);
const repeated = (text: string, bytes: number) => text.repeat(Math.floor(bytes / text.length));
const LARGE = 19 * MEBIBYTE;

const CASES: Record<string, () => string | Buffer> = {
  "an entity bomb": () => `<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a0 "ha">${laughs}]><quiz>${essay("&a12;")}</quiz>`,
  "an external entity": () => `<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>${essay("&x;")}</quiz>`,
  "an entity that nobody defined": () => quiz(essay("&nobody;")),
  "100 MB of Moodle XML": () => Buffer.concat([Buffer.from("<quiz>"), fill(100 * MEBIBYTE)]),
  "100 MB of GIFT": () => Buffer.concat([Buffer.from("::a::b{}\n"), fill(100 * MEBIBYTE)]),
  "100 MB of Aiken": () => Buffer.concat([Buffer.from("Q\nA. a\nB. b\nANSWER: A\n"), fill(100 * MEBIBYTE)]),
  "100 MB of CSV": () => Buffer.concat([Buffer.from("prompt,correct\n"), fill(100 * MEBIBYTE)]),
  "100 MB of nothing": () => fill(100 * MEBIBYTE, 0),
  "a million elements inside one another": () => `<quiz>${"<a>".repeat(1_000_000)}`,
  "a million empty questions": () => quiz('<question type="essay"/>'.repeat(1_000_000)),
  "a tag with a million attributes": () =>
    quiz(`<question ${Array.from({ length: 1_000_000 }, (_, at) => `a${at}=""`).join(" ")}/>`),
  "40 MB of text in one question": () => quiz(essay(repeated("word ", 40 * MEBIBYTE))),
  "40 MB of a comment": () => quiz(`<!--${repeated("word ", 40 * MEBIBYTE)}-->${essay("Q")}`),
  "40 MB of a name that never ends": () => `<quiz><${fill(40 * MEBIBYTE).toString()}`,
  "40 MB of an attribute that never ends": () => `<quiz><question type="${fill(40 * MEBIBYTE).toString()}`,
  "100,000 tags of HTML that cross": () => quiz(essay(`<![CDATA[${"<b><i><u></b>".repeat(7_000)}]]>`)),
  "10,000 tables inside one another": () => quiz(essay(`<![CDATA[${"<table><tr><td>".repeat(6_000)}]]>`)),
  "XML that ends too early": () => `<quiz>${essay("Q")}<question`,
  "NUL in the text": () => "::a::What\0 is it?{=b ~c}",
  "19 MB of open braces": () => `::a::b${repeated("{", LARGE)}`,
  "19 MB of backslashes": () => `::a::b${repeated("\\", LARGE)}{=a ~b}`,
  "19 MB of choices": () => `::a::b{=a ${repeated("~b ", LARGE)}}`,
  "19 MB of open questions": () => repeated("::a::b{\n\n", LARGE),
  "19 MB of blank lines in braces": () => `::a::b{${repeated("\n", LARGE)}}`,
  "19 MB of comments": () => repeated("// [id:x] [tag:y]\n", LARGE),
  "19 MB in one line": () => `::a::${repeated("word ", LARGE)}{=a ~b}`,
  "19 MB of letters of choices": () => `Q\n${repeated("A. a\n", LARGE)}ANSWER: A`,
  "19 MB of answers": () => `Q\nA. a\n${repeated("ANSWER: A\n", LARGE)}`,
  "19 MB of commas": () => `prompt,correct\n${repeated(",", LARGE)}`,
  "19 MB of commas in lines": () => `prompt,correct\n${repeated(`a${",".repeat(300_000)}\n`, LARGE)}`,
  "100,000 short rows": () => `prompt,correct\n${"a,b\n".repeat(100_000)}`,
  "19 MB of columns": () => `prompt,correct${repeated(",option 1", LARGE)}\na,b`,
  "19 MB of a quote that never ends": () => `prompt,correct\n"${repeated("a,\n", LARGE)}`,
  "19 MB of rows": () => `prompt,correct\n${repeated("a,b\n", LARGE)}`,
  "own data 50,000 deep": () =>
    `// courageous {"seal":"x","set":${"[".repeat(50_000)}${"]".repeat(50_000)},"unset":[]}\n::a::b{}`,
  "a file of no format": () => Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 2, 3, 4]),
};

for (const [name, make] of Object.entries(CASES)) {
  const made = make();
  const bytes = typeof made === "string" ? Buffer.from(made) : made;
  const result = await importQuestions(bytes, "file");
  const end =
    result.status === "refused"
      ? `refused: ${result.message}`
      : `${result.imported.questions.filter(({ item }) => item).length} of ${result.imported.questions.length} taken; ${result.imported.questions[0]?.notes.at(-1)?.message ?? ""}`;
  console.log(JSON.stringify({ name, megabytes: Math.round(process.resourceUsage().maxRSS / 1024), end: end.slice(0, 200) }));
}
