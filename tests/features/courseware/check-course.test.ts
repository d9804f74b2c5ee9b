import { expect, test } from "vitest";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { lessonsOf } from "#app/features/courseware/manifest.ts";
import {
  aFolder,
  CHECK_MD,
  CLIP_VTT,
  COURSE_YAML,
  INSTRUMENT_YAML,
  MAP_SVG,
  MODULE_YAML,
  mp4Of,
  swap,
  WATCH_MD,
  WELCOME_MD,
} from "./course-files.ts";

type Changes = Record<string, string | Buffer | null>;

const course = (from: string, to: string): Changes => ({ "course.yaml": swap(COURSE_YAML, from, to) });
const module_ = (from: string, to: string): Changes => ({ "modules/opening/module.yaml": swap(MODULE_YAML, from, to) });
const welcome = (from: string, to: string): Changes => ({ "modules/opening/welcome.md": swap(WELCOME_MD, from, to) });
const watch = (from: string, to: string): Changes => ({ "modules/opening/watch.md": swap(WATCH_MD, from, to) });
const check = (from: string, to: string): Changes => ({ "modules/opening/check.md": swap(CHECK_MD, from, to) });
const instrument = (from: string, to: string): Changes => ({ "assessments/check-opening.yaml": swap(INSTRUMENT_YAML, from, to) });
const captions = (text: string): Changes => ({ "media/clip.vtt": text });
/** Text in the place of the welcome lesson's first paragraph, which is line 10. */
const text = (markdown: string): Changes => welcome("A first paragraph at 10:30, with :shortcodes: left alone.", markdown);

const C = "course.yaml";
const M = "modules/opening/module.yaml";
const W = "modules/opening/welcome.md";
const V = "modules/opening/watch.md";
const K = "modules/opening/check.md";
const I = "assessments/check-opening.yaml";

const paid = "price: { amount: 14900, currency: usd }\nafterPayment: You learn.\nrefundPolicy: Thirty days.";

