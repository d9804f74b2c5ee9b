import { checkCaptions } from "./captions.ts";
import { type CourseFolder, decodeText, isUnreadable, sha256 } from "./course-folder.server.ts";
import type { Findings } from "./fault.ts";
import { findActiveSvg, readImageSize } from "./image-size.ts";
import type { MediaFile } from "./manifest.ts";
import type { MediaUse, Place } from "./markdown/page.ts";
import { endingsFor, fits, mediaTypeOf } from "./media-types.ts";
import { readMp4Length } from "./recording-length.ts";

export interface ShelfFile extends MediaFile {
  name: string;
  bytes: Buffer;
  dimensions?: { width: number; height: number };
}

/** The files of media/, each looked at once however often it is used. What is missing or unfit is reported where it is used. */
export class MediaShelf {
  readonly #folder: CourseFolder;
  readonly #findings: Findings;
  readonly #known = new Map<string, ShelfFile>();

  constructor(folder: CourseFolder, findings: Findings) {
    this.#folder = folder;
    this.#findings = findings;
  }

  /** Every file that was asked for and found, by its name. */
  get used(): ReadonlyMap<string, ShelfFile> {
    return this.#known;
  }

  /** A file for a use. `seconds`: how long the page says that the recording is. */
  take(name: string, use: MediaUse, at: Place, ask: { seconds?: number } = {}): ShelfFile | undefined {
    const bytes = this.#folder.files.get(`media/${name}`);
    if (!bytes) {
      if (isUnreadable(this.#folder, `media/${name}`)) return undefined;
      const remedy = name.includes("/")
        ? "Put it into media/ itself, which has no folders."
        : "Add the file, or correct the name (capital letters count).";
      this.#findings.fault({ ...at, message: `There is no file media/${name}.`, remedy });
      return undefined;
    }
    const mediaType = mediaTypeOf(name);
    if (!mediaType || !fits(mediaType, use)) {
      const message = use === "file" ? `A file such as ${name} cannot be given out.` : `${name} does not serve as ${NAMES[use]}.`;
      this.#findings.fault({ ...at, message, remedy: `Use a file that ends in one of ${endingsFor(use)}.` });
      return undefined;
    }
    const known = this.#known.get(name) ?? this.#look(name, bytes, mediaType);
    this.#known.set(name, known);
    this.#checkUse(known, use, at, ask.seconds);
    return known;
  }

  #look(name: string, bytes: Buffer, mediaType: string): ShelfFile {
    const file = { name, hash: sha256(bytes), size: bytes.length, mediaType, bytes };
    if (bytes.length === 0) this.#fault(name, "This file is empty.", "Put the real file there.");
    if (!mediaType.startsWith("image/")) return file;
    const dimensions = readImageSize(bytes, mediaType);
    if (!dimensions && bytes.length > 0)
      this.#fault(name, `This is not a readable image of the type ${mediaType}.`, "Save it again, under the ending of its type.");
    const active = mediaType === "image/svg+xml" ? findActiveSvg(bytes) : undefined;
    if (active)
      this.#fault(
        name,
        `This picture holds "${active}", which can run as a program.`,
        "Save it as a plain SVG, without scripts, events and foreign content.",
      );
    return { ...file, dimensions };
  }

  #checkUse({ name, bytes, mediaType }: ShelfFile, use: MediaUse, at: Place, seconds: number | undefined): void {
    if (use === "captions") {
      const text = decodeText(bytes);
      const faults =
        text === undefined ? [{ line: 1, message: "The captions are not UTF-8." }] : checkCaptions(text, { seconds });
      const remedy = "Write WEBVTT, and for each caption a line such as 00:01.000 --> 00:04.500 and its words below.";
      for (const fault of faults) this.#findings.fault({ file: `media/${name}`, ...fault, remedy });
    }
    if (seconds === undefined || (use !== "video" && use !== "audio") || !mediaType.endsWith("/mp4")) return;
    const length = readMp4Length(bytes);
    if (length !== undefined && Math.abs(length - seconds) > Math.max(1.5, length * 0.02)) {
      const remedy = `Write duration: ${Math.round(length * 10) / 10}; how much has been watched is counted by it.`;
      this.#findings.warn({ ...at, message: `${name} lasts ${length.toFixed(1)} s, not ${seconds} s.`, remedy });
    }
  }

  #fault(name: string, message: string, remedy: string): void {
    this.#findings.fault({ file: `media/${name}`, line: 1, message, remedy });
  }
}

const NAMES: Record<Exclude<MediaUse, "file">, string> = {
  video: "a video",
  audio: "a recording",
  image: "a picture",
  captions: "captions",
};
