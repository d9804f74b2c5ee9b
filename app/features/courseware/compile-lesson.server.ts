import type { LessonFields } from "./course-files.schema.ts";
import { sha256 } from "./course-folder.server.ts";
import { embedIdRule, isEmbedId } from "./embed.ts";
import type { Findings } from "./fault.ts";
import type { CompletionRule, LessonAudio, LessonVideo, ManifestLesson } from "./manifest.ts";
import type { Surroundings } from "./markdown/page.ts";
import { readingBlocks } from "./markdown/reading-blocks.ts";
import { renderMarkdown } from "./markdown/render-markdown.ts";
import type { LessonSource } from "./read-outline.server.ts";

/** The row of LessonContent, and what a person who checks a folder wants to know. */
export interface CompiledLesson {
  key: string;
  hash: string;
  html: string;
  text: string;
  words: number;
  minutes: number;
  /** Its paragraphs and list items as plain text: what its reading grade is worked out from. */
  reading: string[];
}

const WORDS_A_MINUTE = 200;
/** Words of a lesson above which few read it in one sitting: a quarter of an hour. */
const LONG = 15 * WORDS_A_MINUTE;

interface Ask {
  source: LessonSource;
  language: string;
  /** Of a download: a lesson is what stands beside the files, and is done with once it was seen. */
  besideFiles?: boolean;
  surroundings: Surroundings;
  /** Names of the media files that the lesson has used so far. */
  mediaNames: ReadonlySet<string>;
  /** Compiles an instrument by its key; undefined, with a fault, where there is none. */
  instrument(key: string, from: { file: string; line: number }): { key: string; digest: string } | undefined;
}

/** Renders a lesson and checks what its fields refer to. `entry` is missing where the fields have faults. */
export function compileLesson(ask: Ask, findings: Findings): { content: CompiledLesson; entry?: ManifestLesson } {
  const { source, language, surroundings } = ask;
  const page = { kind: "lesson" as const, language, findings, at: (line: number) => ({ file: source.file, line }), surroundings };
  const body = renderMarkdown(source.body, page);
  const content = {
    key: source.key ?? source.file,
    hash: sha256(body.html),
    html: body.html,
    text: body.text,
    words: body.words,
    reading: readingBlocks(body.tree),
  };
  const { fields } = source;
  if (!fields) return { content: { ...content, minutes: 1 } };

  checkKind(source, fields, findings);
  if (fields.kind === "text" && source.body.trim() === "") {
    const line = source.body.split("\n").length;
    findings.fault({
      file: source.file,
      line,
      message: "This lesson is empty.",
      remedy: "Write its text, or take it out of module.yaml.",
    });
  }
  const at = (...path: string[]) => ({ file: source.file, line: source.yaml.lineOf(path) });
  if (body.words > LONG) {
    const message = `This lesson has ${body.words} words, about ${Math.round(body.words / WORDS_A_MINUTE)} minutes of reading.`;
    findings.warn({ ...at("title"), message, remedy: "Part it into two: few people read for longer than a quarter of an hour." });
  }
  const video = fields.video && compileVideo(fields.video, surroundings, at, findings);
  const audio = fields.audio && compileAudio(fields.audio, surroundings, at);
  fields.downloads?.forEach(({ file }, index) => {
    surroundings.media(file, "file", { file: source.file, line: source.yaml.lineOf(["downloads", index, "file"]) });
  });
  const assessment = fields.assessment === undefined ? undefined : ask.instrument(fields.assessment, at("assessment"));

  const played = (video && "file" in video ? video.duration : 0) + (audio?.duration ?? 0) + body.mediaSeconds;
  const minutes = fields.minutes ?? Math.max(1, Math.ceil(body.words / WORDS_A_MINUTE + played / 60 + body.exerciseMinutes));
  const entry: ManifestLesson = {
    key: fields.key,
    title: fields.title,
    kind: fields.kind,
    summary: fields.summary,
    minutes,
    preview: fields.preview,
    completion: completionOf(fields, ask.besideFiles ?? false),
    required: fields.required,
    content: content.hash,
    media: [...ask.mediaNames].sort(),
    ...(video && { video }),
    ...(audio && { audio }),
    downloads: fields.downloads ?? [],
    ...(assessment && { assessment }),
  };
  return { content: { ...content, minutes }, entry };
}

/** An embedded player is somebody else's: it does not say how much was watched. */
function completionOf({ completion, kind, video }: LessonFields, besideFiles: boolean): CompletionRule {
  if (completion) return completion;
  if (besideFiles) return "viewed";
  if (kind === "assessment") return "passed";
  return kind === "video" && video && "file" in video ? "watched" : "manual";
}

function checkKind(source: LessonSource, fields: LessonFields, findings: Findings): void {
  const fault = (field: string, message: string, remedy: string) =>
    findings.fault({ file: source.file, line: source.yaml.lineOf([field]), message, remedy });
  const { kind, completion } = fields;
  for (const field of ["video", "audio", "assessment"] as const) {
    if (kind === field && !fields[field])
      fault("kind", `A lesson of the kind ${field} needs the field \`${field}\`.`, "Add it, or give another kind.");
    if (kind !== field && fields[field])
      fault(field, `A lesson of the kind ${kind} has no \`${field}\`.`, `Write kind: ${field}, or use a directive in the text.`);
  }
  if (kind === "download" && !fields.downloads)
    fault("kind", "A lesson of the kind download needs the field `downloads`.", "List at least one file.");
  if (completion === "passed" && kind !== "assessment")
    fault("completion", "Only an assessment can be passed.", "Write manual or viewed.");
  if (completion === "watched" && (kind !== "video" || (fields.video && "embed" in fields.video))) {
    fault("completion", "Only a video of the course's own can be watched to its end.", "Write manual or viewed.");
  }
  if (fields.preview && kind === "assessment") {
    fault(
      "preview",
      "An assessment cannot be a preview: answers belong to somebody who is enrolled.",
      "Remove preview, or choose another lesson for it.",
    );
  }
}

type At = (...path: string[]) => { file: string; line: number };

function compileVideo(
  video: NonNullable<LessonFields["video"]>,
  surroundings: Surroundings,
  at: At,
  findings: Findings,
): LessonVideo | undefined {
  if ("embed" in video) {
    const { embed, id, title, transcript: name } = video;
    if (!isEmbedId(embed, id)) {
      findings.fault({
        ...at("video", "id"),
        message: `"${id}" cannot be a video of ${embed}.`,
        remedy: `Give ${embedIdRule(embed)}.`,
      });
    }
    const transcript = name === undefined ? undefined : surroundings.transcript(name, at("video", "transcript"));
    return { embed, id, title, ...(transcript && { transcript: transcript.html }) };
  }
  const seconds = video.duration;
  surroundings.media(video.file, "video", at("video", "file"), { seconds });
  surroundings.media(video.captions, "captions", at("video", "captions"), { seconds });
  if (video.poster !== undefined) surroundings.media(video.poster, "image", at("video", "poster"));
  const transcript = surroundings.transcript(video.transcript, at("video", "transcript"));
  return { ...video, transcript: transcript?.html ?? "" };
}

function compileAudio(audio: NonNullable<LessonFields["audio"]>, surroundings: Surroundings, at: At): LessonAudio {
  surroundings.media(audio.file, "audio", at("audio", "file"), { seconds: audio.duration });
  const transcript = surroundings.transcript(audio.transcript, at("audio", "transcript"));
  return { file: audio.file, transcript: transcript?.html ?? "", duration: audio.duration };
}
