import { checkPlaceholders } from "./check-placeholders.ts";
import { type CompiledText, compileTexts, contentsOf } from "./compile-texts.server.ts";
import { type PageFields, pageSchema } from "./course-files.schema.ts";
import { type CourseFolder, canonicalJson, sha256 } from "./course-folder.server.ts";
import type { Fault } from "./fault.ts";
import { SITE_PAGES } from "./site-pages.ts";

export interface CompiledPage {
  key: string;
  title: string;
  summary: string;
  html: string;
  /** Of the second level, for the table of contents. */
  headings: { id: string; title: string }[];
  /** When its words were last changed, as its author says. */
  changedAt: Date;
  /** SHA-256 of all of the above. */
  digest: string;
}

/** Where an operator puts pages of their own: one replaces the page of the same key. */
const OWN = "own/";

/** Checks and renders the pages of the site. A folder that does not have all of them is at fault: the site links to each. */
export function compilePages(folder: CourseFolder): { pages: CompiledPage[]; faults: Fault[]; warnings: Fault[] } {
  const { texts, findings } = compileTexts(folder, { what: "page", schema: pageSchema });
  for (const text of texts) checkPlaceholders(text, findings);
  // Sorted, so that what is in own/ does not depend on the names of files.
  const layers = [...texts].sort((a, b) => Number(a.file.startsWith(OWN)) - Number(b.file.startsWith(OWN)));
  const chosen = new Map(layers.map((text) => [text.fields.key, text]));
  // A file with a fault says for itself what is wrong with it; that its page is missing is no second fault.
  if (findings.faults.length === 0) {
    for (const key of SITE_PAGES.filter((key) => !chosen.has(key))) {
      const remedy = `Write ${key}.md with the key ${key}.`;
      findings.fault({
        file: `${key}.md`,
        line: 1,
        message: `The page ${key} is missing, and every page of the site links to it.`,
        remedy,
      });
    }
  }
  return { pages: [...chosen.values()].map(toPage), faults: findings.faults, warnings: findings.warnings };
}

function toPage({ fields, rendered }: CompiledText<PageFields>): CompiledPage {
  const page = {
    key: fields.key,
    title: fields.title,
    summary: fields.summary,
    html: rendered.html,
    headings: contentsOf(rendered),
    changedAt: new Date(`${fields.updated}T00:00:00Z`),
  };
  return { ...page, digest: sha256(canonicalJson(page)) };
}
