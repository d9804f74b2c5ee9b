import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/** Which area may import which; every area may import itself and the platform. */
const MAY_IMPORT: Record<string, string[]> = {
  accounts: [],
  media: [],
  instruments: [],
  courseware: ["media", "instruments"],
  catalog: ["courseware", "media"],
  access: ["accounts", "catalog", "courseware"],
  checkout: ["access", "catalog", "accounts", "courseware"],
  assessment: ["instruments", "courseware", "access"],
  learning: ["assessment", "instruments", "access", "catalog", "courseware", "media"],
  privacy: ["accounts", "instruments", "courseware", "access", "checkout", "assessment", "learning"],
  certificates: ["learning"],
  authoring: ["courseware", "instruments", "assessment", "media", "catalog"],
  community: ["accounts", "access"],
  insights: ["accounts", "media", "instruments", "courseware", "catalog", "access", "checkout", "assessment", "learning"],
};

/**
 * Who may read or write answers and results, and why it is safe there. Everybody else asks assessment/answers.queries,
 * where assessment/answer-policy decides.
 */
const TOUCHES_ANSWERS: Record<string, string> = {
  "answers.queries.server.ts": "every read for somebody else than the owner, each through answer-policy; and the owner's export",
  "results.queries.server.ts": "the owner's own results: the owner is in the where",
  "visit-attempt.server.ts": "the owner goes on with an attempt: the owner is in the where",
  "save-answer.server.ts": "the owner saves an answer: the owner is in the where",
  "save-answers.server.ts": "the owner saves a page of answers: the owner is in the where",
  "submit-attempt.server.ts": "the owner's answers are scored when they hand in; the result goes to the owner",
  "start-attempt.server.ts": "whether the owner has passed, and nothing else: the owner is in the where",
  "rescore-attempt.server.ts": "writes a score beside the old one, and shows it to nobody",
  "delete-result.server.ts": "the owner deletes what is theirs",
  "saved-results.queries.server.ts": "the owner's results outside of lessons: the owner is in the where",
  "comparison.queries.server.ts": "two of the owner's results beside each other: the owner is in the where",
  "check-results.queries.server.ts": "lists of checks for who runs the course: graded kinds alone, and no answers",
  "add-score.server.ts": "writes a score beside the old ones, and shows it to nobody",
  "lesson-grade.server.ts": "what the owner's attempts come to by the rules, to complete their lesson",
  "site-sample.queries.server.ts": "figures of at least a hundred people who agreed, and nothing of one of them",
  "grading/queue.queries.server.ts": "what is to be graded of checks, for who grades: mayGrade, and graded kinds alone",
  "grading/grading-page.queries.server.ts": "one piece of work, for who grades it: mayGrade, and graded kinds alone",
  "grading/release-drafts.server.ts": "whether a check was handed in, for who releases its grades",
  "regrading/regrade-attempt.server.ts": "scores by another key for who runs the course; of a profile nothing is told",
  "regrading/regrade-preview.queries.server.ts": "the same as a dry run: rows of checks alone, profiles as a number",
  "uploads/answer-files.queries.server.ts": "files of the owner, and of a check for who grades it: mayGrade",
  "uploads/change-files.server.ts": "the owner's files become their answer: the owner is in the where",
};
const ANSWERS_IN_SQL = /\b(?:from|join|into|update|using)\s+"(?:Answer|Score)"/i;
const ANSWERS_IN_PRISMA =
  /\.(?:answer|score)\.\w+\(|\b(?:answers|scores):\s*(?:true\b|\{\s*(?:select|include|omit|where|orderBy|take|some|none|every)\b)/;
const touchesAnswers = (text: string) => ANSWERS_IN_SQL.test(text) || ANSWERS_IN_PRISMA.test(text);

const GRAB_BAGS = /(^|\/)(utils?|helpers?|misc|common|lib|shared)(\/|\.[a-z.]+$)/;

interface SourceFile {
  /** From the root of the project, with slashes. */
  file: string;
  lines: number;
  text: string;
  imports: string[];
}

function sourcesBelow(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|js)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name).split(path.sep).join("/"))
    .filter((file) => !file.startsWith("prisma/generated/"))
    .map((file) => {
      const text = readFileSync(file, "utf8");
      return { file, text, lines: text.trimEnd().split("\n").length, imports: importsOf(file, text) };
    });
}

/** Every imported module: ours as a path from the root, packages by their name. */
function importsOf(file: string, text: string): string[] {
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]!.replace(/\?.*$/, ""));
  return found.map((name) => {
    if (name.startsWith("#")) return name.slice(1);
    return name.startsWith(".") ? path.posix.normalize(path.posix.join(path.posix.dirname(file), name)) : name;
  });
}

const app = sourcesBelow("app");
const everything = [...app, ...sourcesBelow("tests"), ...sourcesBelow("prisma")];
const areaOf = (file: string) => /^app\/features\/([^/]+)\//.exec(file)?.[1];

function faults(files: SourceFile[], isFault: (file: SourceFile, imported: string) => boolean): string[] {
  return files.flatMap((source) =>
    source.imports.filter((name) => isFault(source, name)).map((name) => `${source.file} imports ${name}`),
  );
}

