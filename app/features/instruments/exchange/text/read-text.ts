import { LONGEST_QUESTION } from "../limits.ts";
import type { NoteBook } from "../note-book.ts";
import { Unsupported } from "../stop.ts";
import { escapeInline, escapeMarkdown } from "./escape-markdown.ts";
import type { HtmlDesk } from "./html-desk.ts";
import { htmlToInline, htmlToMarkdown, htmlToText } from "./html-to-markdown.ts";

/** As question files name them; `moodle` is text that may have HTML in it, and whose line ends count. */
export type TextFormat = "html" | "markdown" | "plain" | "moodle";

const LOOKS_LIKE_HTML = /<\/?[a-z][a-z0-9]*[\s/>]|<!--|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,31}\d{0,2});/i;
const TEX = /\\\(|\\\[|\$\$/;

/** Reads the texts of one question into our Markdown. */
export class TextReader {
  readonly #desk: HtmlDesk;

  constructor(desk: HtmlDesk) {
    this.#desk = desk;
  }

  get notes(): NoteBook {
    return this.#desk.notes;
  }

  /** Markdown of paragraphs; empty where there is nothing. */
  block(text: string, format: TextFormat): string {
    this.#look(text);
    if (format === "markdown") return this.#markdown(text);
    const html = htmlOf(text, format);
    return html === undefined ? escapeMarkdown(text) : htmlToMarkdown(html, this.#desk);
  }

  /** Markdown of one paragraph. */
  inline(text: string, format: TextFormat): string {
    this.#look(text);
    if (format === "markdown") return this.#inlineMarkdown(this.#markdown(text));
    const html = htmlOf(text, format);
    return html === undefined ? escapeInline(text) : htmlToInline(html, this.#desk);
  }

  /** Plain text of one line, for what stands in a list to choose from or is compared letter by letter. */
  plain(text: string, format: TextFormat): string {
    this.#look(text, false);
    const html = format === "markdown" ? undefined : htmlOf(text, format);
    return html === undefined ? text.replace(/\s+/g, " ").trim() : htmlToText(html, this.#desk);
  }

  #look(text: string, isShown = true): void {
    if (text.length > LONGEST_QUESTION) throw new Unsupported("Its text is too long.");
    if (isShown && TEX.test(text))
      this.notes.changed("Formulas in TeX stay as they were written: the course's Markdown does not set them.");
  }

  #markdown(text: string): string {
    const markdown = text.replace(/(\]\(<?)(@@PLUGINFILE@@\/[^)>\s]{1,300})/g, (found, start: string, address: string) => {
      const to = this.#desk.media(address);
      return to === undefined ? found : start + to;
    });
    if (/<\/?[a-z][a-z0-9]*[\s/>]/i.test(markdown)) this.notes.changed("HTML within Markdown is shown as text.");
    return markdown.trim();
  }

  /** Line ends and lists stay as they are written; only paragraphs become one. */
  #inlineMarkdown(markdown: string): string {
    if (!/\n[ \t]*\n/.test(markdown)) return markdown;
    this.notes.changed("Lists, tables and other blocks within an answer were put into one paragraph.");
    return markdown.replace(/\n\s*\n/g, "\\\n");
  }
}

function htmlOf(text: string, format: TextFormat): string | undefined {
  if (format === "html") return text;
  return format === "moodle" && LOOKS_LIKE_HTML.test(text)
    ? text.replace(/(?<!<br ?\/?>|<\/(?:p|li|ul|ol|div)>)\n/gi, "<br>\n")
    : undefined;
}
