import type { MediaShelf } from "../media-shelf.ts";
import type { NoteBook } from "../note-book.ts";
import { type TextFormat, TextReader } from "../text/read-text.ts";
import { childOf, childrenOf, textIn, type XmlElement } from "./xml-questions.ts";

const FORMATS: Record<string, TextFormat> = {
  html: "html",
  moodle_auto_format: "moodle",
  plain_text: "plain",
  markdown: "markdown",
};

/** One question of a Moodle XML file: its texts as Markdown, its values, and what of it has been looked at. */
export class MoodleQuestion {
  readonly element: XmlElement;
  readonly reader: TextReader;
  readonly #shelf: MediaShelf;
  readonly #seen = new Set<string>();
  /** The files of the text that is read at the moment, by name. */
  #files = new Map<string, XmlElement>();

  constructor(element: XmlElement, notes: NoteBook, shelf: MediaShelf) {
    this.element = element;
    this.#shelf = shelf;
    this.reader = new TextReader({ notes, media: (address) => this.#media(address) });
  }

  get notes(): NoteBook {
    return this.reader.notes;
  }

  /** What nobody asked for. */
  get unread(): string[] {
    return [...new Set(this.element.children.map(({ name }) => name))].filter((name) => !this.#seen.has(name));
  }

  /** The children of this name. */
  all(name: string): XmlElement[] {
    this.#seen.add(name);
    return childrenOf(this.element, name);
  }

  /** A value; empty where there is none. */
  value(name: string): string {
    this.#seen.add(name);
    return textIn(this.element, name);
  }

  isTrue(name: string): boolean {
    return /^(?:1|true)$/i.test(this.value(name));
  }

  number(name: string): number | undefined {
    const text = this.value(name);
    return text === "" || !Number.isFinite(Number(text)) ? undefined : Number(text);
  }

  /** The text of a child of the question as Markdown of paragraphs. */
  text(name: string): string {
    this.#seen.add(name);
    return this.block(childOf(this.element, name));
  }

  block(holder: XmlElement | undefined): string {
    return this.#read(holder, (text, format) => this.reader.block(text, format));
  }

  inline(holder: XmlElement | undefined): string {
    return this.#read(holder, (text, format) => this.reader.inline(text, format));
  }

  plain(holder: XmlElement | undefined): string {
    return this.#read(holder, (text, format) => this.reader.plain(text, format));
  }

  /** The text as it stands in the file, and its format. */
  raw(name: string): { text: string; format: TextFormat } {
    this.#seen.add(name);
    const holder = childOf(this.element, name);
    return { text: textOf(holder), format: formatOf(holder) };
  }

  /** Reads Markdown out of a text of a child that was changed since it was read. */
  blockOf(name: string, text: string): string {
    return this.#read(childOf(this.element, name), (_, format) => this.reader.block(text, format));
  }

  #read(holder: XmlElement | undefined, read: (text: string, format: TextFormat) => string): string {
    if (!holder) return "";
    this.#files = new Map(childrenOf(holder, "file").map((file) => [file.attributes.name ?? "", file]));
    return read(textOf(holder), formatOf(holder));
  }

  #media(address: string): string | undefined {
    if (/^data:/i.test(address)) return this.#shelf.putData(address);
    const [, path] = /^@@PLUGINFILE@@\/([^?#]{1,500})/.exec(address) ?? [];
    if (path === undefined) return undefined;
    const name = decoded(path).split("/").at(-1)!;
    const file = this.#files.get(name);
    if (!file || (file.attributes.encoding ?? "base64") !== "base64") return undefined;
    return this.#shelf.put(name, Buffer.from(file.text, "base64"));
  }
}

function textOf(holder: XmlElement | undefined): string {
  return (childOf(holder, "text") ?? holder)?.text.trim() ?? "";
}

function formatOf(holder: XmlElement | undefined): TextFormat {
  const name = holder?.attributes.format ?? "html";
  return Object.hasOwn(FORMATS, name) ? FORMATS[name]! : "html";
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
