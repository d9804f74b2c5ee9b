import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { importQti } from "#app/features/instruments/exchange/qti/import-qti.ts";
import { declare, imported, item2, MATCH_CORRECT, messagesOf, refusal, zipOf } from "#tests/support/qti-packages.ts";
import { rawZip } from "#tests/support/raw-zip.ts";

const MIB = 1_048_576;
const CHOICES = `<choiceInteraction responseIdentifier="RESPONSE" maxChoices="1"><simpleChoice identifier="a">A</simpleChoice><simpleChoice identifier="b">B</simpleChoice></choiceInteraction>`;
const ITEM = item2("2.1", declare("single", "identifier", ["a"]), `<p>Which?</p>${CHOICES}`, MATCH_CORRECT);
const good = { name: "q1.xml", data: ITEM };
/** What is not so repetitive that its ratio alone would give it away. */
const noise = (bytes: number) => `<a>${randomBytes(bytes / 2).toString("hex")}</a>`;

/** What a file may cost us in memory, beyond what the file itself takes. One that took for ever would end at the test's timeout. */
const MOST_MEMORY = 300 * MIB;

async function refusedCheaply(make: () => Uint8Array | string): Promise<string> {
  const bytes = make();
  const before = process.resourceUsage().maxRSS * 1_024;
  const message = await refusal(bytes, "given.zip");
  expect(process.resourceUsage().maxRSS * 1_024 - before).toBeLessThan(MOST_MEMORY);
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
