import { fileFacts } from "#app/components/file-facts.ts";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { embedAddresses } from "#app/features/courseware/embed.ts";
import { type LessonVideo, type ManifestLesson, type MediaFile, mediaUrl } from "#app/features/courseware/manifest.ts";

export interface Place {
  courseKey: string;
  lessonKey: string;
  media: Record<string, MediaFile>;
  /** Of the course: BCP 47. */
  language: string;
}

/** As its speakers call it. */
function nameOfLanguage(language: string): string {
  return new Intl.DisplayNames([language], { type: "language" }).of(language) ?? language;
}

/** Where a lesson's own video or recording is played, with captions, transcript and the place it was left at. */
export function LessonMedia({
  lesson,
  place,
  position,
  playedShare,
}: {
  lesson: Pick<ManifestLesson, "title" | "video" | "audio" | "completion">;
  place: Place;
  position: number;
  playedShare: number;
}) {
  const src = (file: string) => mediaUrl(place.courseKey, place.lessonKey, place.media[file]?.hash ?? "", file);
  const resume = { "data-position": position, "data-played": playedShare };
  if (lesson.video && "file" in lesson.video) {
    const video = lesson.video;
    return (
      <figure className="lesson-media">
        {/* The size is given, so that nothing moves when the picture arrives. */}
        <video
          data-media="lesson"
          {...resume}
          controls
          preload="metadata"
          playsInline
          width={1280}
          height={720}
          poster={video.poster && src(video.poster)}
          aria-label={video.alt}
        >
          <source src={src(video.file)} type={place.media[video.file]?.mediaType} />
          <track
            kind="captions"
            srcLang={place.language}
            label={nameOfLanguage(place.language)}
            src={src(video.captions)}
            default
          />
        </video>
        <SpeedChoice />
        <Transcript html={video.transcript} lang={place.language} />
      </figure>
    );
  }
  if (lesson.video) return <EmbeddedVideo video={lesson.video} language={place.language} />;
  if (lesson.audio) {
    return (
      <figure className="lesson-media">
        <audio
          data-media="lesson"
          {...resume}
          controls
          preload="metadata"
          src={src(lesson.audio.file)}
          aria-label={lesson.title}
        />
        <SpeedChoice />
        <Transcript html={lesson.audio.transcript} lang={place.language} />
      </figure>
    );
  }
  return null;
}

/** Shown by the script, which is what makes it work; without it the browser's own controls are there. */
function SpeedChoice() {
  return (
    <label data-speed hidden className="no-print mt-2 inline-flex items-center gap-2 text-small text-soft">
      Speed
      <select className="min-h-11 rounded border border-edge bg-raised px-2 text-ink" defaultValue="1">
        {["0.75", "1", "1.25", "1.5", "2"].map((speed) => (
          <option key={speed} value={speed}>
            {speed} ×
          </option>
        ))}
      </select>
    </label>
  );
}

function Transcript({ html, lang }: { html: string; lang: string }) {
  return (
    <details className="transcript">
      <summary>Transcript</summary>
      <RenderedHtml html={html} lang={lang} />
    </details>
  );
}

/** Nothing is asked of the provider before the click; without a script the click leads to its page. */
function EmbeddedVideo({ video, language }: { video: Extract<LessonVideo, { embed: string }>; language: string }) {
  const { name, page, player } = embedAddresses(video.embed, video.id);
  return (
    <figure
      className="lesson-media embed"
      data-embed={video.embed}
      data-embed-id={video.id}
      data-embed-title={video.title}
      data-embed-src={player}
    >
      <a href={page} rel="noopener noreferrer" className="embed-open">
        Play “{video.title}” from {name}
      </a>
      <figcaption className="text-small text-soft">Playing it sends your address to {name}.</figcaption>
      {video.transcript && <Transcript html={video.transcript} lang={language} />}
    </figure>
  );
}

export function Downloads({ lesson, place }: { lesson: Pick<ManifestLesson, "downloads">; place: Place }) {
  if (lesson.downloads.length === 0) return null;
  return (
    <section aria-labelledby="downloads" className="mt-10">
      <h2 id="downloads" className="mb-2 font-serif text-large">
        Downloads
      </h2>
      <DownloadList lesson={lesson} place={place} />
    </section>
  );
}

/** Each file with what it is and how large, to be saved by a click. */
export function DownloadList({ lesson, place }: { lesson: Pick<ManifestLesson, "downloads">; place: Place }) {
  return (
    <ul className="border-b border-line">
      {lesson.downloads.map((download) => {
        const file = place.media[download.file];
        return (
          <li key={download.file} className="border-t border-line py-3">
            <a
              href={`${mediaUrl(place.courseKey, place.lessonKey, file?.hash ?? "", download.file)}?download`}
              className="text-link font-semibold"
            >
              {download.title}
            </a>
            <span className="ml-2 text-small text-soft">{file ? fileFacts({ name: download.file, size: file.size }) : ""}</span>
            {download.description && <p className="text-small text-soft">{download.description}</p>}
          </li>
        );
      })}
    </ul>
  );
}
