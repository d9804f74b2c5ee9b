import { plural } from "#app/components/formatted.tsx";
import type { LessonKind, Manifest } from "#app/features/courseware/manifest.ts";

const kinds: Record<LessonKind, string> = {
  text: "Reading",
  video: "Video",
  audio: "Audio",
  download: "Download",
  assessment: "Assessment",
};

/** Modules and lessons as a visitor sees them before buying; lessons that are free to read are links. */
export function Curriculum({ manifest }: { manifest: Manifest }) {
  return (
    <ol className="border-b border-line">
      {manifest.modules.map((module) => (
        <li key={module.key} className="border-t border-line py-5">
          <h3 className="font-serif text-large">{module.title}</h3>
          {module.summary && <p className="mt-1 max-w-measure text-soft">{module.summary}</p>}
          <ul className="mt-3">
            {module.lessons.map((lesson) => (
              <li key={lesson.key} className="flex flex-wrap items-baseline justify-between gap-x-4 py-1">
                {lesson.preview ? (
                  <span>
                    <a href={`/courses/${manifest.key}/lessons/${lesson.key}`} className="text-link">
                      {lesson.title}
                    </a>
                    <span className="ml-2 rounded border border-done px-2 py-0.5 text-small text-done">Free preview</span>
                  </span>
                ) : (
                  <span>{lesson.title}</span>
                )}
                <span className="text-small text-soft">
                  {kinds[lesson.kind]}, {plural(lesson.minutes, "minute")}
                </span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