/** What is broken, and the faults that it gives: all of them, at file:line, with words of the message. */
const broken: [string, Changes, ...(readonly [string, RegExp])[]][] = [
  // Files
  ["no course.yaml", { [C]: null }, [`${C}:1`, /no file course\.yaml/]],
  ["course.yaml that is no YAML", course("title: Small Talk", "title: Small: Talk"), [`${C}:2`, /not valid YAML/]],
  ["course.yaml that is a list", { [C]: "- a\n" }, [`${C}:1`, /no fields/]],
  ["a field written twice", course("order: required", "order: required\norder: free"), [`${C}:25`, /not valid YAML/]],
  ["a control character", course("bio: They write.", 'bio: "They\\0 write."'), [`${C}:16`, /cannot be stored/]],
  ["half a surrogate pair", course("bio: They write.", 'bio: "\\ud800"'), [`${C}:16`, /cannot be stored/]],
  [
    "a text that is not UTF-8",
    { [W]: Buffer.from([0xff, 0xfe, 0x41]) },
    [`${W}:1`, /not UTF-8/],
    [`${C}:22`, /no lesson/],
    [`${C}:23`, /no lesson/],
  ],
  // Course fields
  ["a key with capitals", course("key: small-talk", "key: Small-Talk"), [`${C}:1`, /key.*cannot be "Small-Talk"/]],
  ["a key of one letter", course("key: small-talk", "key: s"), [`${C}:1`, /key/]],
  ["no tagline", course("tagline: A short course for tests.\n", ""), [`${C}:1`, /`tagline` is missing/]],
  [
    "a long tagline",
    course("A short course for tests.", "x".repeat(141)),
    [`${C}:3`, /`tagline` is too long \(141 characters\)/],
  ],
  ["an empty title", course("title: Small Talk", "title:"), [`${C}:2`, /`title` is empty/]],
  ["a title that is a number", course("title: Small Talk", "title: 1984"), [`${C}:2`, /`title` cannot be 1984/]],
  ["a language that is none", course("language: en", "language: english please"), [`${C}:8`, /`language`/]],
  ["two outcomes", course("  - Stay in the room.\n", ""), [`${C}:9`, /`outcomes` is too short/]],
  ["an outcome that is a field", course("- Hear one thing.", "- Hear: one thing."), [`${C}:11`, /`outcomes\[2\]`/]],
  ["an instructor without a role", course("    role: Course authors\n", ""), [`${C}:14`, /`instructors\[1\]\.role` is missing/]],
  ["an unknown kind", course("order: required", "order: required\nkind: webinar"), [`${C}:25`, /`kind` cannot be "webinar"/]],
  ["an unknown order", course("order: required", "order: strict"), [`${C}:24`, /`order`/]],
  ["an unknown rule for releases", course("releases: next-visit", "releases: never"), [`${C}:25`, /`releases`/]],
  ["a price in words", course("price: free", "price: cheap"), [`${C}:17`, /`price` cannot be "cheap"/]],
  ["a price with decimals", course("price: free", paid.replace("14900", "149.5")), [`${C}:17`, /`price\.amount`/]],
  ["a price of nothing", course("price: free", paid.replace("14900", "0")), [`${C}:17`, /`price\.amount` is too small/]],
  [
    "a price beyond what can be charged",
    course("price: free", paid.replace("14900", "100000000")),
    [`${C}:17`, /`price\.amount` is too large/],
  ],
  ["a currency in capitals", course("price: free", paid.replace("usd", "USD")), [`${C}:17`, /`price\.currency` cannot be "USD"/]],
  ["a currency that is none", course("price: free", paid.replace("usd", "xyz")), [`${C}:17`, /`price\.currency`/]],
  [
    "a price without a refund policy",
    course("price: free", "price: { amount: 14900, currency: usd }\nafterPayment: You learn."),
    [`${C}:17`, /needs `refundPolicy`/],
  ],
  ["a cover that is not there", course("cover: map.svg", "cover: photo.jpg"), [`${C}:18`, /no file media\/photo\.jpg/]],
  ["a cover that is no picture", course("cover: map.svg", "cover: sheet.txt"), [`${C}:18`, /does not serve as a picture/]],
  ["a cover without words", course("coverAlt: A map.\n", ""), [`${C}:18`, /no alternative text/]],
  [
    "a care lesson that is not there",
    course("careLesson: welcome", "careLesson: help"),
    [`${C}:23`, /no lesson with the key help/],
  ],
  ["a dead link in an answer", course("lesson:welcome", "lesson:hello"), [`${C}:22`, /no lesson with the key hello/]],
  ["a picture on the course page", course("It is **short**.", "![A map](media:map.svg)"), [`${C}:7`, /image cannot stand here/]],
  [
    "a module that is not there",
    course("  - opening", "  - opening\n  - ending"),
    [`${C}:28`, /no file modules\/ending\/module\.yaml/],
  ],
  ["a module name with a way out", course("  - opening", "  - opening\n  - ../other"), [`${C}:28`, /`modules\[2\]`/]],
  // Modules
  ["a module without a summary", module_("summary: The first steps.\n", ""), [`${M}:1`, /`summary` is missing/]],
  [
    "a lesson file that is not there",
    module_("  - check", "  - check\n  - ending"),
    [`${M}:8`, /no file modules\/opening\/ending\.md/],
  ],
  ["a lesson name with a slash", module_("  - check", "  - check\n  - a/b"), [`${M}:8`, /`lessons\[4\]`/]],
  // Front matter
  ["no front matter", { [K]: "Take your time.\n" }, [`${K}:1`, /no front matter/]],
  ["front matter without an end", { [K]: "---\nkey: check\n" }, [`${K}:1`, /does not end/]],
  ["front matter that is no YAML", check("title: Check", "title: 'Check"), [`${K}:3`, /not valid YAML/]],
  [
    "a lesson key that is taken",
    check("key: check", "key: welcome"),
    [`${K}:2`, /already the key of modules\/opening\/welcome\.md/],
  ],
  ["a lesson without a title", watch("title: The clip\n", ""), [`${V}:2`, /`title` is missing/]],
  ["half a minute", watch("summary:", "minutes: 0.5\nsummary:"), [`${V}:5`, /`minutes`/]],
  ["a preview that is neither true nor false", welcome("preview: true", "preview: sure"), [`${W}:5`, /`preview`/]],
  ["a preview of an assessment", check("summary:", "preview: true\nsummary:"), [`${K}:5`, /cannot be a preview/]],
  ["passing a text", welcome("preview: true", "completion: passed"), [`${W}:5`, /Only an assessment can be passed/]],
  ["watching a text", welcome("preview: true", "completion: watched"), [`${W}:5`, /Only a video/]],
  [
    "watching somebody else's player",
    {
      [V]: swap(
        swap(WATCH_MD, "kind: video", "kind: video\ncompletion: watched"),
        WATCH_MD.split("\n")[5]!,
        "video: { embed: youtube, id: abcdefghijk, title: A clip }",
      ),
    },
    [`${V}:5`, /Only a video of the course's own/],
  ],
  ["a video lesson without a video", watch(WATCH_MD.split("\n")[5]!, "minutes: 3"), [`${V}:4`, /needs the field `video`/]],
  ["a video in a text lesson", watch("kind: video", "kind: text"), [`${V}:6`, /has no `video`/]],
  [
    "a download lesson without files",
    check("kind: assessment", "kind: download"),
    [`${K}:4`, /needs the field `downloads`/],
    [`${K}:6`, /has no `assessment`/],
  ],
  ["an assessment lesson without one", check("assessment: check-opening\n", ""), [`${K}:4`, /needs the field `assessment`/]],
  [
    "an assessment that is not there",
    check("check-opening", "check-ending"),
    [`${K}:6`, /no assessment with the key check-ending/],
  ],
  [
    "nothing that is required",
    {
      [W]: swap(WELCOME_MD, "preview: true", "required: false"),
      [V]: swap(WATCH_MD, "kind: video", "kind: video\nrequired: false"),
      [K]: swap(CHECK_MD, "kind: assessment", "kind: assessment\nrequired: false"),
    },
    [`${C}:26`, /No lesson of this course is required/],
  ],
  ["an empty lesson", { [W]: WELCOME_MD.slice(0, WELCOME_MD.lastIndexOf("---") + 4) }, [`${W}:10`, /lesson is empty/]],
  // Media
  ["a video that is not there", { "media/clip.mp4": null }, [`${V}:6`, /no file media\/clip\.mp4/]],
  ["a video without captions", watch("captions: clip.vtt, ", ""), [`${V}:6`, /`video\.captions` is missing/]],
  ["a video without a transcript", watch("transcript: clip.transcript.md, ", ""), [`${V}:6`, /`video\.transcript` is missing/]],
  ["a video without a length", watch(", duration: 4", ""), [`${V}:6`, /`video\.duration` is missing/]],
  ["an empty transcript", { "media/clip.transcript.md": "\n" }, ["media/clip.transcript.md:1", /transcript is empty/]],
  [
    "a transcript that is no Markdown",
    watch("transcript: clip.transcript.md", "transcript: sheet.txt"),
    [`${V}:6`, /does not serve as a transcript/],
  ],
  ["a picture as a video", watch("file: clip.mp4", "file: map.svg"), [`${V}:6`, /map\.svg does not serve as a video/]],
  ["a file in a folder of media", watch("file: clip.mp4", "file: clips/clip.mp4"), [`${V}:6`, /`video\.file`/]],
  ["an empty video", { "media/clip.mp4": "" }, ["media/clip.mp4:1", /file is empty/]],
  [
    "a file of an unknown kind",
    { [W]: swap(WELCOME_MD, "sheet.txt", "sheet.html"), "media/sheet.html": "<p>" },
    [`${W}:7`, /cannot be given out/],
  ],
  ["a picture that is none", { "media/map.svg": "not a picture" }, ["media/map.svg:1", /not a readable image/]],
  [
    "a picture with a program",
    { "media/map.svg": MAP_SVG.replace("<rect", '<rect onload="x()"') },
    ["media/map.svg:1", /can run as a program/],
  ],
  ["captions without a header", captions(CLIP_VTT.slice(8)), ["media/clip.vtt:1", /do not begin with the word WEBVTT/]],
  ["captions without captions", captions("WEBVTT\n"), ["media/clip.vtt:1", /no captions/]],
  ["captions with a comma", captions(CLIP_VTT.replace("00:02.000 -->", "00:02,000 -->")), ["media/clip.vtt:6", /cannot be read/]],
  [
    "captions that run backwards",
    captions(CLIP_VTT.replace("00:02.000 --> 00:04", "00:04.000 --> 00:02")),
    ["media/clip.vtt:6", /ends before it begins/],
  ],
  ["captions out of order", captions(`${CLIP_VTT}\n00:01.000 --> 00:03.000\nLate.\n`), ["media/clip.vtt:9", /begins before/]],
  ["captions beyond the end", captions(CLIP_VTT.replace("00:04.000", "00:14.000")), ["media/clip.vtt:6", /after the recording/]],
  ["captions without words", captions("WEBVTT\n\n00:00.000 --> 00:02.000\n\n"), ["media/clip.vtt:3", /no words/]],
  // Text
  ["a first-level heading", text("# Hello"), [`${W}:10`, /first level/]],
  ["a heading that jumps", text("### Hello"), [`${W}:10`, /jumps from level 1 to level 3/]],
  ["an empty heading", text("##"), [`${W}:10`, /heading is empty/]],
  ["a picture without words", welcome("![A square map]", "![]"), [`${W}:14`, /no alternative text/]],
  ["a picture that is not there", welcome("media:map.svg", "media:plan.svg"), [`${W}:14`, /no file media\/plan\.svg/]],
  ["a picture from elsewhere", welcome("media:map.svg", "https://example.com/map.png"), [`${W}:14`, /is not in media/]],
  ["a picture out of the folder", welcome("media:map.svg", "../../../map.svg"), [`${W}:14`, /is not in media/]],
  ["a link to a lesson that is not there", welcome("lesson:watch", "lesson:wtach"), [`${W}:16`, /no lesson with the key wtach/]],
  ["a link to a lesson's file", welcome("lesson:watch", "watch.md"), [`${W}:16`, /linked to by its key/]],
  ["a link that leads nowhere", welcome("lesson:watch", "notes/more.html"), [`${W}:16`, /leads nowhere/]],
  ["a link by reference that leads nowhere", text("See [this][there].\n\n[there]: more.md"), [`${W}:10`, /leads nowhere/]],
  ["a link to a heading that is not there", welcome("lesson:watch", "#the-end"), [`${W}:16`, /no heading #the-end/]],
  ["a link that runs", welcome("lesson:watch", "javascript:alert(1)"), [`${W}:16`, /cannot begin with javascript:/]],
  ["a link without a scheme", welcome("lesson:watch", "//example.com/"), [`${W}:16`, /no scheme/]],
  ["a link without an address", welcome("lesson:watch", ""), [`${W}:16`, /leads nowhere/]],
  ["a link without a text", text("[](https://example.com/)"), [`${W}:10`, /no text/]],
  ["a link that is no address", text("[x](https://)"), [`${W}:10`, /not an address/]],
  // Directives
  ["an unknown directive", text("One.\n\n:::quiz{title=x}\nHi.\n:::"), [`${W}:12`, /no directive quiz/]],
  ["an unknown leaf", text("::gallery{file=x}"), [`${W}:10`, /no directive gallery/]],
  ["a directive named like a part of every object", text(":::constructor\nHi.\n:::"), [`${W}:10`, /no directive constructor/]],
  ["a block that is not closed", text(":::callout{kind=note}\nHi."), [`${W}:10`, /callout is not closed/]],
  [
    "a block within a block with too few colons",
    text(":::callout{kind=note}\nOne.\n\n:::exercise{title=x}\nTwo.\n:::\n\nThree.\n:::"),
    [`${W}:10`, /callout is not closed/],
    [`${W}:18`, /not understood as a directive/],
  ],
  [
    "a space after the colons",
    text("::: callout\nHi.\n:::"),
    [`${W}:10`, /not understood as a directive/],
    [`${W}:12`, /not understood/],
  ],
  [
    "a quote that is not closed",
    text(':::callout{kind=note title="Hi}\nHi.\n:::'),
    [`${W}:10`, /not understood as a directive/],
    [`${W}:12`, /not understood/],
  ],
  ["a callout of an unknown kind", text(":::callout{kind=warning}\nHi.\n:::"), [`${W}:10`, /`kind` cannot be "warning"/]],
  ["a callout without a kind", text(":::callout\nHi.\n:::"), [`${W}:10`, /`kind` is missing/]],
  ["a title in brackets", text(":::callout[Hi]{kind=note}\nHi.\n:::"), [`${W}:10`, /text in brackets/]],
  ["an exercise without a title", text(":::exercise{minutes=5}\nHi.\n:::"), [`${W}:10`, /`title` is missing/]],
  ["an exercise of many minutes", text(":::exercise{title=x minutes=ten}\nHi.\n:::"), [`${W}:10`, /`minutes` cannot be "ten"/]],
  [
    "two reflections with one key",
    text(":::reflection{key=one title=a}\nA.\n:::\n\n:::reflection{key=one title=b}\nB.\n:::"),
    [`${W}:14`, /names two reflections/],
  ],
  ["an unknown profile", text(":::variant{profile=calm}\nHi.\n:::"), [`${W}:10`, /`profile` cannot be "calm"/]],
  [
    "a profile twice in one group",
    text(":::variant{profile=secure}\nA.\n:::\n\n:::variant{profile=secure}\nB.\n:::"),
    [`${W}:14`, /Two variants of this group/],
  ],
  ["a dialogue that nobody begins", text(':::dialogue{title="x"}\nHello.\n\n**Ann:** Hi.\n:::'), [`${W}:11`, /Nobody says this/]],
  ["a dialogue with a list", text(':::dialogue{title="x"}\n**Ann:** Hi.\n\n- a\n:::'), [`${W}:13`, /only paragraphs/]],
  ["a dialogue without words", text(':::dialogue{title="x"}\n*Silence.*\n:::'), [`${W}:10`, /Nobody speaks/]],
  ["a video block with text", text(":::video{file=clip.mp4}\nHi.\n:::"), [`${W}:10`, /written in another way/]],
  ["a callout without text", text("::callout{kind=note}"), [`${W}:10`, /written in another way/]],
  [
    "a video in a text without captions",
    text("::video{file=clip.mp4 transcript=clip.transcript.md title=x}"),
    [`${W}:10`, /`captions` is missing/],
  ],
  [
    "a video in a text that is not there",
    text("::video{file=no.mp4 captions=clip.vtt transcript=clip.transcript.md title=x}"),
    [`${W}:10`, /no file media\/no\.mp4/],
  ],
  ["a recording without a transcript", text("::audio{file=a.mp3 title=x}"), [`${W}:10`, /`transcript` is missing/]],
  ["a download that is not there", text("::download{file=no.pdf title=x}"), [`${W}:10`, /no file media\/no\.pdf/]],
  [
    "a player of an unknown house",
    text("::embed{provider=daily id=abcdefgh title=x}"),
    [`${W}:10`, /`provider` cannot be "daily"/],
  ],
  [
    "a player with a forged id",
    text('::embed{provider=youtube id="a/../evil?x" title=x}'),
    [`${W}:10`, /cannot be a video of youtube/],
  ],
  ["text that is nested without end", text(`${"> ".repeat(80)}Hi.`), [`${W}:10`, /nested too deeply/]],
  [
    "a list that goes ever deeper",
    text(Array.from({ length: 70 }, (_, depth) => `${"  ".repeat(depth)}- Hi.`).join("\n")),
    [`${W}:1`, /nested too deeply/],
  ],
  ["a paragraph without end", text("word ".repeat(11_000)), [`${W}:10`, /paragraph has more than 50,000/]],
  ["a text without end", text(`${"word ".repeat(200)}\n\n`.repeat(210)), [`${W}:1`, /text has more than 200,000/]],
  // Assessments
  [
    "an instrument that is no YAML",
    instrument("title: Check", "title: 'Check"),
    [`${I}:2`, /not valid YAML/],
    [`${K}:6`, /no assessment/],
  ],
  ["an item of an unknown kind", instrument("kind: true-false", "kind: essay"), [`${I}:9`, /./]],
  ["an item whose key is taken", instrument("key: second", "key: first"), [`${I}:12`, /first/]],
  ["no pass mark", instrument("passMark: 50\n", ""), [`${I}:1`, /./]],
  [
    "two instruments with one key",
    { "assessments/other.yaml": INSTRUMENT_YAML },
    ["assessments/other.yaml:1", /already the key of assessments\/check-opening\.yaml/],
  ],
  [
    "a dead link in an intro",
    instrument("  Two questions.", "  Two questions.\n\n  See [x](lesson:none)."),
    [`${I}:8`, /no lesson with the key none/],
  ],
  [
    "an unknown directive in a prompt",
    instrument("prompt: Which one?", "prompt: |\n      Which one?\n\n      ::gallery"),
    [`${I}:17`, /no directive gallery/],
  ],
  [
    "a list in a choice",
    instrument("text: This one.", "text: |\n          This one.\n\n          - a"),
    [`${I}:18`, /one paragraph/],
  ],
];

test("the small course has no faults and no warnings", () => {
  const compiled = compileCourse(aFolder());
  expect(compiled.faults).toEqual([]);
  expect(compiled.warnings).toEqual([]);
  expect(lessonsOf(compiled.manifest!).map(({ key }) => key)).toEqual(["welcome", "watch", "check"]);
});

for (const [what, changes, ...expected] of broken) {
  test(`${what} is a fault at its line`, () => {
    const { faults, manifest } = compileCourse(aFolder(changes));
    const found = faults.map(({ file, line, message }) => `${file}:${line}  ${message}`);
    expect(found.map((fault) => fault.split("  ")[0]).sort()).toEqual(expected.map(([place]) => place).sort());
    for (const [place, message] of expected) {
      expect(found.filter((fault) => fault.startsWith(`${place}  `)).join("\n")).toMatch(message);
    }
    for (const { message, remedy } of faults) {
      expect(message).toMatch(/^[A-Z"`\w].*[.]$/s);
      expect(remedy).toMatch(/^[A-Z`].*\S$/s);
    }
    expect(manifest).toBeUndefined();
  });
}

/** What is odd, and the warnings that it gives. */
const odd: [string, Changes, ...string[]][] = [
  ["an unknown field of the course", course("order: required", "order: required\ncolour: blue"), `${C}:25`],
  ["an unknown field of an instructor", course("    bio: They write.", "    bio: They write.\n    age: 40"), `${C}:17`],
  ["an unknown field of a module", module_("title: Opening", "title: Opening\nteacher: Ann"), `${M}:3`],
  ["an unknown field of a lesson", check("title: Check", "title: Check\nauthor: Ann"), `${K}:4`],
  ["an unknown field of an instrument", instrument("passMark: 50", "passMark: 50\ncolour: blue"), `${I}:5`],
  ["an unknown field of a video", watch("duration: 4", "duration: 4, quality: high"), `${V}:6`],
  ["an unknown attribute", text(":::callout{kind=note colour=blue}\nHi.\n:::"), `${W}:10`],
  ["HTML in a text", text("Some <b>bold</b> text."), `${W}:10`],
  [
    "a module that is not listed",
    { "modules/later/module.yaml": "key: later\n", "modules/later/draft.md": "soon" },
    "modules/later/module.yaml:1",
  ],
  ["a lesson that is not listed", { "modules/opening/draft.md": "soon" }, "modules/opening/draft.md:1"],
  ["a file that nothing uses", { "media/old.png": "x" }, "media/old.png:1"],
  ["an instrument that nothing uses", { "assessments/old.yaml": "key: old-one\nkind: unknown\n" }, "assessments/old.yaml:1"],
  ["a price in whole units", course("price: free", paid.replace("14900", "149")), `${C}:17`],
  ["a refund policy of a free course", course("price: free", "price: free\nrefundPolicy: None."), `${C}:18`],
  ["a video that is longer than its field says", { "media/clip.mp4": mp4Of(9) }, `${V}:6`],
];

for (const [what, changes, ...places] of odd) {
  test(`${what} is a warning, and the course can be published`, () => {
    const { faults, warnings, manifest } = compileCourse(aFolder(changes));
    expect(faults).toEqual([]);
    expect(warnings.map(({ file, line }) => `${file}:${line}`)).toEqual(places);
    expect(manifest).toBeDefined();
  });
}

test("faults of several files are reported in one run, in order", () => {
  const folder = aFolder({
    ...course("title: Small Talk", "title:"),
    ...module_("title: Opening", "title:"),
    ...text("# No"),
    "media/clip.vtt": "x",
  });
  const places = compileCourse(folder).faults.map(({ file, line }) => `${file}:${line}`);
  expect(places).toEqual([`${C}:2`, "media/clip.vtt:1", `${M}:2`, `${W}:10`]);
});

test("front matter with CRLF and a byte order mark reads like any other, with the same lines", () => {
  const crlf = (content: string) => `\uFEFF${content.replaceAll("\n", "\r\n")}`;
  const whole = compileCourse(
    aFolder({ [W]: crlf(WELCOME_MD), [C]: crlf(COURSE_YAML), [M]: crlf(MODULE_YAML), [I]: crlf(INSTRUMENT_YAML) }),
  );
  expect(whole.faults).toEqual([]);
  expect(whole.manifest!.modules[0]!.lessons[0]!.title).toBe("Welcome");
  const faulty = compileCourse(aFolder({ [W]: crlf(swap(WELCOME_MD, "lesson:watch", "lesson:none")) }));
  expect(faulty.faults.map(({ file, line }) => `${file}:${line}`)).toEqual([`${W}:16`]);
});

test("the same folder always compiles to the same release", () => {
  expect(compileCourse(aFolder())).toEqual(compileCourse(aFolder()));
});

test("a manifest says what pages need", () => {
  const { manifest, lessons, instruments } = compileCourse(aFolder(course("price: free", paid)));
  const [welcomeLesson, watchLesson, checkLesson] = lessonsOf(manifest!);
  expect(manifest).toMatchObject({
    schema: 1,
    key: "small-talk",
    price: { amount: 14900, currency: "usd" },
    refundPolicy: "<p>Thirty days.</p>",
    careLesson: "welcome",
  });
  expect(manifest!.summary).toBe("<p>Two lessons and a check.</p>\n<p>It is <strong>short</strong>.</p>");
  expect(manifest!.cover!.url).toMatch(/^\/media\/small-talk\/_cover\/[0-9a-f]{16}\/map\.svg$/);
  expect(Object.keys(manifest!.media).sort()).toEqual(["clip.mp4", "clip.vtt", "map.svg", "sheet.txt"]);
  expect(welcomeLesson).toMatchObject({
    kind: "text",
    completion: "manual",
    preview: true,
    required: true,
    minutes: 1,
    media: ["map.svg", "sheet.txt"],
  });
  expect(watchLesson).toMatchObject({ kind: "video", completion: "watched", media: ["clip.mp4", "clip.vtt", "map.svg"] });
  expect(watchLesson!.video).toMatchObject({
    file: "clip.mp4",
    captions: "clip.vtt",
    duration: 4,
    transcript: "<p><strong>A:</strong> Hello.</p>\n<p><strong>B:</strong> Yes?</p>",
  });
  expect(checkLesson).toMatchObject({
    kind: "assessment",
    completion: "passed",
    assessment: { key: "check-opening", digest: instruments[0]!.digest },
  });
  expect(lessons.map(({ hash }) => hash)).toEqual(lessonsOf(manifest!).map(({ content }) => content));
});

test("minutes are counted from words, media and exercises, unless the lesson gives them", () => {
  const minutesOf = (changes: Changes) => compileCourse(aFolder(changes)).lessons[0]!.minutes;
  expect(minutesOf(text("word ".repeat(800)))).toBe(5);
  expect(minutesOf(text(":::exercise{title=x minutes=10}\nDo it.\n:::"))).toBe(11);
  expect(minutesOf(text("::video{file=clip.mp4 captions=clip.vtt transcript=clip.transcript.md title=x duration=4}"))).toBe(1);
  expect(minutesOf({ [W]: swap(WELCOME_MD, "preview: true", "minutes: 42") })).toBe(42);
});

test("an embedded player completes by hand, since it does not say what was watched", () => {
  const { manifest, faults } = compileCourse(
    aFolder({ [V]: swap(WATCH_MD, WATCH_MD.split("\n")[5]!, "video: { embed: vimeo, id: '123456789', title: A clip }") }),
  );
  expect(faults).toEqual([]);
  expect(lessonsOf(manifest!)[1]!.completion).toBe("manual");
});

test("a digest of an instrument changes with its words, and not with the order of its fields", () => {
  const digestOf = (changes: Changes) => compileCourse(aFolder(changes)).instruments[0]!.digest;
  const reordered = swap(
    swap(INSTRUMENT_YAML, "title: Check your understanding\n", ""),
    "passMark: 50\n",
    "passMark: 50\ntitle: Check your understanding\n",
  );
  expect(digestOf({ [I]: reordered })).toBe(digestOf({}));
  expect(digestOf(instrument("Which one?", "Which of them?"))).not.toBe(digestOf({}));
});
