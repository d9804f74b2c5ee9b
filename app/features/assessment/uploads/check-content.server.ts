import { fileTypeFromBuffer } from "file-type";
import type { FileKind } from "#app/features/instruments/items/file-upload.tsx";

const OFFICE = "application/vnd.openxmlformats-officedocument.";
const OPEN = "application/vnd.oasis.opendocument.";

/** What counts as what, by the media type that the content itself shows. */
const TYPES: Record<FileKind, string[]> = {
  pdf: ["application/pdf"],
  image: ["image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/heif", "image/avif"],
  text: ["text/plain"],
  document: [
    ...["wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation"].map((name) => OFFICE + name),
    ...["text", "spreadsheet", "presentation"].map((name) => OPEN + name),
    "application/rtf",
  ],
  audio: ["audio/mpeg", "audio/mp4", "audio/x-m4a", "audio/ogg", "audio/opus", "audio/wav", "audio/flac", "audio/aac"],
};

/**
 * The media type of a file's content where it is one of the kinds that are asked for; undefined where it is not. What
 * the file is called, and what its sender says it is, do not count.
 */
export async function typeOfContent(bytes: Uint8Array, accept: FileKind[]): Promise<string | undefined> {
  const type = await detect(bytes);
  return type !== undefined && accept.some((kind) => TYPES[kind].includes(type)) ? type : undefined;
}

async function detect(bytes: Uint8Array): Promise<string | undefined> {
  try {
    const found = await fileTypeFromBuffer(bytes);
    // Parameters such as the codec of a recording say nothing about the kind.
    if (found) return found.mime.split(";", 1)[0];
  } catch {
    // It begins like something and is not.
    return undefined;
  }
  return isText(bytes) ? "text/plain" : undefined;
}

/** UTF-8, and no control signs but tabs and the ends of lines and pages. */
function isText(bytes: Uint8Array): boolean {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return false;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: looking for them is the point
  return !/[\0-\x08\x0e-\x1f\x7f]/.test(text);
}
