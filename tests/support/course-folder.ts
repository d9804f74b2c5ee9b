import { randomUUID } from "node:crypto";
import { stringify } from "yaml";
import type { CompletionRule, Manifest, Price } from "#app/features/courseware/manifest.ts";

interface LessonSpec {
  key: string;
  preview?: boolean;
  required?: boolean;
  completion?: CompletionRule;
  text?: string;
  /** Data of an instrument's YAML: makes it an assessment lesson, completed by passing. */
  assessment?: { key: string } & Record<string, unknown>;
}

export interface CourseSpec {
  key?: string;
  price?: Price | "free";
  payWays?: object[];
  order?: Manifest["order"];
  releases?: Manifest["releases"];
  /** One module of lessons; a string is a text lesson of that key. */
  lessons?: (string | LessonSpec)[];
  ownerId?: string;
}

/** The files of a small course, as an author would write them. */
export function aCourseFolder(spec: CourseSpec = {}): { files: Map<string, Buffer> } {
  const { key = `course-${randomUUID().slice(0, 8)}`, price = "free", order = "free", releases = "next-visit" } = spec;
  const lessons = (spec.lessons ?? ["one", "two", "three"]).map((lesson) =>
    typeof lesson === "string" ? { key: lesson } : lesson,
  );
  const files = new Map<string, Buffer>();
  const write = (path: string, text: string) => files.set(path, Buffer.from(text));
  const paid = price === "free" ? {} : { afterPayment: "You begin.", refundPolicy: "Thirty days." };
  const page = {
    key,
    title: `Course ${key}`,
    tagline: "A course for tests.",
    summary: "What it is about.",
    language: "en",
    outcomes: ["One thing.", "Another thing.", "A third thing."],
    instructors: [{ name: "Editorial team", role: "Authors", bio: "They write the tests." }],
    price,
    ...(spec.payWays && { payWays: spec.payWays }),
    kind: "course",
    order,
    releases,
    modules: ["first"],
    ...paid,
  };
  write("course.yaml", stringify(page));
  write(
    "modules/first/module.yaml",
    stringify({ key: "first", title: "First module", summary: "All of it.", lessons: lessons.map((lesson) => lesson.key) }),
  );
  for (const lesson of lessons) {
    const { key, preview, required, completion, text = `The text of lesson ${key}.`, assessment } = lesson as LessonSpec;
    const front = {
      key,
      title: `Lesson ${key}`,
      kind: assessment ? "assessment" : "text",
      summary: "A lesson.",
      ...(preview && { preview }),
      ...(required === false && { required }),
      ...(completion && { completion }),
      ...(assessment && { assessment: assessment.key, completion: completion ?? "passed" }),
    };
    write(`modules/first/${key}.md`, `---\n${stringify(front)}---\n${text}\n`);
    if (assessment) write(`assessments/${assessment.key}.yaml`, stringify(assessment));
  }
  return { files };
}
