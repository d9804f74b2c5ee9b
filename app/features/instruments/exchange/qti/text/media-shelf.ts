import { posix } from "node:path";
import { hashOf } from "../../../seeded.ts";
import type { ImportedMedia, ImportNote } from "../../import-report.ts";
import { endingOf, type MediaUse, mediaStem, mediaUse, pictureInAddress, runsScripts } from "../../media-files.ts";
import { Refused } from "../../stop.ts";
import { MAX_MEDIA } from "../limits.ts";
import type { PackageFiles } from "../package/open-zip.ts";

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
    const use = mediaUse(path);
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
        if (/\.svg$/i.test(name) && runsScripts(bytes)) {
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
    const picture = href.length > MAX_MEDIA ? undefined : pictureInAddress(href);
    if (!picture) return { missing: "it is written into the text in a way that cannot be taken" };
    const path = `inline-${hashOf(href).toString(36)}.${picture.ending}`;
    this.#inline.set(path, picture.bytes);
    return { name: this.#name(path), use: "image" };
  }

  #name(path: string): string {
    const known = this.#names.get(path);
    if (known) return known;
    const ending = endingOf(path);
    const stem = mediaStem(posix.basename(path));
    const taken = new Set(this.#names.values());
    const plain = `${stem}.${ending}`;
    // Two files of one name in two folders: the second says where it was.
    const name = taken.has(plain) ? `${stem}-${hashOf(path).toString(36)}.${ending}` : plain;
    this.#names.set(path, name);
    return name;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
