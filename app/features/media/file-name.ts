/** What may lie in a media library: the media type by the ending of the name. */
const ENDINGS: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
  mp4: "video/mp4",
  m4v: "video/mp4",
  webm: "video/webm",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  ogg: "audio/ogg",
  wav: "audio/wav",
  pdf: "application/pdf",
  vtt: "text/vtt",
  txt: "text/plain",
  csv: "text/csv",
};

export const ACCEPTED = Object.keys(ENDINGS).map((ending) => `.${ending}`);

export function typeByEnding(name: string): string | undefined {
  return Object.hasOwn(ENDINGS, endingOf(name)) ? ENDINGS[endingOf(name)] : undefined;
}

export function endingOf(name: string): string {
  return /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
}

/**
 * A name as it may stand in media/: the last part of whatever path was sent, in letters and digits of any script, with
 * hyphens, at most 100 signs, its ending in small letters. Never empty, never hidden, never a way to another folder.
 */
export function safeName(sent: string): string {
  const last = sent.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const ending = endingOf(last);
  const stem = (ending ? last.slice(0, -ending.length - 1) : last)
    .replace(/[^\p{L}\p{N}_-]+/gu, "-")
    .replace(/-{2,}/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${[...stem].slice(0, 90).join("") || "file"}${ending ? `.${ending}` : ""}`;
}

/** The name with a number where it is taken: clip.mp4, clip-2.mp4, clip-3.mp4. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  const ending = endingOf(name);
  const stem = ending ? name.slice(0, -ending.length - 1) : name;
  for (let number = 1; ; number += 1) {
    const tried = number === 1 ? name : `${stem}-${number}${ending ? `.${ending}` : ""}`;
    if (!taken.has(tried)) return tried;
  }
}
