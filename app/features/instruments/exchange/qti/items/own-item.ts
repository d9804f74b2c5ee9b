import type { Instrument } from "../../../instrument.schema.ts";
import { parseInstrument } from "../../../parse-instrument.ts";
import type { BuiltPart } from "../assemble/finish.ts";
import { keyFrom } from "../assemble/keys.ts";
import { MAX_XML } from "../limits.ts";
import type { QtiPackage } from "../package/open-package.ts";
import { descendantsOf, parseXml, type XmlElement, type XmlNode } from "../package/xml-tree.ts";
import type { Desk } from "../text/desk.ts";
import { writeItem } from "../write/item.ts";
import { OWN_FILE, pointsFor } from "../write/own-data.ts";

/**
 * The items of a package of ours as they were exported. One is taken where its file is still what we write for it: then
 * nothing of it has to be found out. Files of others, and those of ours that somebody changed since, are read as QTI.
 */
export class OwnItems {
  readonly #instrument: Instrument | undefined;
  /** As they were written, without defaults. */
  readonly #written: Record<string, unknown>[];

  constructor(data: unknown) {
    this.#instrument = parseInstrument(data).instrument;
    this.#written = this.#instrument ? (data as { items: Record<string, unknown>[] }).items : [];
  }

  static async of({ files, used }: QtiPackage): Promise<OwnItems | undefined> {
    if (!files.has(OWN_FILE)) return undefined;
    used.add(OWN_FILE);
    const text = new TextDecoder().decode(await files.read(OWN_FILE, MAX_XML));
    try {
      return new OwnItems(JSON.parse(text));
    } catch (error) {
      // No JSON, or nested too deeply to be ours.
      if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
      throw error;
    }
  }

  find(root: XmlElement, desk: Desk): BuiltPart | undefined {
    const instrument = this.#instrument;
    const place = instrument?.items.findIndex(({ key }) => key === keyFrom(root.attributes.identifier ?? "")) ?? -1;
    const item = instrument?.items[place];
    if (!instrument || !item) return undefined;
    const written = parseXml(writeItem(item, pointsFor(instrument, item)).text).root;
    if (!isSame(written, root) || !hasItsMedia(root, desk)) {
      desk.changed("This question was changed after it was exported, so it is read from what its file says now.");
      return undefined;
    }
    const { key: _key, section: _section, bank: _bank, prompt, ...fields } = this.#written[place]!;
    return { prompt: String(prompt ?? ""), fields };
  }
}

/** Blanks and the order of attributes say nothing, so a file that was only read and written again is the same. */
function isSame(a: XmlNode, b: XmlNode): boolean {
  if (typeof a === "string" || typeof b === "string") return typeof a === typeof b && blanksAsOne(a) === blanksAsOne(b);
  const names = (element: XmlElement) =>
    Object.keys(element.attributes).filter((name) => !/^(?:xmlns|schemaLocation$)/.test(name) && !/^(?:xsi|qti)$/.test(name));
  const [ofA, ofB] = [names(a), names(b)];
  if (a.name !== b.name || ofA.length !== ofB.length || ofA.some((name) => a.attributes[name] !== b.attributes[name]))
    return false;
  const [partsOfA, partsOfB] = [partsOf(a), partsOf(b)];
  return partsOfA.length === partsOfB.length && partsOfA.every((part, index) => isSame(part, partsOfB[index]!));
}

function partsOf({ children }: XmlElement): XmlNode[] {
  return children.filter((child) => typeof child !== "string" || child.trim() !== "");
}

function blanksAsOne(node: XmlNode): string {
  return String(node).replace(/\s+/g, " ").trim();
}

/** True where each file that it shows has the name here that it had with us; takes them. */
function hasItsMedia(root: XmlElement, desk: Desk): boolean {
  return descendantsOf(root, "img", "a", "audio", "video").every(({ name, attributes }) => {
    const [, coded] = /^\.\.\/media\/([^/]+)$/.exec(attributes[name === "a" ? "href" : "src"] ?? "") ?? [];
    if (coded === undefined) return true;
    const taken = desk.media.take(`../media/${coded}`, desk.file);
    return "name" in taken && encodeURIComponent(taken.name) === coded;
  });
}
