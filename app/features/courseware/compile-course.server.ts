import { setImmediate } from "node:timers/promises";
import { LRUCache } from "lru-cache";
import { checkDownload } from "./check-download.ts";
import { type CompiledRevision, InstrumentShelf } from "./compile-instruments.server.ts";
import { type CompiledLesson, compileLesson } from "./compile-lesson.server.ts";
import type { CourseFields } from "./course-files.schema.ts";
import { type CourseFolder, folderDigest } from "./course-folder.server.ts";
import { CourseSurroundings } from "./course-surroundings.server.ts";
import { type Fault, Findings } from "./fault.ts";
import { COVER_SEGMENT, type Manifest, type ManifestLesson, type ManifestModule, mediaUrl } from "./manifest.ts";
import type { Page } from "./markdown/page.ts";
import { renderMarkdown } from "./markdown/render-markdown.ts";
import { MediaShelf } from "./media-shelf.server.ts";
import { checkPayWays, payWaysOf } from "./pay-way.ts";
import { type Outline, readOutline } from "./read-outline.server.ts";
import { warnOfUnusedFiles } from "./unused-files.ts";
import type { YamlFile } from "./yaml-file.ts";

export interface CompiledCourse {
  /** Present where there are no faults. */
  manifest?: Manifest;
  /** In reading order. Two lessons with the same text have the same hash. */
  lessons: CompiledLesson[];
  /** Those that lessons use, or that anybody may take. */
  instruments: CompiledRevision[];
  /** What keeps the folder from being published. */
  faults: Fault[];
  warnings: Fault[];
}

