import { posix } from "node:path";
import { childOf, descendantsOf, elementsOf, lineOf, type XmlElement } from "./xml-tree.ts";

/** A part of a package, as its manifest lists it. */
export interface Resource {
  type: string;
  /** Paths in the package, the main file first. */
  files: string[];
}

export interface Manifest {
  title: string | undefined;
  resources: Resource[];
  hasMetadata: boolean;
}

/** Reads `imsmanifest.xml`. `folder` is where it lies in the package. */
export function readManifest(root: XmlElement, folder: string): Manifest {
  const holder = childOf(root, "resources");
  const resources = (holder ? elementsOf(holder, "resource") : []).map(({ attributes, children }): Resource => {
    const hrefs = children.flatMap((node) =>
      typeof node !== "string" && node.name === "file" ? [node.attributes.href ?? ""] : [],
    );
    const base = posix.join(folder, attributes.base ?? "");
    const files = [attributes.href ?? "", ...hrefs].filter(Boolean).map((href) => posix.normalize(posix.join(base, plain(href))));
    return { type: attributes.type ?? "", files: [...new Set(files)] };
  });
  const metadata = childOf(root, "metadata");
  const title = metadata && descendantsOf(metadata, "title")[0];
  const own =
    resources.length > 0 && holder ? descendantsOf(holder, "metadata").some((one) => elementsOf(one).length > 0) : false;
  return { title: lineOf(title) || undefined, resources, hasMetadata: own };
}

function plain(href: string): string {
  try {
    return decodeURIComponent(href.replace(/[?#].*$/, ""));
  } catch {
    return href;
  }
}
