import { plainAsHtml } from "../text/simple-html.ts";
import type { Pen } from "../write-questions.ts";
import { escapeXml, xml } from "./write-xml.ts";

/** Writes the Markdown of one item, with the files of `media/` that it shows. */
export class MoodleTexts {
  readonly #pen: Pen;

  constructor(pen: Pen) {
    this.#pen = pen;
  }

  block(name: string, markdown: string, attributes: Record<string, string> = {}, ...more: string[]): string {
    const files = new Map<string, Uint8Array>();
    const text = markdown.replace(/(\]\(<?)media:([^)>\s]{1,200})/g, (found, start: string, name: string) => {
      const bytes = this.#pen.media(name);
      if (bytes) files.set(name, bytes);
      else this.#pen.notes.unsupported(`The file media/${name} is not there; its place in the text stays.`);
      return bytes ? `${start}@@PLUGINFILE@@/${encodeURIComponent(name)}` : found;
    });
    if (/::(?:audio|video|download)\{/.test(text))
      this.#pen.notes.unsupported("Recordings are not in the file; their places in the text stay.");
    return xml(
      name,
      { ...attributes, format: "markdown" },
      xml("text", {}, escapeXml(text)),
      ...[...files].map(([file, bytes]) =>
        xml("file", { name: file, path: "/", encoding: "base64" }, Buffer.from(bytes).toString("base64")),
      ),
      ...more,
    );
  }

  /** Empty where there is no such text. */
  given(name: string, markdown: string | undefined): string {
    return markdown ? this.block(name, markdown) : "";
  }

  /** `answer` is plain text. */
  pair(markdown: string, answer: string): string {
    const right = xml("answer", {}, xml("text", {}, escapeXml(plainAsHtml(answer))));
    return this.block("subquestion", markdown, {}, right);
  }
}
