import { hashOf } from "../seeded.ts";
import type { ImportedMedia } from "./import-report.ts";
import { endingOf, mediaStem, mediaUse, pictureInAddress, runsScripts } from "./media-files.ts";

/** The files that came with questions, each once, under names that follow from their own. */
export class MediaShelf {
  /** Name in media/ -> what it holds. */
  readonly #files = new Map<string, Buffer>();

  /** The address of a file in our Markdown; undefined where a course cannot have such a file. */
  put(name: string, bytes: Buffer): string | undefined {
    const file = name.replaceAll("\\", "/").split("/").at(-1)!.slice(-200);
    if (mediaUse(file) === undefined || bytes.length === 0) return undefined;
    const ending = endingOf(file);
    if (ending === "svg" && runsScripts(bytes)) return undefined;
    const stem = mediaStem(file);
    let free = `${stem}.${ending}`;
    // Two files of one name: the second says what is in it.
    if (this.#files.has(free) && !this.#files.get(free)!.equals(bytes)) {
      free = `${stem}-${hashOf(bytes.toString("latin1")).toString(36)}.${ending}`;
    }
    this.#files.set(free, bytes);
    return `media:${free}`;
  }

  /** A picture that is written into the text: `data:image/png;base64,...`. */
  putData(address: string): string | undefined {
    const picture = pictureInAddress(address);
    return picture && this.put(`picture-${hashOf(address).toString(36)}.${picture.ending}`, picture.bytes);
  }

  get media(): ImportedMedia[] {
    return [...this.#files].map(([name, bytes]) => ({ path: `media/${name}`, bytes }));
  }
}
