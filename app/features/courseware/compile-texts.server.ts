import path from "node:path";
import type { z } from "zod";
import { checkFields } from "./check-fields.ts";
import { type CourseFolder, decodeText } from "./course-folder.server.ts";
import { type Fault, Findings } from "./fault.ts";
import { readFrontMatter } from "./front-matter.ts";
import type { Page, Rendered, Surroundings } from "./markdown/page.ts";
import { renderMarkdown } from "./markdown/render-markdown.ts";

/** A text that stands by itself: there is no course whose lessons or media it could name. */
export const NOWHERE: Surroundings = {
  lessonUrl: () => undefined,
  lessonAt: () => undefined,
  media: () => undefined,
  transcript: () => undefined,
};

export interface CompiledText<Fields> {
  file: string;
  keyLine: number;
  fields: Fields;
  rendered: Rendered;
  /** The Markdown after the front matter; its line numbers are the file's. */
  body: string;
}

/**
 * Checks and renders a folder of texts that stand by themselves, such as articles and the pages of the site: Markdown
 * with front matter that has a `key`, unique among the files of one folder.
 */
export function compileTexts<Fields extends { key: string }>(
  folder: CourseFolder,
  ask: { what: "article" | "page"; schema: z.ZodType<Fields> },
): { texts: CompiledText<Fields>[]; findings: Findings } {
  const findings = new Findings();
  for (const fault of folder.unreadable ?? []) findings.fault(fault);
  const keys = new Map<string, string>();
  const texts: CompiledText<Fields>[] = [];
  for (const [file, bytes] of folder.files) {
    const text = compileText({ file, bytes, ...ask }, findings);
    if (!text) continue;
    const { key } = text.fields;
    const place = `${path.posix.dirname(file)}/${key}`;
    const earlier = keys.get(place);
    const remedy = `Give this ${ask.what} a key of its own.`;
    const message = `The key ${key} is already the key of ${earlier}.`;
    if (earlier) findings.fault({ file, line: text.keyLine, message, remedy });
    keys.set(place, file);
    texts.push(text);
  }
  return { texts, findings };
}

function compileText<Fields>(
  ask: { file: string; bytes: Buffer; what: string; schema: z.ZodType<Fields> },
  findings: Findings,
): CompiledText<Fields> | undefined {
  const { file, bytes, what, schema } = ask;
  const refuse = (message: string, remedy: string): void => findings.fault({ file, line: 1, message, remedy } satisfies Fault);
  const source = decodeText(bytes);
  if (source === undefined) refuse("This file is not UTF-8.", "Save it as UTF-8.");
  const parts = source === undefined ? undefined : readFrontMatter({ file, source }, findings);
  if (!parts) return undefined;
  const { yaml, body } = parts;
  const fields = checkFields(schema, yaml, findings);
  const page: Page = { kind: "article", language: "en", findings, at: (line) => ({ file, line }), surroundings: NOWHERE };
  const rendered = renderMarkdown(body, page);
  if (body.trim() === "") refuse(`This ${what} is empty.`, "Write its text, or remove the file.");
  return fields && { file, keyLine: yaml.lineOf(["key"]), fields, rendered, body };
}

/** The headings of the second level, for a table of contents. */
export function contentsOf({ headings }: Rendered): { id: string; title: string }[] {
  return headings.filter(({ depth }) => depth === 2).map(({ id, title }) => ({ id, title }));
}
