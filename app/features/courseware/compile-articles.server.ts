import { checkFields } from "./check-fields.ts";
import { articleSchema } from "./course-files.schema.ts";
import { type CourseFolder, canonicalJson, decodeText, sha256 } from "./course-folder.server.ts";
import { type Fault, Findings } from "./fault.ts";
import { readFrontMatter } from "./front-matter.ts";
import type { Page, Surroundings } from "./markdown/page.ts";
import { renderMarkdown } from "./markdown/render-markdown.ts";

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

/** An article stands by itself: there is no course whose lessons or media it could name. */
const NOWHERE: Surroundings = {
  lessonUrl: () => undefined,
  lessonAt: () => undefined,
  media: () => undefined,
  transcript: () => undefined,
};

/** Checks and renders a folder of articles. */
export function compileArticles(folder: CourseFolder): { articles: CompiledArticle[]; faults: Fault[]; warnings: Fault[] } {
  const findings = new Findings();
  for (const fault of folder.unreadable ?? []) findings.fault(fault);
  const keys = new Map<string, string>();
  const articles: CompiledArticle[] = [];
  for (const [file, bytes] of folder.files) {
    const compiled = compileArticle({ file, bytes }, findings);
    if (!compiled) continue;
    const { article, keyLine: line } = compiled;
    const earlier = keys.get(article.key);
    const remedy = "Give this article a key of its own.";
    if (earlier) findings.fault({ file, line, message: `The key ${article.key} is already the key of ${earlier}.`, remedy });
    keys.set(article.key, file);
    articles.push(article);
  }
  return { articles, faults: findings.faults, warnings: findings.warnings };
}

function compileArticle(
  { file, bytes }: { file: string; bytes: Buffer },
  findings: Findings,
): { article: CompiledArticle; keyLine: number } | undefined {
  const source = decodeText(bytes);
  if (source === undefined) findings.fault({ file, line: 1, message: "This file is not UTF-8.", remedy: "Save it as UTF-8." });
  const parts = source === undefined ? undefined : readFrontMatter({ file, source }, findings);
  if (!parts) return undefined;
  const fields = checkFields(articleSchema, parts.yaml, findings);
  const page: Page = { kind: "article", language: "en", findings, at: (line) => ({ file, line }), surroundings: NOWHERE };
  const { html, text, headings } = renderMarkdown(parts.body, page);
  if (parts.body.trim() === "")
    findings.fault({ file, line: 1, message: "This article is empty.", remedy: "Write its text, or remove the file." });
  if (!fields) return undefined;
  const article = {
    key: fields.key,
    title: fields.title,
    summary: fields.summary,
    html,
    text,
    headings: headings.filter(({ depth }) => depth === 2).map(({ id, title }) => ({ id, title })),
    courseKey: fields.course ?? null,
    publishedAt: new Date(`${fields.published}T00:00:00Z`),
  };
  return { article: { ...article, digest: sha256(canonicalJson(article)) }, keyLine: parts.yaml.lineOf(["key"]) };
}
