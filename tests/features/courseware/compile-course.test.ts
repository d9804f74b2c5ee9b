import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileCourse, compileCourseInTurns } from "#app/features/courseware/compile-course.server.ts";
import { lessonsOf } from "#app/features/courseware/manifest.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { C, type Changes, check, course, I, instrument, K, M, module_, paid, text, V, W, watch } from "./broken-folders.ts";
import { aFolder, COURSE_YAML, INSTRUMENT_YAML, MODULE_YAML, mp4Of, swap, WATCH_MD, WELCOME_MD } from "./course-files.ts";

test("the small course has no faults and no warnings", () => {
  const compiled = compileCourse(aFolder());
  expect(compiled.faults).toEqual([]);
  expect(compiled.warnings).toEqual([]);
  expect(lessonsOf(compiled.manifest!).map(({ key }) => key)).toEqual(["welcome", "watch", "check"]);
});

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
  ["a lesson of more than a quarter of an hour", text("Say what you saw. ".repeat(760)), `${W}:3`],
  [
    "a group of variants that leaves some readers out",
    text(":::variant{profile=secure}\nHi.\n:::\n\n:::variant{profile=fearful-avoidant}\nHi.\n:::"),
    `${W}:10`,
  ],
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

test("the small course of the documentation has no faults and no warnings", () => {
  const page = readFileSync("docs/course-folder.md", "utf8");
  const files = new Map<string, Buffer>();
  for (const [, file, content] of page.matchAll(/^`([\w./-]+)`\n```\w+\n(.*?)^```$/gms)) files.set(file!, Buffer.from(content!));
  expect([...files.keys()]).toHaveLength(5);
  const { faults, warnings, manifest } = compileCourse({ files });
  expect([...faults, ...warnings]).toEqual([]);
  expect(lessonsOf(manifest!)).toHaveLength(2);
});

test("a file that could not be taken in has one fault, wherever it is used", () => {
  const unreadable = [{ file: "media/map.svg", line: 1, message: "This file is larger than 200 MiB.", remedy: "Compress it." }];
  const { faults } = compileCourse({ ...aFolder({ "media/map.svg": null }), unreadable });
  expect(faults).toEqual(unreadable);
});

test("in turns it comes to the same, lets others go on between the lessons, and is not done twice", async () => {
  const { files } = aCourseFolder({ lessons: ["one", "two", "three", "four"] });
  let [others, going] = [0, true];
  const goOn = async () => {
    while (going) await new Promise(setImmediate).then(() => (others += 1));
  };
  const rest = goOn();
  const compiled = await compileCourseInTurns({ files });
  going = false;
  expect(others).toBeGreaterThanOrEqual(4);
  await rest;
  expect(compiled).toEqual(compileCourse({ files }));
  expect(await compileCourseInTurns({ files: new Map(files) })).toBe(compiled);
  const path = "modules/first/one.md";
  const changed = new Map(files).set(path, Buffer.from(files.get(path)!.toString().replace("The text", "Another text")));
  expect(await compileCourseInTurns({ files: changed })).toEqual(compileCourse({ files: changed }));
  const unreadable = [{ file: "x.md", line: 1, message: "It cannot be read.", remedy: "Read it." }];
  expect((await compileCourseInTurns({ files, unreadable })).faults).toHaveLength(1);
});
