import { Book } from "#app/platform/pdf/book.server.ts";
import { sha256 } from "./course-folder.server.ts";
import type { Manifest } from "./manifest.ts";

interface CourseBook {
  manifest: Pick<Manifest, "key" | "title" | "tagline" | "language" | "summary" | "instructors" | "modules">;
  /** By the key of a lesson. */
  html: ReadonlyMap<string, string>;
}

interface BookFacts {
  /** Of the site, without a trailing slash: links to what is not in the book lead there. Empty: they lead nowhere. */
  origin: string;
  siteName: string;
  /** The same text and moment give the same bytes. */
  made: Date;
}

/** A whole course has more letters than a single document of the site. */
const MOST_TEXT = 1_000_000;

/**
 * A course as one PDF to read and to print: a title page, contents that lead to their pages, then each lesson on a page
 * of its own. Tagged for screen readers. Assessments are left out: they are taken on the site.
 */
export async function courseBook(course: CourseBook, facts: BookFacts): Promise<Buffer> {
  // The contents come before the pages that they name: the first time is for the numbers alone.
  const { pages } = await write(course, facts, new Map());
  return (await write(course, facts, pages)).bytes;
}

/** What a book says of the text that it was made from: it differs where a word of the course differs. */
export function textMark({ manifest, html }: CourseBook): string {
  const { title, tagline, summary, modules } = manifest;
  const lessons = modules.map((module) => [
    module.title,
    module.summary,
    module.lessons.map(({ key, title }) => [title, html.get(key)]),
  ]);
  return `text-sha256:${sha256(JSON.stringify([title, tagline, summary, lessons]))}`;
}

/** The lessons of a compiled course that stand in its book, by their keys. */
export function bookTexts({
  manifest,
  lessons,
}: {
  manifest: Pick<Manifest, "modules">;
  lessons: { key: string; html: string }[];
}) {
  const all = manifest.modules.flatMap((module) => module.lessons);
  const texts = new Set(all.flatMap(({ key, kind }) => (kind === "assessment" ? [] : [key])));
  return new Map(lessons.flatMap(({ key, html }) => (texts.has(key) ? [[key, html] as const] : [])));
}

async function write({ manifest, html }: CourseBook, facts: BookFacts, known: ReadonlyMap<string, number>) {
  const { key, title, tagline, language, summary, instructors, modules } = manifest;
  const own = `/learn/${key}/`;
  const inside = (href: string) => (href.startsWith(own) && html.has(href.slice(own.length)) ? href.slice(own.length) : null);
  const { origin, made: CreationDate } = facts;
  const book = new Book({
    title,
    language,
    origin,
    inside,
    mostText: MOST_TEXT,
    info: { CreationDate, Keywords: textMark({ manifest, html }) },
  });
  const pages = new Map<string, number>();
  const mark = (name: string, words: string, level: 1 | 2) => pages.set(name, book.mark(name, words, level));

  book.space(120);
  book.rule();
  book.heading(1, title);
  book.paragraph(tagline, "strong");
  await book.html(summary);
  book.space(24);
  book.paragraph([...instructors.map(({ name }) => name), facts.siteName, origin].filter(Boolean).join(", "), "small");

  book.newPage();
  mark("contents", "Contents", 1);
  book.heading(1, "Contents");
  const chapters = modules.map((module) => ({ ...module, lessons: module.lessons.filter((lesson) => html.has(lesson.key)) }));
  for (const chapter of chapters) {
    const to = (name: string) => ({ mark: name, page: known.get(name) ?? 0 });
    book.keep(24 + 18 * chapter.lessons.length);
    book.contentsLine(chapter.title, { ...to(`module-${chapter.key}`), level: 1 });
    for (const lesson of chapter.lessons) book.contentsLine(lesson.title, { ...to(lesson.key), level: 2 });
  }

  for (const chapter of chapters) {
    book.newPage();
    mark(`module-${chapter.key}`, chapter.title, 1);
    book.space(120);
    book.rule();
    book.heading(1, chapter.title);
    book.paragraph(chapter.summary);
    for (const lesson of chapter.lessons) {
      book.newPage();
      mark(lesson.key, lesson.title, 2);
      book.heading(2, lesson.title);
      await book.html(html.get(lesson.key)!);
    }
  }
  return { bytes: await book.finish(title), pages };
}
