import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importQti } from "#app/features/instruments/exchange/qti/import-qti.ts";
import {
  asQti3,
  declare,
  imported,
  item2,
  MATCH_CORRECT,
  messagesOf,
  refusal,
  theQuestion,
  zipOf,
} from "#tests/support/qti-packages.ts";
import { rawZip } from "#tests/support/raw-zip.ts";

const MIB = 1_048_576;
const CHOICES = `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><simpleChoice identifier="a">A</simpleChoice><simpleChoice identifier="b">B</simpleChoice></choiceInteraction>`;
const ITEM = item2("2.1", declare("single", "identifier", ["a"]), `<p>Which?</p>${CHOICES}`, MATCH_CORRECT);
const good = { name: "q1.xml", data: ITEM };
/** What is not so repetitive that its ratio alone would give it away. */
const noise = (bytes: number) => `<a>${randomBytes(bytes / 2).toString("hex")}</a>`;

/** What a file may cost us: memory beyond what the file itself takes, and time on a busy machine. */
const MOST_MEMORY = 300 * MIB;
const MOST_SECONDS = 20;

async function refusedCheaply(make: () => Uint8Array | string): Promise<string> {
  const bytes = make();
  const before = process.resourceUsage().maxRSS * 1_024;
  const start = performance.now();
  const message = await refusal(bytes, "given.zip");
  expect(process.resourceUsage().maxRSS * 1_024 - before).toBeLessThan(MOST_MEMORY);
  expect((performance.now() - start) / 1_000).toBeLessThan(MOST_SECONDS);
  return message;
}

const entity = (declaration: string, use: string) =>
  `<?xml version="1.0"?>\n<!DOCTYPE x [${declaration}]>\n${ITEM.replace(/^<\?xml.*\n/, "").replace("Which?", use)}`;
const laughs = `<!ENTITY a "ha">${[..."bcdefghij"].map((name, index) => `<!ENTITY ${name} "${`&${"abcdefghi"[index]};`.repeat(10)}">`).join("")}`;