test("every area stands in the table, and the table has no cycle", () => {
  const areas = readdirSync("app/features");
  expect(areas.filter((area) => !(area in MAY_IMPORT))).toEqual([]);
  const settled = new Set<string>();
  for (let round = 0; round < Object.keys(MAY_IMPORT).length; round += 1) {
    for (const [area, below] of Object.entries(MAY_IMPORT)) if (below.every((name) => settled.has(name))) settled.add(area);
  }
  expect(Object.keys(MAY_IMPORT).filter((area) => !settled.has(area))).toEqual([]);
});

test("areas import only what the table allows", () => {
  const wrong = faults(app, ({ file }, imported) => {
    const [from, to] = [areaOf(file), areaOf(imported)];
    return from !== undefined && to !== undefined && from !== to && !MAY_IMPORT[from]?.includes(to);
  });
  expect(wrong).toEqual([]);
});

test("features import no route, no command line and nothing of Remix", () => {
  const features = app.filter(({ file }) => areaOf(file));
  expect(
    faults(features, (_, imported) => /^(@remix-run\/|app\/(routes|cli)\/|app\/(root|server|worker))/.test(imported)),
  ).toEqual([]);
});

test("routes leave the database to features", () => {
  const routes = app.filter(({ file }) => file.startsWith("app/routes/"));
  expect(
    faults(routes, (_, imported) => /^(app\/platform\/db|app\/platform\/storage|prisma\/generated|pg$|@prisma\/)/.test(imported)),
  ).toEqual([]);
});

test("components import only components", () => {
  const components = app.filter(({ file }) => file.startsWith("app/components/"));
  expect(faults(components, (_, imported) => imported.startsWith("app/") && !imported.startsWith("app/components/"))).toEqual([]);
});

test("the platform knows no feature", () => {
  const platform = app.filter(({ file }) => file.startsWith("app/platform/"));
  expect(faults(platform, (_, imported) => imported.startsWith("app/") && !imported.startsWith("app/platform/"))).toEqual([]);
});

test("pure modules do no input or output and ask for no time", () => {
  const pure = [
    "access/decide-access.ts",
    "assessment/answer-policy.ts",
    "learning/evaluate-progress.ts",
    "courseware/manifest.ts",
    "learning/played-share.ts",
    "media/byte-range.ts",
  ];
  for (const name of pure) {
    const source = app.find(({ file }) => file === `app/features/${name}`);
    expect(
      source?.imports.filter((imported) => /\.server\.ts$|^node:/.test(imported)),
      name,
    ).toEqual([]);
    expect(source?.text, name).not.toMatch(/Date\.now\(|new Date\(\)|Math\.random\(/);
  }
});

test("answers and results are read in few places, each of which is known to be safe", () => {
  const allowed = Object.keys(TOUCHES_ANSWERS).map((name) => `app/features/assessment/${name}`);
  const touching = app.filter(({ text }) => touchesAnswers(text)).map(({ file }) => file);
  expect(touching.filter((file) => !allowed.includes(file))).toEqual([]);
  expect(allowed.filter((file) => !touching.includes(file))).toEqual([]);
  for (const text of [
    'select value from "Answer" n',
    'left join\n  "Score" s on true',
    "await tx.answer.findMany({})",
    "db.score.count()",
    "include: { answers: true }",
    "select: { scores: { orderBy: { id } } }",
    "attempts: { where: { answers: { some: {} } } }",
  ])
    expect(touchesAnswers(text), text).toBe(true);
  expect(touchesAnswers('{ heading: "Score", answers: [] }')).toBe(false);
});

test("only platform/env reads the environment", () => {
  const allowed = ["app/platform/env.server.ts"];
  // Handing the whole environment to a child process is not reading it.
  const reads = app.filter(({ file, text }) => !allowed.includes(file) && /process\.env\.(?!NODE_ENV = )\w+(?! =)/.test(text));
  expect(reads.map(({ file }) => file).filter((file) => file !== "app/cli/start/content.ts")).toEqual([]);
});

test("Lucia stays in its folder", () => {
  expect(faults(app, ({ file }, imported) => imported === "lucia" && !file.startsWith("app/platform/sessions/"))).toEqual([]);
});

test("files stay short: 300 lines, routes 150, commands of the command line 80", () => {
  const cap = (file: string) => (file.startsWith("app/routes/") ? 150 : /^app\/cli\/[^/]+$/.test(file) ? 80 : 300);
  expect(everything.filter(({ file, lines }) => lines > cap(file)).map(({ file, lines }) => `${file}: ${lines}`)).toEqual([]);
});

test("no file is a grab bag, and no barrel re-exports a folder", () => {
  expect(everything.map(({ file }) => file).filter((file) => GRAB_BAGS.test(file))).toEqual([]);
  expect(app.map(({ file }) => file).filter((file) => /\/index\.tsx?$/.test(file))).toEqual([]);
});

test("the top level holds what the design names, and what tools insist on", () => {
  const allowed = new Set([
    ...["app", "prisma", "content", "tests", "remix.config.js", "package.json", "tsconfig.json"],
    ...[
      "vite.config.ts",
      "vitest.config.ts",
      "vitest.journeys.config.ts",
      "prisma.config.ts",
      "biome.json",
      "knip.json",
      ".ci",
      "public",
      "docs",
      "README.md",
      "CONTRIBUTING.md",
    ],
    ...["package-lock.json", ".npmrc", ".gitignore", ".htmlvalidate.json", "LICENSE", ".git", "node_modules", "build", "data"],
  ]);
  expect(readdirSync(".").filter((name) => !allowed.has(name))).toEqual([]);
  expect(existsSync("app/routes")).toBe(true);
});
