import { stringify } from "yaml";
import { type FieldValue, NotEditable, readNames, setField, setNames } from "./edit-yaml.ts";
import { joinLesson, splitLesson } from "./front-matter-text.ts";
import {
  type DraftOutline,
  fieldsOf,
  type OutlineLesson,
  type OutlineModule,
  type ReadText,
  readDraftOutline,
} from "./read-draft-outline.ts";
import { freeName, slugOf } from "./slug.ts";

/** What can be done to an outline. Modules are named by their folders, lessons by their files: both outlive titles. */
export type OutlineEdit =
  | { do: "add-module"; title: string; summary: string }
  | { do: "rename-module"; module: string; title: string; summary: string }
  | { do: "move-module"; module: string; by: -1 | 1 }
  | { do: "place-module"; module: string; at: number }
  | { do: "duplicate-module" | "hide-module" | "show-module" | "delete-module"; module: string }
  | { do: "add-lesson"; module: string; title: string }
  | { do: "rename-lesson"; module: string; lesson: string; title: string }
  | { do: "move-lesson"; module: string; lesson: string; by: -1 | 1 }
  | { do: "place-lesson"; module: string; lesson: string; to: string; at?: number }
  | { do: "duplicate-lesson" | "hide-lesson" | "show-lesson" | "delete-lesson"; module: string; lesson: string };

export type EditedOutline =
  | { status: "edited"; what: string; changes: Map<string, string | null> }
  /** "gone": somebody has taken it away. "by-hand": a file cannot be changed here before it is mended. */
  | { status: "refused"; reason: "gone" | "by-hand"; message: string };

/** The changes of files that an edit comes to. Keys stay, whatever is renamed or moved; copies have keys of their own. */
export function editOutline(ask: { paths: Iterable<string>; read: ReadText; edit: OutlineEdit }): EditedOutline {
  const paths = new Set(ask.paths);
  try {
    const work = new Work(paths, ask.read);
    const what = work.run(ask.edit);
    return what === null
      ? { status: "refused", reason: "gone", message: "It is not there any more. See the outline as it is now." }
      : { status: "edited", what, changes: work.changes };
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
    return { status: "refused", reason: "by-hand", message: `${error.message} Open the file itself, and mend it there.` };
  }
}

class Work {
  readonly changes = new Map<string, string | null>();
  readonly #paths: Set<string>;
  readonly #read: ReadText;
  readonly #outline: DraftOutline;
  readonly #keys: { modules: Set<string>; lessons: Set<string> };

  constructor(paths: Set<string>, read: ReadText) {
    this.#paths = paths;
    this.#read = read;
    this.#outline = readDraftOutline(paths, read);
    const { modules } = this.#outline;
    const keys = (all: { key: string | null }[]) => new Set(all.flatMap(({ key }) => (key === null ? [] : [key])));
    this.#keys = { modules: keys(modules), lessons: keys(modules.flatMap((module) => module.lessons)) };
  }

  /** What was done, in words; null where what it is about is not there. */
  run(edit: OutlineEdit): string | null {
    if (edit.do === "add-module") return this.#addModule(edit);
    const module = this.#outline.modules.find(({ name }) => name === edit.module);
    if (!module) return null;
    if (!("lesson" in edit)) return this.#runOnModule(edit, module);
    const lesson = module.lessons.find(({ name }) => name === edit.lesson);
    return lesson ? this.#runOnLesson(edit, module, lesson) : null;
  }

