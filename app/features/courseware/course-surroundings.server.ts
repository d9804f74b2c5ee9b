import type { CourseFolder } from "./course-folder.server.ts";
import type { Findings } from "./fault.ts";
import { lessonUrl, mediaUrl } from "./manifest.ts";
import type { MediaUse, Page, PageMedia, Place, Rendered, Surroundings } from "./markdown/page.ts";
import { renderMarkdown } from "./markdown/render-markdown.ts";
import type { MediaShelf } from "./media-shelf.server.ts";
import { type LessonSource, readSource, type UsedFiles } from "./read-outline.server.ts";

interface Ask {
  folder: CourseFolder;
  courseKey: string;
  /** Of each lesson its key and its file. */
  outline: { modules: { lessons: Pick<LessonSource, "key" | "file">[] }[] };
  shelf: MediaShelf;
  language: string;
  used: UsedFiles;
}

/** What the texts of one course can refer to. Media have addresses within a lesson, so those come with `forLesson`. */
export class CourseSurroundings implements Surroundings {
  readonly mediaNames = new Set<string>();
  readonly #ask: Ask;
  readonly #findings: Findings;
  readonly #lessonKey: string | undefined;

  constructor(ask: Ask, findings: Findings, lessonKey?: string) {
    this.#ask = ask;
    this.#findings = findings;
    this.#lessonKey = lessonKey;
  }

  forLesson(lessonKey: string): CourseSurroundings {
    return new CourseSurroundings(this.#ask, this.#findings, lessonKey);
  }

  lessonUrl(key: string): string | undefined {
    const { courseKey, outline } = this.#ask;
    const exists = outline.modules.some((module) => module.lessons.some((lesson) => lesson.key === key));
    return exists ? lessonUrl(courseKey, key) : undefined;
  }

  lessonAt(path: string): string | undefined {
    const lessons = this.#ask.outline.modules.flatMap((module) => module.lessons);
    return lessons.find(({ file }) => file === path)?.key;
  }

  media(name: string, use: MediaUse, at: Place, ask: { seconds?: number } = {}): PageMedia | undefined {
    const file = this.#ask.shelf.take(name, use, at, ask);
    if (!file || this.#lessonKey === undefined) return undefined;
    this.mediaNames.add(name);
    const { hash, mediaType, size, dimensions } = file;
    const url = mediaUrl(this.#ask.courseKey, this.#lessonKey, hash, name);
    return { url, mediaType, size, ...(dimensions && { dimensions }) };
  }

  transcript(name: string, from: Place): Rendered | undefined {
    const { folder, used, language } = this.#ask;
    const file = `media/${name}`;
    if (!name.endsWith(".md")) {
      this.#findings.fault({
        ...from,
        message: `${name} does not serve as a transcript.`,
        remedy: "Write the transcript as Markdown, in a file that ends in .md.",
      });
      return undefined;
    }
    const source = readSource({ folder, file, from, used }, this.#findings);
    if (source === undefined) return undefined;
    const page: Page = { kind: "piece", language, findings: this.#findings, at: (line) => ({ file, line }), surroundings: this };
    if (source.trim() === "")
      this.#findings.fault({
        file,
        line: 1,
        message: "The transcript is empty.",
        remedy: "Write down every word, and what is seen where it matters.",
      });
    return renderMarkdown(source, page);
  }
}
