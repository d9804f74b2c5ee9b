/** What a course folder takes in `media/`: docs/course-folder.md, "Markdown". Each kind by the ends of its files' names. */
const KINDS: Record<MediaUse, string[]> = {
  image: ["png", "jpg", "jpeg", "gif", "webp", "svg"],
  recording: ["mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm"],
  document: ["pdf", "txt", "csv", "vtt", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "zip"],
};

export type MediaUse = "image" | "recording" | "document";

/** The end of a file's name in small letters, without its dot; empty where it has none. */
export function endingOf(name: string): string {
  return /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
}

/** Undefined where a course cannot have such a file. */
export function mediaUse(name: string): MediaUse | undefined {
  const ending = endingOf(name);
  return (Object.keys(KINDS) as MediaUse[]).find((use) => KINDS[use].includes(ending));
}

/** The name of a file in `media/`, without its ending. */
export function mediaStem(name: string): string {
  const stem = name
    .slice(0, -(endingOf(name).length + 1))
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
  return stem || "file";
}

/** Whether a picture in SVG would run something, or has what could. */
export function runsScripts(svg: Uint8Array): boolean {
  const text = new TextDecoder("utf-8").decode(svg);
  return /<\s*(?:\w+:)?(?:script|foreignObject|iframe)\b|\son\w+\s*=|javascript:|<!ENTITY/i.test(text);
}

/** A picture that is written into an address: `data:image/png;base64,...`. Undefined for everything else. */
export function pictureInAddress(address: string): { bytes: Buffer; ending: string } | undefined {
  const [head, type = ""] = /^data:image\/(png|jpeg|gif|webp);base64,/i.exec(address.slice(0, 60)) ?? [];
  if (head === undefined) return undefined;
  const bytes = Buffer.from(address.slice(head.length), "base64");
  return bytes.length === 0 ? undefined : { bytes, ending: type.toLowerCase().replace("jpeg", "jpg") };
}