const REFUSED: Record<string, [() => Uint8Array | string, RegExp]> = {
  "an empty file": [() => new Uint8Array(), /empty/],
  "100 MB of anything": [() => new Uint8Array(100 * MIB), /larger than 64 MB/],
  "a text that is no XML": [() => "Hello", /not well-formed/],
  "a page of the web": [() => "<html><body>Hello</body></html>", /no questions of QTI/],
  "a zip file that ends early": [() => rawZip([good]).subarray(0, 200), /cannot be read/],
  "a zip file of nothing": [() => rawZip([]), /no questions/],
  "a zip file with bytes turned round": [
    () => rawZip([good]).map((byte, at) => (at > 60 && at < 120 ? 255 - byte : byte)),
    /cannot be read|too large/,
  ],
  "a file that grows a thousand times": [
    () => rawZip([good, { name: "bomb.xml", data: Buffer.alloc(50 * MIB) }]),
    /grows more than 250 times/,
  ],
  "a picture that grows a thousand times": [
    () => rawZip([good, { name: "bomb.png", data: Buffer.alloc(50 * MIB) }]),
    /grows more than 250 times/,
  ],
  "a file that lies about its size": [
    () => rawZip([{ name: "bomb.xml", data: Buffer.alloc(50 * MIB, "<a>"), size: 1_000 }]),
    /cannot be read/,
  ],
  "more than 192 MB in many files": [
    () => {
      // Repeated often enough to be small, and not so often that the ratio gives it away.
      const data = randomBytes(20_000).toString("latin1").repeat(300);
      return rawZip(Array.from({ length: 35 }, (_, index) => ({ name: `${index}.bin`, data: Buffer.from(data, "latin1") })));
    },
    /too large: unpacked it has more than 192 MB/,
  ],
  "texts of 8 MB without end": [
    () => rawZip(Array.from({ length: 16 }, (_, index) => ({ name: `${index}.xml`, data: bigText() }))),
    /texts of this package are too large/,
  ],
  "100,000 files": [
    () => rawZip(Array.from({ length: 100_000 }, (_, index) => ({ name: `${index}.xml`, data: "<a/>", stored: true }))),
    /more than 5000 files/,
  ],
  "a path upwards": [() => rawZip([good, { name: "../../evil.xml", data: ITEM }]), /invalid relative path/],
  "a path upwards within": [() => rawZip([good, { name: "a/../../evil.xml", data: ITEM }]), /invalid relative path/],
  "an absolute path": [() => rawZip([good, { name: "/etc/passwd", data: "x" }]), /absolute path/],
  "a path of Windows": [() => rawZip([good, { name: "C:/evil.xml", data: "x" }]), /absolute path|unsafe name/],
  "a path with backslashes": [() => rawZip([good, { name: "..\\evil.xml", data: "x" }]), /invalid characters/],
  "a name with a NUL": [() => rawZip([good, { name: "a\0.xml", data: "x" }]), /unsafe name|invalid/],
  "a link": [() => rawZip([good, { name: "link.xml", data: "/etc/passwd", mode: 0o120777 }]), /not a file/],
  "a device": [() => rawZip([good, { name: "null.xml", mode: 0o020666 }]), /not a file/],
  "the same file twice": [() => rawZip([good, good]), /twice/],
  "an encrypted file": [() => rawZip([{ ...good, flags: 0x801 }]), /encrypted/],
  "a way of packing that nobody knows": [() => rawZip([{ ...good, method: 99 }]), /packed in a way/],
  "a package in a package": [
    () => rawZip([{ name: "inner.zip", data: Buffer.from(rawZip([good])), stored: true }]),
    /no questions/,
  ],
  "a manifest that is broken": [
    () => rawZip([good, { name: "imsmanifest.xml", data: "<manifest><resources>" }]),
    /not well-formed/,
  ],
  "a manifest that is something else": [() => rawZip([good, { name: "imsmanifest.xml", data: "<html/>" }]), /no manifest/],
  "an entity of its own": [() => entity('<!ENTITY x "y">', "&x;"), /defines entities/],
  "a billion laughs": [() => entity(laughs, "&j;"), /defines entities/],
  "an entity of another file": [() => entity('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"), /defines entities/],
  "an entity of the network": [() => entity('<!ENTITY % x SYSTEM "http://127.0.0.1:1/x"> %x;', "x"), /defines entities/],
  "an entity that nobody defined": [() => ITEM.replace("Which?", "&nbsp;"), /not well-formed/],
  "elements within elements": [() => `${"<a>".repeat(200_000)}${"</a>".repeat(200_000)}`, /more than 150 elements deep/],
  "a million elements": [() => `<a>${"<b/>".repeat(1_000_000)}</a>`, /more than 400000 elements/],
  "ten thousand attributes": [
    () => `<a ${Array.from({ length: 10_000 }, (_, index) => `a${index}="1"`).join(" ")}/>`,
    /more than 100 attributes/,
  ],
  "Latin-1 that says it is UTF-8": [() => Buffer.from(ITEM.replace("Which?", "Où?"), "latin1"), /not UTF-8/],
  "an encoding that nobody knows": [
    () => ITEM.replace('encoding="UTF-8"', 'encoding="EBCDIC-X"'),
    /encoding EBCDIC-X is not known/,
  ],
  "NUL characters": [() => ITEM.replace("Which?", "Whi\0ch?"), /NUL/],
  "5,001 questions": [
    () => canvas(Array.from({ length: 5_001 }, (_, index) => `<item ident="i${index}"/>`).join("")),
    /more than 5000 questions/,
  ],
};

function bigText(): string {
  return noise(7 * MIB);
}

function canvas(items: string): string {
  return `<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a" title="T"><section ident="root_section">${items}</section></assessment></questestinterop>`;
}

describe("a hostile file ends in a clear refusal, with bounded memory and time", () => {
  test.each(Object.entries(REFUSED))(
    "%s",
    async (_, [make, message]) => {
      expect(await refusedCheaply(make)).toMatch(message);
    },
    60_000,
  );

  test("whatever bytes are in it", async () => {
    const zip = rawZip([good, { name: "imsmanifest.xml", data: "<manifest><resources/></manifest>" }]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const bytes = Buffer.from(zip);
          for (const [at, byte] of changes) bytes[at] = byte;
          expect(["imported", "refused"]).toContain((await importQti(bytes, "x.zip")).status);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("whatever text is in it", async () => {
    const words = ITEM.split(/(?=[<>"= /])/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.nat(words.length - 1),
            fc.constantFrom("", "<p>", "</p>", "null", "-1", "NaN", "1e999", "]]>", "<gap/>", "constructor", "__proto__"),
          ),
        ),
        async (changes) => {
          const text = [...words];
          for (const [at, word] of changes) text[at] = word;
          expect(["imported", "refused"]).toContain((await importQti(Buffer.from(text.join("")), "x.xml")).status);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Questions that cost much to mark or to read, beside one that does not. */
const COSTLY: Record<string, [string, RegExp]> = {
  "a choice of 100,000": [choiceOf(100_000), /100000 answers/],
  "marking of many steps, tried a thousand times": [
    item2(
      "2.1",
      declare("multiple", "identifier", ["c0"]),
      choice(10),
      `<responseProcessing>${"<setOutcomeValue identifier='SCORE'><sum><variable identifier='SCORE'/><baseValue baseType='float'>0</baseValue></sum></setOutcomeValue>".repeat(12_000)}</responseProcessing>`,
    ),
    /takes too long|no right answer/,
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
    const start = performance.now();
    const { questions } = await imported(await zipOf({ "a.xml": ITEM, "b.xml": costly }));
    expect(process.resourceUsage().maxRSS * 1_024 - before).toBeLessThan(MOST_MEMORY);
    expect((performance.now() - start) / 1_000).toBeLessThan(MOST_SECONDS);
    expect(questions[0]!.item).not.toBeNull();
    expect(messagesOf(questions[1]!).join("\n")).toMatch(message);
  },
  60_000,
);

test("a test that refers to itself ends", async () => {
  const self = `<assessmentSectionRef identifier="s" href="s.xml"/>`;
  const files = {
    "t.xml": `<assessmentTest identifier="t" title="T"><testPart identifier="p">${self}</testPart></assessmentTest>`,
    "s.xml": `<assessmentSection identifier="s" title="S"><assessmentItemRef identifier="i" href="a.xml"/>${self}${self}</assessmentSection>`,
    "a.xml": ITEM,
  };
  const { questions, notes } = await imported(await zipOf(files));
  expect(questions.filter(({ item }) => item)).toHaveLength(1);
  expect(messagesOf({ notes }).join("\n")).toMatch(/section in another file .* could not be read/);
});

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

test("a DOCTYPE that defines no entities is skipped, which is told", async () => {
  const doctype = '<!DOCTYPE assessmentItem SYSTEM "http://127.0.0.1:1/x.dtd" [<!ELEMENT a (b+)> <!ATTLIST a b CDATA #IMPLIED>]>';
  const { questions, notes } = await imported(await zipOf({ "q.xml": ITEM.replace("?>\n", `?>\n${doctype}\n`) }));
  expect(questions[0]!.item).not.toBeNull();
  expect(messagesOf({ notes })).toContain("changed: The DOCTYPE of the file was skipped.");
});

test("a file without questions says what it lacks", async () => {
  const bank = canvas('<bankentry_item item_ref="x" sourcebank_ref="y"/>');
  expect(await refusal(bank, "quiz.xml")).toBe(
    "There are no questions of QTI in this file. Questions of a bank that is not in the file were left out.",
  );
});

describe("files are read in the encoding that they are in", () => {
  const text = ITEM.replace("Which?", "Où? Łódź");
  const latin = ITEM.replace("Which?", "Où?");
  test.each([
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${text}`), "Où? Łódź"],
    ["UTF-16 with a mark", Buffer.from(`\uFEFF${text}`, "utf16le"), "Où? Łódź"],
    ["UTF-16 without", Buffer.from(text.replace("UTF-8", "UTF-16"), "utf16le"), "Où? Łódź"],
    ["Latin-1 that says so", Buffer.from(latin.replace("UTF-8", "ISO-8859-1"), "latin1"), "Où?"],
  ])("%s", async (_, bytes, prompt) => {
    expect((await imported(bytes, "q.xml")).questions[0]!.item).toMatchObject({ prompt });
  });
});
