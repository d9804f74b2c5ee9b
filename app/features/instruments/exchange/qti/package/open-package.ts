import { posix } from "node:path";
import { Refused, Unreadable } from "../../stop.ts";
import { MAX_TEXTS, MAX_XML } from "../limits.ts";
import { decodeXml } from "./decode-text.ts";
import { type Manifest, readManifest } from "./manifest.ts";
import { openZip, type PackageFiles, shown } from "./open-zip.ts";
import { parseXml, sniffRoot, type XmlFile } from "./xml-tree.ts";

/** A package, or a single text that is treated as one with nothing beside it. */
export interface QtiPackage {
  isZip: boolean;
  files: PackageFiles;
  manifest: Manifest | undefined;
  /** Texts that may hold questions, in the order of the manifest. */
  texts: string[];
  /** @throws Unreadable where there is no such text, or it cannot be read. */
  read(path: string): Promise<XmlFile>;
  /** The name of a text's first element, found without reading all of it. @throws Unreadable */
  rootOf(path: string): Promise<string>;
  /** What was asked for so far. */
  used: Set<string>;
}

const MANIFEST = "imsmanifest.xml";
/** What a package holds besides questions. */
const NOT_QUESTIONS = /(?:^|\/)(?:imsmanifest\.xml|.*\.(?:xsd|dtd|wsdl))$/i;

export async function openPackage(bytes: Uint8Array): Promise<QtiPackage> {
  const files = await openZip(bytes);
  const path = files.names.filter((name) => posix.basename(name) === MANIFEST).sort((a, b) => depthOf(a) - depthOf(b))[0];
  const used = new Set<string>();
  let readSoFar = 0;
  const textOf = async (name: string): Promise<string> => {
    if (!files.has(name)) throw new Unreadable(`There is no file ${shown(name)} in the package.`);
    const bytes = await files.read(name, MAX_XML);
    readSoFar += bytes.length;
    if (readSoFar > MAX_TEXTS)
      throw new Refused(`The texts of this package are too large: together they have more than ${MAX_TEXTS / 1_048_576} MB.`);
    return decodeXml(bytes);
  };
  const read = async (name: string): Promise<XmlFile> => {
    used.add(name);
    return parseXml(await textOf(name));
  };
  const rootOf = async (name: string) => sniffRoot(await textOf(name));
  const all = files.names.filter((name) => isText(name));
  if (path === undefined) return { isZip: true, files, manifest: undefined, texts: all, read, rootOf, used };
  const { root } = await read(path);
  if (root.name !== "manifest") throw new Refused(`The file ${MANIFEST} of the package is no manifest.`);
  const manifest = readManifest(root, posix.dirname(path) === "." ? "" : posix.dirname(path));
  const listed = manifest.resources.flatMap((resource) => resource.files.filter((name) => isText(name)));
  return { isZip: true, files, manifest, texts: [...new Set([...listed, ...all])], read, rootOf, used };
}

function isText(name: string): boolean {
  return /\.(?:xml|qti)$/i.test(name) && !NOT_QUESTIONS.test(name) && !/(?:^|\/)(?:__MACOSX|\.)/.test(name);
}

function depthOf(name: string): number {
  return name.split("/").length;
}

/** A package of one text: whatever else it refers to is not there. */
export function packageOf(fileName: string, file: XmlFile): QtiPackage {
  const missing = (name: string) =>
    Promise.reject(new Unreadable(`The file ${shown(name)} was not handed in with it. Hand in the whole package.`));
  const files: PackageFiles = { names: [], has: () => false, read: missing };
  const read = (name: string) => (name === fileName ? Promise.resolve(file) : missing(name));
  return {
    isZip: false,
    files,
    manifest: undefined,
    texts: [fileName],
    read,
    rootOf: async () => file.root.name,
    used: new Set([fileName]),
  };
}