/** Checks a course folder and compiles it into a release. The same folder always compiles to the same release. */
export function compileCourse(folder: CourseFolder): CompiledCourse {
  const steps = compiling(folder);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** By the digest of the folder. What an author looks at before they publish it is compiled once. */
const lately = new LRUCache<string, CompiledCourse>({ max: 4, ttl: 10 * 60_000 });

/**
 * The same where others wait for answers of this process: they go on after each lesson, a few milliseconds each. An answer takes
 * a dozen such steps, so longer turns would be felt. What it gives may be given to somebody else too, and is not to be changed.
 */
export async function compileCourseInTurns(folder: CourseFolder): Promise<CompiledCourse> {
  const digest = folder.unreadable?.length ? null : folderDigest(folder);
  const known = digest === null ? undefined : lately.get(digest);
  if (known) return known;
  const steps = compiling(folder);
  for (;;) {
    const step = steps.next();
    if (!step.done) await setImmediate();
    else {
      if (digest !== null) lately.set(digest, step.value);
      return step.value;
    }
  }
}

/** Stops after each lesson. */
function* compiling(folder: CourseFolder): Generator<void, CompiledCourse> {
  const findings = new Findings();
  for (const fault of folder.unreadable ?? []) findings.fault(fault);
  if (folder.files.size === 0 && findings.faults.length > 0)
    return { lessons: [], instruments: [], faults: findings.faults, warnings: [] };

  const used = new Set<string>();
  const outline = readOutline(folder, findings, used);
  const language = outline.course?.fields?.language ?? "en";
  const shelf = new MediaShelf(folder, findings);
  const surroundings = new CourseSurroundings(
    { folder, courseKey: outline.course?.key ?? "", outline, shelf, language, used },
    findings,
  );
  const instruments = new InstrumentShelf({ folder, language, surroundings, used }, findings);

  const lessons: CompiledLesson[] = [];
  const modules: ManifestModule[] = [];
  for (const module of outline.modules) {
    const entries: ManifestLesson[] = [];
    for (const source of module.lessons) {
      const ofLesson = surroundings.forLesson(source.key ?? "");
      const { content, entry } = compileLesson(
        {
          source,
          language,
          besideFiles: outline.course?.fields?.kind === "download",
          surroundings: ofLesson,
          mediaNames: ofLesson.mediaNames,
          instrument(key, from) {
            const revision = instruments.take(key, from, { key: source.key ?? "", surroundings: ofLesson });
            return revision && { key: revision.key, digest: revision.digest };
          },
        },
        findings,
      );
      lessons.push(content);
      if (entry) entries.push(entry);
      yield;
    }
    const { key = "", title = "", summary = "" } = module.fields ?? {};
    modules.push({ key, title, summary, lessons: entries });
  }

  const publicAssessments = instruments.takePublic();
  const { course } = outline;
  const coursePage =
    course?.fields && compileCoursePage({ fields: course.fields, yaml: course.yaml, outline, shelf, surroundings }, findings);
  for (const name of shelf.used.keys()) used.add(`media/${name}`);
  warnOfUnusedFiles({ files: folder.files.keys(), used }, findings);

  const { faults, warnings } = findings;
  const media = Object.fromEntries([...shelf.used].map(([name, { hash, size, mediaType }]) => [name, { hash, size, mediaType }]));
  const manifest: Manifest | undefined =
    coursePage && faults.length === 0
      ? { schema: 1, ...coursePage, modules, ...(publicAssessments.length > 0 && { publicAssessments }), media }
      : undefined;
  return { ...(manifest && { manifest }), lessons, instruments: instruments.revisions, faults, warnings };
}

interface CoursePageAsk {
  fields: CourseFields;
  yaml: YamlFile;
  outline: Outline;
  shelf: MediaShelf;
  surroundings: CourseSurroundings;
}

function compileCoursePage(ask: CoursePageAsk, findings: Findings): Omit<Manifest, "schema" | "modules" | "media"> {
  const { fields, yaml, outline, shelf, surroundings } = ask;
  const at = (...path: (string | number)[]) => ({ file: yaml.file, line: yaml.lineOf(path) });
  const render = (markdown: string) => {
    const { line: first, literal } = yaml.placeOf(markdown);
    const place = (line: number) => ({ file: yaml.file, line: literal ? first + line - 1 : first });
    const page: Page = { kind: "piece", language: fields.language, findings, at: place, surroundings };
    return renderMarkdown(markdown, page).html;
  };
  checkCourse({ fields, outline, at }, findings);
  const cover = fields.cover === undefined ? undefined : shelf.take(fields.cover, "image", at("cover"));
  const socialImage = fields.socialImage === undefined ? undefined : shelf.take(fields.socialImage, "image", at("socialImage"));
  if (socialImage && !/^image\/(?:png|jpeg)$/.test(socialImage.mediaType)) {
    const message = `${socialImage.name} does not serve beside links: most sites show PNG and JPEG only.`;
    findings.fault({ ...at("socialImage"), message, remedy: "Save it as PNG or JPEG, best at 1200 by 630 pixels." });
  }
  const { key, title, tagline, kind, language, level, duration, outcomes, audience, instructors, order, releases, careLesson } =
    fields;
  return {
    key,
    title,
    tagline,
    kind,
    language,
    ...(level && { level }),
    ...(duration && { duration }),
    summary: render(fields.summary),
    outcomes,
    audience,
    instructors,
    price: fields.price === "free" ? null : fields.price,
    ...(payWaysOf(fields).length > 0 && { payWays: payWaysOf(fields) }),
    ...(cover && { cover: { url: mediaUrl(key, COVER_SEGMENT, cover.hash, cover.name), alt: fields.coverAlt ?? "" } }),
    ...(socialImage?.dimensions && {
      socialImage: { url: mediaUrl(key, COVER_SEGMENT, socialImage.hash, socialImage.name), ...socialImage.dimensions },
    }),
    faq: fields.faq.map(({ question, answer }) => ({ question, answer: render(answer) })),
    afterPayment: fields.price === "free" ? "" : render(fields.afterPayment ?? ""),
    refundPolicy: fields.price === "free" ? "" : render(fields.refundPolicy ?? ""),
    ...(careLesson && { careLesson }),
    order,
    releases,
  };
}

function checkCourse(
  ask: { fields: CourseFields; outline: Outline; at: (field: string) => { file: string; line: number } },
  findings: Findings,
): void {
  const { fields, outline, at } = ask;
  const lessons = outline.modules.flatMap((module) => module.lessons);
  checkPayWays(fields, at("payWays"), findings);
  if (fields.kind === "download") checkDownload({ lessons, kindAt: at("kind") }, findings);
  if (fields.cover !== undefined && fields.coverAlt === undefined) {
    findings.fault({
      ...at("cover"),
      message: "The cover has no alternative text.",
      remedy: "Add `coverAlt`: what the picture shows.",
    });
  }
  if (fields.careLesson !== undefined && !lessons.some(({ key }) => key === fields.careLesson)) {
    findings.fault({
      ...at("careLesson"),
      message: `There is no lesson with the key ${fields.careLesson}.`,
      remedy: "Use the key from a lesson's front matter.",
    });
  }
  if (lessons.length > 0 && lessons.every((lesson) => lesson.fields?.required === false)) {
    const remedy = "Leave out `required: false` in at least one lesson: finishing the course means finishing these.";
    findings.fault({ ...at("modules"), message: "No lesson of this course is required.", remedy });
  }
  for (const field of ["afterPayment", "refundPolicy"] as const) {
    if (fields.price !== "free" && fields[field] === undefined) {
      findings.fault({
        ...at("price"),
        message: `A course with a price needs \`${field}\`.`,
        remedy: "Add it: people read it before they pay.",
      });
    }
    if (fields.price === "free" && fields[field] !== undefined) {
      findings.warn({
        ...at(field),
        message: `A free course does not show \`${field}\`.`,
        remedy: "Remove it, or give the course a price.",
      });
    }
  }
  if (fields.price !== "free" && fields.price.amount < 500) {
    const { amount, currency } = fields.price;
    const message = `The price is ${amount} in the smallest unit of ${currency}.`;
    findings.warn({ ...at("price"), message, remedy: "Check it: 14900 is 149.00 in most currencies." });
  }
}
