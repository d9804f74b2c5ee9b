import { compileTexts, contentsOf } from "./compile-texts.server.ts";
import { articleSchema } from "./course-files.schema.ts";
import { type CourseFolder, canonicalJson, sha256 } from "./course-folder.server.ts";
import type { Fault } from "./fault.ts";

export interface CompiledArticle {
  key: string;
  title: string;
  summary: string;
  html: string;
  text: string;
  /** Of the second level, for the table of contents. */
  headings: { id: string; title: string }[];
  courseKey: string | null;
  publishedAt: Date;
  /** SHA-256 of all of the above. */
  digest: string;
}

/** Checks and renders a folder of articles. */
export function compileArticles(folder: CourseFolder): { articles: CompiledArticle[]; faults: Fault[]; warnings: Fault[] } {
  const { texts, findings } = compileTexts(folder, { what: "article", schema: articleSchema });
  const articles = texts.map(({ fields, rendered }) => {
    const article = {
      key: fields.key,
      title: fields.title,
      summary: fields.summary,
      html: rendered.html,
      text: rendered.text,
      headings: contentsOf(rendered),
      courseKey: fields.course ?? null,
      publishedAt: new Date(`${fields.published}T00:00:00Z`),
    };
    return { ...article, digest: sha256(canonicalJson(article)) };
  });
  return { articles, faults: findings.faults, warnings: findings.warnings };
}