  #runOnModule(edit: Exclude<OutlineEdit, { do: "add-module" } | { lesson: string }>, module: OutlineModule): string | null {
    const { name, title } = module;
    const listed = readNames(this.#text("course.yaml"), "modules");
    const others = listed.filter((other) => other !== name);
    const list = (names: string[]) => this.#edit("course.yaml", (source) => setNames(source, "modules", names));
    switch (edit.do) {
      case "add-lesson":
        return this.#addLesson(module, edit.title);
      case "rename-module":
        this.#setFields(`modules/${name}/module.yaml`, { title: edit.title, summary: edit.summary });
        return `Changed the module “${edit.title}”`;
      case "move-module":
        if (!listed.includes(name)) return null;
        list(moved(listed, name, listed.indexOf(name) + edit.by));
        return `Moved the module “${title}”`;
      case "place-module":
        list(moved(listed, name, edit.at));
        return `Moved the module “${title}”`;
      case "hide-module":
        list(others);
        return `Hid the module “${title}”`;
      case "show-module":
        list([...others, name]);
        return `Showed the module “${title}”`;
      case "delete-module":
        if (module.listed) list(others);
        for (const path of this.#paths) if (path.startsWith(`modules/${name}/`)) this.changes.set(path, null);
        return `Deleted the module “${title}”`;
      case "duplicate-module":
        return this.#duplicateModule(module, listed, list);
    }
  }

  #runOnLesson(edit: Extract<OutlineEdit, { lesson: string }>, module: OutlineModule, lesson: OutlineLesson): string | null {
    const { name, path, title } = lesson;
    const listed = readNames(this.#text(this.#fileOf(module.name)), "lessons");
    const others = listed.filter((other) => other !== name);
    const list = (names: string[]) => this.#edit(this.#fileOf(module.name), (source) => setNames(source, "lessons", names));
    switch (edit.do) {
      case "rename-lesson":
        this.#setFields(path, { title: edit.title });
        return `Renamed “${title}” to “${edit.title}”`;
      case "move-lesson":
        if (!listed.includes(name)) return null;
        list(moved(listed, name, listed.indexOf(name) + edit.by));
        return `Moved “${title}”`;
      case "place-lesson": {
        if (edit.to === module.name) {
          list(moved(listed, name, edit.at ?? listed.length));
          return `Moved “${title}”`;
        }
        const to = this.#outline.modules.find((other) => other.name === edit.to);
        if (!to || lesson.missing) return null;
        const into = freeName(name, (taken) => to.lessons.some((other) => other.name === taken));
        list(others);
        this.changes.set(`modules/${to.name}/${into}.md`, this.#text(path));
        this.changes.set(path, null);
        const there = readNames(this.#text(this.#fileOf(to.name)), "lessons");
        this.#edit(this.#fileOf(to.name), (source) => setNames(source, "lessons", moved(there, into, edit.at ?? there.length)));
        return `Moved “${title}” to “${to.title}”`;
      }
      case "hide-lesson":
        list(others);
        return `Hid “${title}”`;
      case "show-lesson":
        list([...others, name]);
        return `Showed “${title}”`;
      case "delete-lesson":
        if (lesson.listed) list(others);
        if (!lesson.missing) this.changes.set(path, null);
        return `Deleted “${title}”`;
      case "duplicate-lesson": {
        if (lesson.missing) return null;
        const copy = freeName(name, (taken) => module.lessons.some((other) => other.name === taken));
        this.#copyLesson(path, `modules/${module.name}/${copy}.md`, `${title} (copy)`);
        if (lesson.listed) list(moved(listed, copy, listed.indexOf(name) + 1));
        return `Duplicated “${title}”`;
      }
    }
  }

  #addModule({ title, summary }: { title: string; summary: string }): string {
    const key = freeName(slugOf(title, "module"), (taken) => this.#isModule(taken));
    this.changes.set(this.#fileOf(key), `${stringify({ key, title, summary }, { lineWidth: 0 })}lessons: []\n`);
    const listed = readNames(this.#text("course.yaml"), "modules");
    this.#edit("course.yaml", (source) => setNames(source, "modules", [...listed, key]));
    return `Added the module “${title}”`;
  }

  #addLesson(module: OutlineModule, title: string): string {
    const isTaken = (name: string) => this.#keys.lessons.has(name) || module.lessons.some((lesson) => lesson.name === name);
    const key = freeName(slugOf(title, "lesson"), isTaken);
    this.changes.set(
      `modules/${module.name}/${key}.md`,
      `---\n${stringify({ key, title, kind: "text" }, { lineWidth: 0 })}---\n\n`,
    );
    this.#edit(this.#fileOf(module.name), (source) => setNames(source, "lessons", [...readNames(source, "lessons"), key]));
    return `Added “${title}”`;
  }

  #duplicateModule(module: OutlineModule, listed: string[], list: (names: string[]) => void): string | null {
    if (module.missing) return null;
    const copy = freeName(`${module.name}-copy`, (taken) => this.#isModule(taken));
    const key = freeName(`${module.key ?? slugOf(module.title, "module")}-copy`.slice(0, 60), (taken) =>
      this.#keys.modules.has(taken),
    );
    const title = `${module.title} (copy)`;
    for (const path of this.#paths) {
      const [, file] = path.startsWith(`modules/${module.name}/`) ? path.split(`modules/${module.name}/`) : [];
      if (!file || file === "module.yaml") continue;
      if (file.endsWith(".md") && !file.includes("/")) this.#copyLesson(path, `modules/${copy}/${file}`);
      else this.changes.set(`modules/${copy}/${file}`, this.#text(path));
    }
    this.changes.set(this.#fileOf(copy), setField(setField(this.#text(this.#fileOf(module.name)), "key", key), "title", title));
    if (module.listed) list(moved(listed, copy, listed.indexOf(module.name) + 1));
    return `Duplicated the module “${module.title}”`;
  }

  /** A copy under a key of its own: progress is stored under keys. */
  #copyLesson(from: string, to: string, title?: string): void {
    const { key } = fieldsOf(from, this.#text(from));
    const wanted = `${typeof key === "string" ? key : "lesson"}-copy`.slice(0, 60);
    const own = freeName(wanted, (taken) => this.#keys.lessons.has(taken));
    this.#keys.lessons.add(own);
    this.changes.set(to, this.#text(from));
    this.#setFields(to, { key: own, ...(title !== undefined && { title }) });
  }

  #setFields(path: string, fields: Record<string, FieldValue | undefined>): void {
    this.#edit(path, (source) => setFileFields(path, source, fields));
  }

  #edit(path: string, change: (source: string) => string): void {
    const source = this.#text(path);
    const changed = change(source);
    if (changed !== source || this.changes.has(path)) this.changes.set(path, changed);
  }

  #text(path: string): string {
    const text = this.changes.get(path) ?? this.#read(path);
    if (text === undefined) throw new NotEditable(`The file ${path} is not there, or no text.`);
    return text;
  }

  #isModule(name: string): boolean {
    return this.#keys.modules.has(name) || this.#outline.modules.some((module) => module.name === name);
  }

  #fileOf(module: string): string {
    return `modules/${module}/module.yaml`;
  }
}

/** Sets fields of a YAML file, or of a lesson's front matter, and leaves all else as it is. */
export function setFileFields(path: string, source: string, fields: Record<string, FieldValue | undefined>): string {
  const set = (yaml: string) => Object.entries(fields).reduce((text, [name, value]) => setField(text, name, value), yaml);
  if (!path.endsWith(".md")) return set(source);
  const parts = splitLesson(source);
  return joinLesson({ ...parts, yaml: set(parts.yaml) });
}

/** The names with one of them at a place, as near to it as there are places. */
function moved(names: string[], name: string, at: number): string[] {
  const others = names.filter((other) => other !== name);
  const place = Math.max(0, Math.min(others.length, at));
  return [...others.slice(0, place), name, ...others.slice(place)];
}
