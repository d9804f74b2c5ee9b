import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { type CourseFolder, isMedia, MEDIA_LIMIT, TEXT_LIMIT } from "./course-folder.server.ts";
import { compareText, type Fault } from "./fault.ts";

const FILE_LIMIT = 5_000;
/** What file managers leave behind. Names that begin with a dot are left out as well. */
const DEBRIS = new Set(["Thumbs.db", "desktop.ini"]);

/**
 * Reads a course folder into memory, in the order of its paths. What cannot be taken in (a link out of the folder, a
 * file that is too large or not readable) is in `unreadable`, and the checker reports it.
 */
export function readFolder(dir: string): CourseFolder {
  const fault = (file: string, message: string, remedy: string): Fault => ({ file, line: 1, message, remedy });
  if (!existsSync(dir) || !statSync(dir).isDirectory()) {
    return {
      files: new Map(),
      unreadable: [fault("course.yaml", `There is no folder ${dir}.`, "Give the path of a course folder.")],
    };
  }
  // Without this, a slip such as `publish /` would read a whole disk.
  if (!existsSync(path.join(dir, "course.yaml"))) {
    const message = `${dir} is not a course folder: it has no course.yaml.`;
    return {
      files: new Map(),
      unreadable: [fault("course.yaml", message, "Give the folder that holds course.yaml, or write one.")],
    };
  }
  return readFiles(dir, () => true);
}

/** The articles of a folder (its own .md files, not those of folders in it), in memory. */
export function readArticles(dir: string): CourseFolder {
  return readTexts(dir, { what: "articles", wanted: /^[^/]+\.md$/ });
}

/** The pages of the site, and in own/ those of its operator. */
export function readPages(dir: string): CourseFolder {
  return readTexts(dir, { what: "pages", wanted: /^(?:own\/)?[^/]+\.md$/ });
}

/** What is sold beside courses: a file each. */
export function readProducts(dir: string): CourseFolder {
  return readTexts(dir, { what: "products", wanted: /^[^/]+\.ya?ml$/ });
}

function readTexts(dir: string, { what, wanted }: { what: string; wanted: RegExp }): CourseFolder {
  if (!existsSync(dir) || !statSync(dir).isDirectory()) {
    const remedy = `Give the folder that holds the ${what}.`;
    return { files: new Map(), unreadable: [{ file: "", line: 1, message: `There is no folder ${dir}.`, remedy }] };
  }
  return readFiles(dir, (file) => wanted.test(file));
}

/** Every file below `dir` whose path is `wanted`, sorted, with the same care as `readFolder`. */
function readFiles(dir: string, wanted: (file: string) => boolean): CourseFolder {
  const root = realpathSync(dir);
  const files = new Map<string, Buffer>();
  const unreadable: Fault[] = [];
  const refuse = (file: string, message: string, remedy: string) => unreadable.push({ file, line: 1, message, remedy });

  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of list(folder)) {
      const file = folder === "" ? name : `${folder}/${name}`;
      if (name.startsWith(".") || DEBRIS.has(name)) continue;
      if (name.includes("\uFFFD") || name.includes("\\")) {
        refuse(file, "The name of this file does not work on every computer.", "Rename it, with plain letters and digits.");
        continue;
      }
      const kind = kindOf(root, file);
      if (kind === "folder") folders.push(file);
      else if (kind === "outside")
        refuse(file, "This is a link to something outside the folder.", "Put the file itself into the folder.");
      else if (kind === "folder-link") refuse(file, "This is a link to a folder.", "Put a real folder there.");
      else if (kind === "odd") refuse(file, "This is neither a file nor a folder.", "Remove it.");
      else if (wanted(file)) take(file);
    }
  }
  return { files: new Map([...files].sort(([a], [b]) => compareText(a, b))), unreadable };

  function list(folder: string): string[] {
    try {
      return readdirSync(path.join(root, folder));
    } catch (error) {
      refuse(
        folder,
        `This folder cannot be read (${(error as NodeJS.ErrnoException).code}).`,
        "Give yourself the right to read it.",
      );
      return [];
    }
  }

  function take(file: string): void {
    const whole = path.join(root, file);
    const limit = isMedia(file) ? MEDIA_LIMIT : TEXT_LIMIT;
    if (statSync(whole).size > limit) {
      const remedy = isMedia(file) ? "Compress it, or cut it into parts." : "Split it, or put it into media/ if it is not text.";
      refuse(file, `This file is larger than ${limit / 1024 / 1024} MiB.`, remedy);
    } else if (files.size >= FILE_LIMIT) {
      refuse(file, `The folder has more than ${FILE_LIMIT} files.`, "Keep only what belongs to the course.");
    } else {
      try {
        files.set(file, readFileSync(whole));
      } catch (error) {
        refuse(
          file,
          `This file cannot be read (${(error as NodeJS.ErrnoException).code}).`,
          "Give yourself the right to read it.",
        );
      }
    }
  }
}

type Kind = "file" | "folder" | "outside" | "folder-link" | "odd";

function kindOf(root: string, file: string): Kind {
  const whole = path.join(root, file);
  const entry = lstatSync(whole);
  if (entry.isDirectory()) return "folder";
  if (entry.isFile()) return "file";
  if (!entry.isSymbolicLink()) return "odd";
  if (!existsSync(whole)) return "outside";
  const target = realpathSync(whole);
  if (target !== root && !target.startsWith(root + path.sep)) return "outside";
  return statSync(target).isFile() ? "file" : "folder-link";
}
