import { checkFields } from "#app/features/courseware/check-fields.ts";
import { compileLesson } from "#app/features/courseware/compile-lesson.server.ts";
import { lessonSchema } from "#app/features/courseware/course-files.schema.ts";
import { CourseSurroundings } from "#app/features/courseware/course-surroundings.server.ts";
import { type Fault, Findings } from "#app/features/courseware/fault.ts";
import { readFrontMatter } from "#app/features/courseware/front-matter.ts";
import { MediaShelf } from "#app/features/courseware/media-shelf.server.ts";
import { readDraftFiles, readDraftPaths } from "../draft-files.queries.server.ts";
import type { DraftOutline } from "../outline/read-draft-outline.ts";

export interface LessonPreview {
  html: string;
  words: number;
  minutes: number;
  /** By the field of the form that they are about; "" for those of fields that it does not show. */
  faults: { field: "title" | "summary" | "minutes" | "source" | ""; message: string; remedy: string; line: number }[];
}

interface Ask {
  draftId: string;
  courseKey: string;
  outline: DraftOutline;
  path: string;
  text: string;
}

/** A lesson as learners will see it, by the renderer and the checker that publishing uses. */
export async function previewLesson({ draftId, courseKey, outline, path, text }: Ask): Promise<LessonPreview> {
  const findings = new Findings();
  const file = readFrontMatter({ file: path, source: text.replace(/^\ufeff/, "") }, findings);
  if (!file)
    return { html: "", words: 0, minutes: 0, faults: findings.faults.map((fault) => ({ ...fault, field: "" as const })) };
  const { yaml, body } = file;
  const fields = checkFields(lessonSchema, yaml, findings);
  const key = fields?.key ?? "draft";
  const paths = new Set((await readDraftPaths(draftId)).keys());
  // Only what the text names is fetched: a course may have hundreds of megabytes of recordings.
  const isNamed = (name: string) => text.includes(name) || text.includes(encodeURI(name));
  const folder = await readDraftFiles({
    draftId,
    wanted: (one) => one.startsWith("media/") && isNamed(one.slice("media/".length)),
  });
  const lessons = outline.modules.flatMap((module) =>
    module.lessons.map((one) => ({ key: one.key ?? undefined, file: one.path })),
  );
  const shelf = new MediaShelf(folder, findings);
  const language = "en";
  const all = new CourseSurroundings(
    { folder, courseKey, outline: { modules: [{ lessons }] }, shelf, language, used: new Set() },
    findings,
  );
  const surroundings = all.forLesson(key);
  const instrument = (name: string, from: { file: string; line: number }) => {
    if (paths.has(`assessments/${name}.yaml`)) return { key: name, digest: "" };
    findings.fault({ ...from, message: `There is no file assessments/${name}.yaml.`, remedy: "Add the assessment first." });
    return undefined;
  };
  const source = { file: path, yaml, body, key, fields };
  const { content } = compileLesson(
    { source, language, surroundings, mediaNames: surroundings.mediaNames, instrument },
    findings,
  );
  const html = content.html.replaceAll(`/media/${courseKey}/${key}/`, `/studio/${courseKey}/media/`);
  const fence = fenceLine(text);
  return {
    html,
    words: content.words,
    minutes: content.minutes,
    faults: findings.faults.map((fault) => ({
      field: fieldOf(fault, path, fence),
      message: fault.message,
      remedy: fault.remedy,
      line: Math.max(1, fault.line - fence),
    })),
  };
}

const SHOWN = ["title", "summary", "minutes"] as const;

function fieldOf({ file, line, message }: Fault, path: string, fence: number): LessonPreview["faults"][number]["field"] {
  if (file !== path) return "";
  if (line > fence) return "source";
  // The checker names fields so.
  return SHOWN.find((name) => message.includes(`\`${name}\``)) ?? "";
}

/** The line of the fence that ends the front matter. */
function fenceLine(text: string): number {
  return text.split(/\r\n|\n|\r/).findIndex((line, at) => at > 0 && /^---[ \t]*$/.test(line)) + 1;
}
