import { hashOf } from "../seeded.ts";
import type { ImportedMedia } from "./import-report.ts";

/** What a course folder takes in `media/`: docs/course-folder.md, "Markdown". */
const ENDINGS = new Set(
  "mp4 m4v webm mp3 m4a ogg wav png jpg jpeg gif webp svg vtt pdf txt csv epub zip docx xlsx pptx odt ods odp".split(" "),
);

/** The files that came with questions, each once, under names that follow from their own. */
export class MediaShelf {
  /** Name in media/ -> what it holds. */
  readonly #files = new Map<string, Buffer>();

  /** The address of a file in our Markdown; undefined where a course cannot have such a file. */
  put(name: string, bytes: Buffer): string | undefined {
    const file = name.replaceAll("\\", "/").split("/").at(-1)!.slice(-200);
    const ending = /\.([a-z0-9]{1,5})$/i.exec(file)?.[1]?.toLowerCase();
    if (ending === undefined || !ENDINGS.has(ending) || bytes.length === 0) return undefined;
    if (ending === "svg" && hasScript(bytes)) return undefined;
    const stem = slugOf(file.slice(0, -(ending.length + 1))) || "file";
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
    const [, type = ""] = /^data:image\/(png|jpeg|gif|webp);base64,/i.exec(address.slice(0, 60)) ?? [];
    if (type === "") return undefined;
    const bytes = Buffer.from(address.slice(address.indexOf(",") + 1), "base64");
    return this.put(`picture-${hashOf(address).toString(36)}.${type.toLowerCase().replace("jpeg", "jpg")}`, bytes);
  }

  get media(): ImportedMedia[] {
    return [...this.#files].map(([name, bytes]) => ({ path: `media/${name}`, bytes }));
  }
}

function slugOf(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
}

function hasScript(bytes: Buffer): boolean {
  return /<\s*(?:\w+:)?(?:script|foreignObject|iframe)\b|\son\w+\s*=|javascript:|<!ENTITY/i.test(bytes.toString("utf8"));
}
