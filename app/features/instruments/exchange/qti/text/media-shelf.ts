import { posix } from "node:path";
import { hashOf } from "../../../seeded.ts";
import type { ImportedMedia, ImportNote } from "../../import-report.ts";
import { MAX_MEDIA } from "../limits.ts";
import type { PackageFiles } from "../package/open-zip.ts";
import { Refused } from "../stop.ts";

/** What a course folder takes in media/ and questions come with: docs/course-folder.md, "A lesson". */
const IMAGES = ["png", "jpg", "jpeg", "gif", "webp", "svg"];
const RECORDINGS = ["mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm"];
const DOCUMENTS = ["pdf", "txt", "csv", "vtt", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"];

export type MediaUse = "image" | "recording" | "document";

/** A file of the package under its name in media/, or why there is none. */
export type Taken = { name: string; use: MediaUse } | { missing: string };

/** The media of a package, each taken once, under a name that follows from its path alone. */
export class MediaShelf {
  readonly #files: PackageFiles | undefined;
  /** Path in the package, or the data itself -> name in media/. */
  readonly #names = new Map<string, string>();
  readonly #inline = new Map<string, Uint8Array>();

  constructor(files: PackageFiles | undefined) {
    this.#files = files;
  }

  /** What was taken, by its path in the package. */
  get paths(): Set<string> {
    return new Set(this.#names.keys());
  }

  take(href: string, from: string): Taken {
    if (/^data:/i.test(href)) return this.#takeData(href);
    const path = this.#find(href, from);
    if (path === undefined) return { missing: "it is not in the package" };
    const use = kindOfMedia(path);
    if (!use) return { missing: "files of this type cannot be in a course" };
    return { name: this.#name(path), use };
  }

  /** Reads what was taken. */
  async load(): Promise<{ media: ImportedMedia[]; notes: ImportNote[] }> {
    const media: ImportedMedia[] = [];
    const notes: ImportNote[] = [];
    for (const [path, name] of this.#names) {
      try {
        const bytes = this.#inline.get(path) ?? (await this.#files!.read(path, MAX_MEDIA));
        if (/\.svg$/i.test(name) && hasScript(bytes)) {
          notes.push({ level: "unsupported", message: `The picture ${name} has scripts in it, so it was left out.` });
        } else media.push({ path: `media/${name}`, bytes });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        notes.push({ level: "unsupported", message: `The file ${name} was left out: ${error.message}` });
      }
    }
    return { media, notes };
  }

  #find(href: string, from: string): string | undefined {
    const plain = decode(href.replace(/[?#].*$/, "")).replaceAll("\\", "/");
    // Canvas's own word for the folder of files.
    const [, ofCanvas] = /^\$IMS[-_]CC[-_]FILEBASE\$\/?(.*)$/.exec(plain) ?? [];
    const candidates =
      ofCanvas !== undefined
        ? [`web_resources/${ofCanvas}`, ofCanvas, posix.join(posix.dirname(from), ofCanvas)]
        : [posix.join(posix.dirname(from), plain), plain.replace(/^\/+/, "")];
    return candidates.map((path) => posix.normalize(path)).find((path) => this.#files?.has(path));
  }

  #takeData(href: string): Taken {
    const [, type = "", data] = /^data:image\/(png|jpeg|gif|webp);base64,([\w+/=\s]+)$/i.exec(href) ?? [];
    if (data === undefined || data.length > MAX_MEDIA)
      return { missing: "it is written into the text in a way that cannot be taken" };
    const bytes = Buffer.from(data, "base64");
    const path = `inline-${hashOf(data).toString(36)}.${type.toLowerCase().replace("jpeg", "jpg")}`;
    this.#inline.set(path, bytes);
    return { name: this.#name(path), use: "image" };
  }

  #name(path: string): string {
    const known = this.#names.get(path);
    if (known) return known;
    const extension = extensionOf(path);
    const base = posix.basename(path).slice(0, -(extension.length + 1));
    const stem = slug(base) || "file";
    const taken = new Set(this.#names.values());
    const plain = `${stem}.${extension}`;
    // Two files of one name in two folders: the second says where it was.
    const name = taken.has(plain) ? `${stem}-${hashOf(path).toString(36)}.${extension}` : plain;
    this.#names.set(path, name);
    return name;
  }
}

function extensionOf(path: string): string {
  return /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
}

function kindOfMedia(path: string): MediaUse | undefined {
  const extension = extensionOf(path);
  if (IMAGES.includes(extension)) return "image";
  if (RECORDINGS.includes(extension)) return "recording";
  return DOCUMENTS.includes(extension) ? "document" : undefined;
}

function slug(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "")
    .slice(0, 80);
}

function hasScript(bytes: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(bytes);
  return /<\s*(?:\w+:)?(?:script|foreignObject|iframe)\b|\son\w+\s*=|javascript:|<!ENTITY/i.test(text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
