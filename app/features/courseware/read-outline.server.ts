import type { z } from "zod";
import { checkFields } from "./check-fields.ts";
import {
  type CourseFields,
  courseSchema,
  type LessonFields,
  lessonSchema,
  type ModuleFields,
  moduleSchema,
} from "./course-files.schema.ts";
import { type CourseFolder, decodeText, isUnreadable } from "./course-folder.server.ts";
import type { Findings } from "./fault.ts";
import { readFrontMatter } from "./front-matter.ts";
import type { Place } from "./markdown/page.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** A file that was read: its fields are missing where they have faults, its key is there as soon as it is written. */
interface Source<Fields> {
  file: string;
  yaml: YamlFile;
  key: string | undefined;
  fields: Fields | undefined;
}

export interface LessonSource extends Source<LessonFields> {
  /** Markdown, with the file's line numbers. */
  body: string;
}

export interface ModuleSource extends Source<ModuleFields> {
  lessons: LessonSource[];
}

export interface Outline {
  course: Source<CourseFields> | undefined;
  modules: ModuleSource[];
}

/** Which files of the folder something refers to. */
export type UsedFiles = Set<string>;

/** Reads course.yaml and, from there, every module and lesson that is listed. One bad file does not hide the faults of the next. */
export function readOutline(folder: CourseFolder, findings: Findings, used: UsedFiles): Outline {
  const course = readYamlSource("course.yaml", { file: "course.yaml", line: 1 }, courseSchema);
  const modules: ModuleSource[] = [];
  for (const { name, place } of course ? namesIn(course.yaml, "modules") : []) {
    const source = readYamlSource(`modules/${name}/module.yaml`, place, moduleSchema);
    if (source) modules.push({ ...source, lessons: readLessons(`modules/${name}`, source.yaml) });
  }
  checkKeys(modules, "module", findings);
  const lessons = modules.flatMap((module) => module.lessons);
  checkKeys(lessons, "lesson", findings);
  return { course, modules };

  function readLessons(moduleFolder: string, yaml: YamlFile): LessonSource[] {
    return namesIn(yaml, "lessons").flatMap(({ name, place }) => {
      const file = `${moduleFolder}/${name}.md`;
      const source = readSource({ folder, file, from: place, used }, findings);
      const parts = source === undefined ? undefined : readFrontMatter({ file, source }, findings);
      return parts ? [{ ...withFields(parts.yaml, lessonSchema), body: parts.body }] : [];
    });
  }

  function readYamlSource<Fields>(file: string, from: Place, schema: z.ZodType<Fields>): Source<Fields> | undefined {
    const source = readSource({ folder, file, from, used }, findings);
    const yaml = source === undefined ? undefined : readYaml({ file, source }, findings);
    return yaml && withFields(yaml, schema);
  }

  function withFields<Fields>(yaml: YamlFile, schema: z.ZodType<Fields>): Source<Fields> {
    const fields = checkFields(schema, yaml, findings);
    const key = (yaml.data as { key?: unknown } | null)?.key;
    return { file: yaml.file, yaml, key: typeof key === "string" ? key : undefined, fields };
  }
}

/** The text of a file that something refers to at `from`. */
export function readSource(
  ask: { folder: CourseFolder; file: string; from: Place; used: UsedFiles },
  findings: Findings,
): string | undefined {
  const { folder, file, from, used } = ask;
  const bytes = folder.files.get(file);
  if (!bytes) {
    if (isUnreadable(folder, file)) return undefined;
    findings.fault({
      ...from,
      message: `There is no file ${file}.`,
      remedy: "Add the file, or correct the name (capital letters count).",
    });
    return undefined;
  }
  used.add(file);
  const text = decodeText(bytes);
  if (text === undefined) findings.fault({ file, line: 1, message: "This file is not UTF-8.", remedy: "Save it as UTF-8." });
  return text;
}

/** The entries of a list of names, as far as it is one: what is wrong with it is reported with the other fields. */
function namesIn(yaml: YamlFile, field: string): { name: string; place: Place }[] {
  const list = (yaml.data as Record<string, unknown> | null)?.[field];
  if (!Array.isArray(list)) return [];
  const names = new Map<string, Place>();
  list.forEach((name, index) => {
    const isName = typeof name === "string" && /^[^./\\][^/\\]*$/.test(name);
    if (isName && !names.has(name)) names.set(name, { file: yaml.file, line: yaml.lineOf([field, index]) });
  });
  return [...names].map(([name, place]) => ({ name, place }));
}

/** Keys are unique within the course, for modules and for lessons. */
function checkKeys(sources: Source<unknown>[], what: string, findings: Findings): void {
  const first = new Map<string, Source<unknown>>();
  for (const source of sources) {
    if (source.key === undefined) continue;
    const earlier = first.get(source.key);
    if (!earlier) first.set(source.key, source);
    else {
      const message = `The key ${source.key} is already the key of ${earlier.file}.`;
      const remedy = `Give this ${what} a key of its own. Do not change the other one if people have learned with it.`;
      findings.fault({ file: source.file, line: source.yaml.lineOf(["key"]), message, remedy });
    }
  }
}
