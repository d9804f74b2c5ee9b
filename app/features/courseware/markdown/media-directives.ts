import type { Element } from "hast";
import { z } from "zod";
import { embedAddresses, embedIdRule, isEmbedId, PROVIDERS } from "../embed.ts";
import { amount, attribute, directive, onLines } from "./directive.ts";
import { element, type Rendered } from "./page.ts";

const title = attribute("a title of at most 200 characters");
const mediaName = (what: string) =>
  attribute(`the name of ${what} in media/`).regex(/^[^/\\]+$/, `the name of ${what} in media/, without folders`);
const seconds = amount("the length in seconds, above 0 and at most 86400", 86_400);

export const video = directive({
  form: "leafDirective",
  pages: ["lesson"],
  fields: z.strictObject({
    file: mediaName("the video"),
    captions: mediaName("its captions (.vtt)"),
    transcript: mediaName("its transcript (.md)"),
    poster: mediaName("a picture").optional(),
    title,
    duration: seconds.optional(),
  }),
  build(fields, node, desk) {
    const { surroundings, language } = desk.page;
    const at = desk.at(node);
    const { duration } = fields;
    const source = surroundings.media(fields.file, "video", at, { seconds: duration });
    const captions = surroundings.media(fields.captions, "captions", at, { seconds: duration });
    const poster = fields.poster === undefined ? undefined : surroundings.media(fields.poster, "image", at);
    const transcript = surroundings.transcript(fields.transcript, at);
    if (!source || !captions || !transcript) return undefined;
    desk.mediaSeconds += duration ?? 0;
    const player = element(
      "video",
      { controls: true, preload: "metadata", playsInline: true, ...(poster && { poster: poster.url }) },
      element("source", { src: source.url, type: source.mediaType }),
      element("track", { kind: "captions", src: captions.url, srcLang: language, label: "Captions", default: true }),
    );
    const data = { dataVideo: fields.file, ...(duration && { dataDuration: String(duration) }) };
    return element(
      "figure",
      { className: ["video"], ...data },
      ...onLines([player, details(transcript), element("figcaption", {}, fields.title)]),
    );
  },
});

export const audio = directive({
  form: "leafDirective",
  pages: ["lesson"],
  fields: z.strictObject({
    file: mediaName("the recording"),
    transcript: mediaName("its transcript (.md)"),
    title,
    duration: seconds.optional(),
  }),
  build({ file, transcript: transcriptName, title, duration }, node, desk) {
    const at = desk.at(node);
    const source = desk.page.surroundings.media(file, "audio", at, { seconds: duration });
    const transcript = desk.page.surroundings.transcript(transcriptName, at);
    if (!source || !transcript) return undefined;
    desk.mediaSeconds += duration ?? 0;
    const player = element(
      "audio",
      { controls: true, preload: "metadata" },
      element("source", { src: source.url, type: source.mediaType }),
    );
    const data = { dataAudio: file, ...(duration && { dataDuration: String(duration) }) };
    return element(
      "figure",
      { className: ["audio"], ...data },
      ...onLines([player, details(transcript), element("figcaption", {}, title)]),
    );
  },
});

function details(transcript: Rendered): Element {
  const content = transcript.tree.children.filter((child) => child.type !== "doctype");
  return element(
    "details",
    { className: ["transcript"] },
    element("summary", {}, "Transcript"),
    "\n",
    ...structuredClone(content),
  );
}

export const download = directive({
  form: "leafDirective",
  pages: ["lesson"],
  fields: z.strictObject({ file: mediaName("the file"), title }),
  build({ file, title }, node, desk) {
    const media = desk.page.surroundings.media(file, "file", desk.at(node));
    if (!media) return undefined;
    const about = `${file.slice(file.lastIndexOf(".") + 1).toUpperCase()}, ${sizeInWords(media.size)}`;
    const link = element("a", { href: `${media.url}?download`, download: file }, title);
    return element("p", { className: ["download"] }, link, " ", element("span", { className: ["download-about"] }, about));
  },
});

function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A link to the provider's page. A script may put the player in its place when it is followed; until then nothing is asked of the provider. */
export const embed = directive({
  form: "leafDirective",
  pages: ["lesson", "article"],
  fields: z.strictObject({
    provider: z.enum(PROVIDERS, { error: `one of ${PROVIDERS.join(", ")}` }),
    id: attribute("the id of the video, as in its address"),
    title,
  }),
  build({ provider, id, title }, node, desk) {
    if (!isEmbedId(provider, id)) {
      desk.fault(node, `"${id}" cannot be a video of ${provider}.`, `Give ${embedIdRule(provider)}.`);
      return undefined;
    }
    const { page, player, name } = embedAddresses(provider, id);
    const link = element(
      "a",
      { className: ["embed-open"], href: page, rel: ["noopener", "noreferrer"] },
      `Watch “${title}” on ${name}`,
    );
    const caption = element("figcaption", {}, `Nothing is loaded from ${name} before you choose to watch.`);
    return element(
      "figure",
      { className: ["embed"], dataEmbed: provider, dataEmbedId: id, dataEmbedTitle: title, dataEmbedSrc: player },
      ...onLines([link, caption]),
    );
  },
});
