import { open, readFile, stat } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";
import { ACCEPTED, typeByEnding } from "./file-name.ts";
import { readMp4File } from "./mp4-file.server.ts";
import { makePicture, type Picture } from "./pictures.server.ts";
import { findSvgFault } from "./svg-faults.ts";

export type Inspected =
  | { status: "good"; mediaType: string; picture?: Picture; seconds?: number }
  /** `message`: what is wrong and what to do, for the person who sent it. */
  | { status: "refused"; message: string };

const MB = 1_000_000;
const refuse = (message: string): Inspected => ({ status: "refused", message });
const DAMAGED = "This file is damaged or not complete. Open it on your device to see whether it is whole, and send it again.";

/** What a file is by its content, and whether a course may use it. The name only has to agree. Nothing is changed. */
export async function inspectFile(file: string, name: string): Promise<Inspected> {
  const claimed = typeByEnding(name);
  if (!claimed) return refuse(`Files such as ${name} have no place here. Send one that ends in ${ACCEPTED.join(", ")}.`);
  const { size } = await stat(file);
  if (size === 0) return refuse("This file is empty. Choose the one with the content.");
  const held = await typeOfContent(file);
  if (held === undefined) return inspectText(file, size, claimed);
  if (!agrees(held, claimed))
    return refuse(`This file is called ${name}, but it holds something else (${held}). Save it under its true type.`);
  if (claimed.startsWith("image/")) return inspectPicture(file, size, claimed);
  if (claimed === "video/mp4" || claimed === "audio/mp4") {
    const movie = await readMp4File(file, size);
    return movie === "broken" ? refuse(DAMAGED) : { status: "good", mediaType: claimed, ...movie };
  }
  if (claimed === "application/pdf" && !(await tail(file, size)).includes("%%EOF")) return refuse(DAMAGED);
  return { status: "good", mediaType: claimed };
}

/** Undefined for text. The first bytes count. */
async function typeOfContent(file: string): Promise<string | undefined> {
  const found = await fileTypeFromFile(file).catch(() => ({ mime: "nothing that can be read" }));
  const mime = found?.mime.split(";", 1)[0];
  return mime === "application/xml" || mime === "image/svg+xml" ? undefined : mime;
}

function agrees(held: string, claimed: string): boolean {
  const same: Record<string, string[]> = {
    "video/mp4": ["video/mp4", "video/x-m4v", "video/quicktime"],
    "audio/mp4": ["audio/mp4", "audio/x-m4a", "video/mp4"],
    "audio/ogg": ["audio/ogg", "audio/opus"],
    "audio/wav": ["audio/wav", "audio/vnd.wave", "audio/x-wav"],
  };
  return (same[claimed] ?? [claimed]).includes(held);
}

async function inspectPicture(file: string, size: number, mediaType: string): Promise<Inspected> {
  if (size > 50 * MB) return refuse("This picture is larger than 50 MB. Save it smaller; 2,000 pixels in width are plenty.");
  const picture = await makePicture(file, mediaType);
  if (picture === "broken") return refuse(DAMAGED);
  if (picture === "too-large") return refuse("This picture has more than 50 million pixels. Make it smaller, and send it again.");
  return { status: "good", mediaType, picture };
}

async function inspectText(file: string, size: number, claimed: string): Promise<Inspected> {
  const isSvg = claimed === "image/svg+xml";
  if (!claimed.startsWith("text/") && !isSvg) return refuse(`This file does not hold what its name says (${claimed}).`);
  if (size > 5 * MB) return refuse("A text or drawing may have 5 MB at most.");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await readFile(file));
  } catch {
    return refuse("This text is not UTF-8. Save it with that encoding, and send it again.");
  }
  if (isSvg) {
    const fault = findSvgFault(text);
    return fault
      ? refuse(`This drawing cannot be shown: ${fault}. Save it as a plain SVG.`)
      : { status: "good", mediaType: claimed };
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: looking for them is the point
  if (/[\0-\x08\x0e-\x1f\x7f]/.test(text)) return refuse("This file does not hold text, as its name says.");
  if (/^\s*(<!doctype|<html|<script|<\?xml|<svg)/i.test(text))
    return refuse("This file holds a web page, which could run as a program. Send plain text.");
  if (claimed === "text/vtt" && !/^WEBVTT(?:[ \t\r\n]|$)/.test(text))
    return refuse("These captions do not begin with the word WEBVTT. Save them as WebVTT.");
  return { status: "good", mediaType: claimed };
}

async function tail(file: string, size: number): Promise<string> {
  const handle = await open(file, "r");
  try {
    const length = Math.min(size, 2_048);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("latin1");
  } finally {
    await handle.close();
  }
}
