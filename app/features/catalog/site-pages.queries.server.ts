import { fillPlaceholders, type SitePageKey } from "#app/features/courseware/site-pages.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { operatorInWords } from "./operator-in-words.ts";

export interface SitePage {
  key: string;
  title: string;
  summary: string;
  /** HTML, made when the page was published, with the operator's details in it. */
  html: string;
  headings: { id: string; title: string }[];
  changedAt: Date;
  /** The page's own address. */
  address: string;
}

/** A page that every site has; null where none was published. */
export async function readSitePage(key: SitePageKey, tx: Db = db): Promise<SitePage | null> {
  const page = await tx.sitePage.findUnique({ where: { key } });
  if (!page) return null;
  const { title, summary, changedAt } = page;
  return {
    ...{ key, title, summary, changedAt },
    html: fillPlaceholders(page.html, operatorInWords(env())),
    headings: page.headings as SitePage["headings"],
    address: `${env().appUrl}/${key}`,
  };
}

export async function listSitePages(tx: Db = db) {
  return tx.sitePage.findMany({ orderBy: { key: "asc" }, select: { key: true, changedAt: true } });
}
