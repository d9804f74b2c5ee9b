import { isMap, parseDocument } from "yaml";
import { splitLesson } from "./front-matter-text.ts";

/** The outline of a draft, as far as its files can be read: a draft may be full of faults. */

export interface OutlineLesson {
  /** The file's name without .md. */
  name: string;
  path: string;
  key: string | null;
  title: string;
  kind: string;
  /** In the list of its module: learners see it. */
  listed: boolean;
  /** Listed, and not there. */
  missing: boolean;
}

export interface OutlineModule {
  /** The folder below modules/. */
  name: string;
  key: string | null;
  title: string;
  summary: string;
  listed: boolean;
  missing: boolean;
  lessons: OutlineLesson[];
}

export interface DraftOutline {
  title: string;
  modules: OutlineModule[];
}

type Fields = Record<string, unknown>;
/** The text of a file; undefined where there is none. */
export type ReadText = (path: string) => string | undefined;

export function readDraftOutline(
  paths: Iterable<string>,
  read: ReadText,
  fieldsIn: (path: string) => Fields = reader(read),
): DraftOutline {
  const course = fieldsIn("course.yaml");
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const [, folder, file] = /^modules\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
    if (folder && file) folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const listed = names(course.modules);
  const hidden = [...folders.keys()].filter((name) => !listed.includes(name)).sort();
  const modules = [...listed, ...hidden].map((name, at): OutlineModule => {
    const fields = fieldsIn(`modules/${name}/module.yaml`);
    const files = folders.get(name) ?? [];
    const inOrder = names(fields.lessons);
    const rest = files.filter((file) => file.endsWith(".md")).map((file) => file.slice(0, -3));
    const unlisted = rest.filter((file) => !inOrder.includes(file)).sort();
    return {
      name,
      key: textOr(fields.key, null),
      title: textOr(fields.title, name),
      summary: textOr(fields.summary, ""),
      listed: at < listed.length,
      missing: !files.includes("module.yaml"),
      lessons: [...inOrder, ...unlisted].map((file, index) => lesson(name, file, index < inOrder.length, rest.includes(file))),
    };
  });
  return { title: textOr(course.title, "Untitled course"), modules };

  function lesson(folder: string, name: string, isListed: boolean, there: boolean): OutlineLesson {
    const path = `modules/${folder}/${name}.md`;
    const fields = there ? fieldsIn(path) : {};
    const kind = textOr(fields.kind, "text");
    return {
      name,
      path,
      key: textOr(fields.key, null),
      title: textOr(fields.title, name),
      kind,
      listed: isListed,
      missing: !there,
    };
  }
}

/** The fields of a YAML file, or of a lesson's front matter; none where it has faults. */
export function reader(read: ReadText): (path: string) => Fields {
  return (path) => fieldsOf(path, read(path));
}

export function fieldsOf(path: string, source: string | undefined): Fields {
  if (source === undefined) return {};
  try {
    const document = parseDocument(path.endsWith(".md") ? splitLesson(source).yaml : source, { prettyErrors: false });
    return isMap(document.contents) && document.errors.length === 0 ? ((document.toJS() ?? {}) as Fields) : {};
  } catch {
    return {};
  }
}

function names(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return [...new Set(list.filter((name): name is string => typeof name === "string" && /^[^./\\][^/\\]*$/.test(name)))];
}

function textOr<Other>(value: unknown, other: Other): string | Other {
  return typeof value === "string" && value.trim() !== "" ? value : other;
}
