import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { KEY_LENGTH, KEY_RULE, KEY_SHAPE } from "../../features/instruments/fields.ts";
import { ConfigurationError } from "../../platform/env.server.ts";
import { withDatabase } from "./database.ts";

const USAGE = `Usage:
  npm run course -- check <folder> [<folder> ...]         every fault, with file, line and remedy
  npm run course -- publish <folder> [--yes] [--notes text]
  npm run course -- export <course-key> <folder> [--release number]
  npm run course -- check|publish --all [<content-folder>] [--yes]
                                                          every course, the products, articles and pages of content/
  npm run course -- pull|push|check|publish <folder> --site URL --token token [--course key] [--notes text]
                                                          the same with the draft of a running site (docs/authoring.md)
  npm run course -- pdf <folder> <file.pdf>               the lessons as a PDF to read, to print and to offer as a download
  npm run course -- import-questions <file> [--into folder --key key] [--format name]
                                                          what an import makes of each question, and the instrument
  npm run course -- export-questions <folder> <instrument-key> <file> [--format name]
                                                          the questions of an instrument for other systems`;

class WrongUsage extends Error {}

/** Checks, publishes and exports course folders. Returns 0 when all went well, 1 when not, 2 on wrong usage. */
export async function runCourseCommand(words: string[]): Promise<0 | 1 | 2> {
  try {
    return (await run(words)) ? 0 : 1;
  } catch (error) {
    if (error instanceof WrongUsage) console.error([error.message, USAGE].filter(Boolean).join("\n\n"));
    else console.error(error instanceof ConfigurationError ? error.message : error);
    return error instanceof WrongUsage ? 2 : 1;
  }
}

async function run(words: string[]): Promise<boolean> {
  const { command, places, options } = read(words);
  if (command === "pull" || command === "push" || options.site) {
    const { site, token, course, notes } = options;
    const dir = places[0]!;
    const remote = command as "pull" | "push" | "check" | "publish";
    return (await import("./remote/run-remote.ts")).runRemote({ command: remote, dir, site, token, course, notes });
  }
  if (command === "export") {
    const [courseKey, to] = places as [string, string];
    return withDatabase(async () => (await import("./export.ts")).exportCourse(courseKey, to, options.release));
  }
  if (command === "pdf") {
    const [folder, file] = places as [string, string];
    return (await import("./pdf.ts")).writeCoursePdf({ folder, file });
  }
  if (command === "import-questions") {
    const { into, key, format } = options;
    return (await import("./import-questions.ts")).importQuestionFile({ file: places[0]!, into, key, format });
  }
  if (command === "export-questions") {
    const [folder, key, file] = places as [string, string, string];
    return (await import("./export-questions.ts")).exportQuestionFile({ folder, key, file, format: options.format });
  }
  const courses = options.all ? foldersBelow(path.join(places[0] ?? "content", "courses")) : places;
  const texts = options.all ? textFoldersOf(places[0] ?? "content") : [];
  if (command === "publish") {
    return withDatabase(async () => {
      const { publishFolder, publishTextFolder } = await import("./publish.ts");
      const done: boolean[] = [];
      for (const dir of courses) done.push(await publishFolder(dir, options));
      for (const folder of texts) done.push(await publishTextFolder(folder));
      return done.every(Boolean);
    });
  }
  const { checkFolder, checkTextFolder } = await import("./check.ts");
  return [...courses.map(checkFolder), ...texts.map(checkTextFolder)].every(Boolean);
}

const REMOTE = { site: { type: "string" }, token: { type: "string" }, course: { type: "string" } } as const;

function read(words: string[]) {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const known = { yes: flag, all: flag, notes: text, release: text, into: text, key: text, format: text, ...REMOTE };
  const parse = () => parseArgs({ args: words, allowPositionals: true, options: known });
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
  const [command, ...places] = parsed.positionals;
  const { all = false, yes = false, notes, release, into, key, format, site, token, course } = parsed.values;
  const counts: Record<string, boolean> = {
    check: all ? places.length <= 1 : places.length >= 1,
    publish: all ? places.length <= 1 : places.length === 1,
    pull: !all && places.length === 1,
    push: !all && places.length === 1,
    export: !all && places.length === 2,
    pdf: !all && places.length === 2,
    "import-questions": !all && places.length === 1,
    "export-questions": !all && places.length === 3,
  };
  if (!command) throw new WrongUsage();
  if (!Object.hasOwn(counts, command)) throw new WrongUsage(`There is no command ${command}.`);
  if (!counts[command]) throw new WrongUsage();
  if (release !== undefined && !/^[1-9]\d{0,8}$/.test(release)) throw new WrongUsage("--release takes the number of a release.");
  if (command === "import-questions" && (into === undefined) !== (key === undefined)) {
    throw new WrongUsage("--into and --key belong together: a course folder, and the key of the new instrument.");
  }
  if (key !== undefined && !(KEY_SHAPE.test(key) && key.length >= 2 && key.length <= KEY_LENGTH)) {
    throw new WrongUsage(`--key takes ${KEY_RULE}.`);
  }
  const number = release === undefined ? undefined : Number(release);
  if (site !== undefined && (all || places.length !== 1 || !/^(pull|push|check|publish)$/.test(command))) throw new WrongUsage();
  return { command, places, options: { all, yes, notes, into, key, format, release: number, site, token, course } };
}

/** Products, articles and pages, where the content folder has them. */
function textFoldersOf(content: string): { what: "products" | "articles" | "pages"; dir: string }[] {
  const kinds = ["products", "articles", "pages"] as const;
  return kinds.map((what) => ({ what, dir: path.join(content, what) })).filter(({ dir }) => existsSync(dir));
}

function foldersBelow(dir: string): string[] {
  if (!existsSync(dir)) return [];
  const entries = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
  return entries.map(({ name }) => path.join(dir, name)).sort();
}
