import { type Db, db } from "#app/platform/db.server.ts";

/** Articles that are out at `now`, newest first. */
export async function listArticles(ask: { now: Date }, tx: Db = db) {
  return tx.article.findMany({
    where: { publishedAt: { lte: ask.now } },
    orderBy: [{ publishedAt: "desc" }, { key: "asc" }],
    select: { key: true, title: true, summary: true, publishedAt: true },
  });
}

export interface ArticlePage {
  key: string;
  title: string;
  summary: string;
  /** HTML, made when the article was published. */
  html: string;
  headings: { id: string; title: string }[];
  /** The course that it leads to. */
  courseKey: string | null;
  publishedAt: Date;
}

export async function readArticle(ask: { key: string; now: Date }, tx: Db = db): Promise<ArticlePage | null> {
  // The driver refuses a NUL byte, and no key has one.
  if (ask.key.includes("\0")) return null;
  const article = await tx.article.findFirst({ where: { key: ask.key, publishedAt: { lte: ask.now } } });
  if (!article) return null;
  const { key, title, summary, html, headings, courseKey, publishedAt } = article;
  return { key, title, summary, html, headings: headings as ArticlePage["headings"], courseKey, publishedAt };
}
