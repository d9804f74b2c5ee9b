import type { MediaUse } from "./markdown/page.ts";

/** What may lie in media/ for pages to ask for: nothing that a browser would run. */
const TYPES: Record<string, string> = {
  mp4: "video/mp4",
  m4v: "video/mp4",
  webm: "video/webm",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  ogg: "audio/ogg",
  wav: "audio/wav",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
  vtt: "text/vtt; charset=utf-8",
  pdf: "application/pdf",
  txt: "text/plain; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  epub: "application/epub+zip",
  zip: "application/zip",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  odp: "application/vnd.oasis.opendocument.presentation",
};

const SOURCES: Record<string, string> = { md: "text/markdown; charset=utf-8", yaml: "application/yaml; charset=utf-8" };

/** The media type of a file that pages may ask for; undefined for every other file. */
export function mediaTypeOf(name: string): string | undefined {
  return TYPES[extensionOf(name)];
}

/** A media type for the record, whatever the file. */
export function anyTypeOf(path: string): string {
  return mediaTypeOf(path) ?? SOURCES[extensionOf(path)] ?? "application/octet-stream";
}

export function extensionOf(name: string): string {
  return /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** True where a media type serves for a use. */
export function fits(mediaType: string, use: MediaUse): boolean {
  if (use === "file") return true;
  if (use === "captions") return mediaType.startsWith("text/vtt");
  return mediaType.startsWith(`${use}/`);
}

/** File name endings for a use, for a remedy. */
export function endingsFor(use: MediaUse): string {
  return Object.entries(TYPES)
    .filter(([, type]) => fits(type, use))
    .map(([ending]) => `.${ending}`)
    .join(", ");
}
