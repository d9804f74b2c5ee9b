import { plural } from "#app/components/formatted.tsx";
import type { LessonKind, Manifest } from "#app/features/courseware/manifest.ts";
import type { LessonState } from "./evaluate-progress.ts";

/** The outline as the page's loader sends it: no more of the manifest than is shown. */
export interface OutlineModel {
  courseKey: string;
  courseTitle: string;
  percent: number;
  done: number;
  total: number;
  modules: {
    key: string;
    title: string;
    done: number;
    total: number;
    lessons: { key: string; title: string; kind: LessonKind; minutes: number; state: LessonState; required: boolean }[];
  }[];
}

export function outlineOf(
  manifest: Manifest,
  progress: {
    percent: number;
    done: number;
    total: number;
    lessons: ReadonlyMap<string, LessonState>;
    modules: ReadonlyMap<string, { done: number; total: number }>;
  },
): OutlineModel {
  return {
    courseKey: manifest.key,
    courseTitle: manifest.title,
    percent: progress.percent,
    done: progress.done,
    total: progress.total,
    modules: manifest.modules.map((module) => ({
      key: module.key,
      title: module.title,
      done: progress.modules.get(module.key)?.done ?? 0,
      total: progress.modules.get(module.key)?.total ?? 0,
      lessons: module.lessons.map(({ key, title, kind, minutes, required }) => ({
        key,
        title,
        kind,
        minutes,
        required,
        state: progress.lessons.get(key) ?? "locked",
      })),
    })),
  };
}

const signs: Record<LessonState, { sign: string; words: string; className: string }> = {
  completed: { sign: "✓", words: "completed", className: "text-done" },
  open: { sign: "○", words: "open", className: "text-soft" },
  locked: { sign: "–", words: "opens later", className: "text-soft" },
};

export const kindWords: Record<LessonKind, string> = {
  text: "Reading",
  video: "Video",
  audio: "Audio",
  download: "Download",
  assessment: "Assessment",
};

/** Every lesson with its state. A locked one is named and is no link. */
export function Outline({ outline, current }: { outline: OutlineModel; current?: string }) {
  return (
    <ol className="outline-list">
      {outline.modules.map((module) => (
        <li key={module.key} className="mb-6">
          <h3 className="mb-1 flex items-baseline justify-between gap-3 font-sans text-small font-semibold">
            <span>{module.title}</span>
            <span className="shrink-0 font-normal text-soft tabular-nums">
              <span aria-hidden="true">
                {module.done}/{module.total}
              </span>
              <span className="sr-only">
                {module.done} of {plural(module.total, "lesson")} completed
              </span>
            </span>
          </h3>
          <ol>
            {module.lessons.map((lesson) => (
              <OutlineLesson key={lesson.key} courseKey={outline.courseKey} lesson={lesson} current={lesson.key === current} />
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

function OutlineLesson({
  courseKey,
  lesson,
  current,
}: {
  courseKey: string;
  lesson: OutlineModel["modules"][number]["lessons"][number];
  current: boolean;
}) {
  const { sign, words, className } = signs[lesson.state];
  const content = (
    <>
      <span aria-hidden="true" className={`w-5 shrink-0 text-center font-semibold ${className}`}>
        {sign}
      </span>
      <span className="min-w-0">
        {lesson.title}
        <span className="sr-only">, {words}</span>
        <span className="block text-soft">
          {kindWords[lesson.kind]}, {lesson.minutes} min{lesson.required ? "" : ", optional"}
        </span>
      </span>
    </>
  );
  const look = "flex min-h-11 gap-2 rounded px-2 py-1.5 text-small leading-snug";
  if (lesson.state === "locked") return <li className={`${look} text-soft`}>{content}</li>;
  return (
    <li>
      <a
        href={`/learn/${courseKey}/${lesson.key}`}
        aria-current={current ? "page" : undefined}
        className={`${look} no-underline hover:bg-accent-wash aria-[current=page]:bg-accent-wash aria-[current=page]:font-semibold`}
      >
        {content}
      </a>
    </li>
  );
}
