import { z } from "zod";
import type { SourceItem } from "../../../items/registry.ts";
import { parseItem } from "../assemble/check-item.ts";
import type { BuiltPart } from "../assemble/finish.ts";
import { keyFrom } from "../assemble/keys.ts";
import { childOf, descendantsOf, elementsOf, parseXml, type XmlElement, type XmlNode } from "../package/xml-tree.ts";
import type { Desk } from "../text/desk.ts";
import { writeItem } from "../write/item.ts";
import { OWN } from "../write/own-data.ts";

const ownSchema = z.strictObject({
  item: z.record(z.string(), z.unknown()),
  points: z.array(z.strictObject({ value: z.number(), label: z.string().optional() })).optional(),
});

/**
 * The item that an export of ours carries within its text, where the file is still what we write for that item: then
 * nothing of it has to be found out. Undefined for files of others, and for ours that somebody changed since.
 */
export function readOwnItem(root: XmlElement, desk: Desk): BuiltPart | undefined {
  const holder = elementsOf(childOf(root, "itemBody") ?? root, "div").find(({ attributes }) => attributes[OWN] !== undefined);
  if (!holder) return undefined;
  const own = isUnchanged(root, holder.attributes[OWN]!);
  if (own && hasItsMedia(root, desk)) {
    const { prompt, ...fields } = own;
    return { prompt: String(prompt ?? ""), fields };
  }
  desk.changed("This question was changed after we exported it, so it is read from what the file says now.");
  return undefined;
}

function isUnchanged(root: XmlElement, data: string): Record<string, unknown> | undefined {
  const own = ownSchema.safeParse(jsonOf(data)).data;
  const item = own && parseItem({ ...own.item, key: keyFrom(root.attributes.identifier ?? "") });
  if (!item) return undefined;
  const written = parseXml(writeItem(item as SourceItem, own.points as Parameters<typeof writeItem>[1]).text).root;
  return isSame(written, root) ? own.item : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
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
