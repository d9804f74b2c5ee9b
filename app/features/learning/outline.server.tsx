import { renderToStaticMarkup } from "react-dom/server";
import type { Manifest, ManifestLesson } from "#app/features/courseware/manifest.ts";
import type { LessonState } from "./evaluate-progress.ts";
import { kindWords, type OutlineModel } from "./outline.tsx";

interface Progress {
  percent: number;
  done: number;
  total: number;
  lessons: ReadonlyMap<string, LessonState>;
  modules: ReadonlyMap<string, { done: number; total: number }>;
}

/** The outline of a course for one learner; `current` is the key of the lesson that they are at. */
export function outlineOf(manifest: Manifest, progress: Progress, current?: string): OutlineModel {
  const stateOf = (lesson: ManifestLesson) => progress.lessons.get(lesson.key) ?? "locked";
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
      lessons: module.lessons.map((lesson) => ({ key: lesson.key, title: lesson.title, state: stateOf(lesson) })),
      lines: module.lessons.map((lesson) => lineOf(manifest, lesson, stateOf(lesson), lesson.key === current)).join(""),
    })),
  };
}

const lines = new WeakMap<ManifestLesson, Map<string, string>>();

/**
 * A lesson's line is one of six, whoever reads it, and lines are most of what a page of the player consists of: each is
 * rendered once, and kept for as long as its release is.
 */
function lineOf(manifest: Manifest, lesson: ManifestLesson, state: LessonState, current: boolean): string {
  const drawn = lines.get(lesson) ?? new Map<string, string>();
  lines.set(lesson, drawn);
  const variant = current ? `${state}, current` : state;
  const line = drawn.get(variant) ?? renderToStaticMarkup(<Line {...{ courseKey: manifest.key, lesson, state, current }} />);
  drawn.set(variant, line);
  return line;
}

const signs: Record<LessonState, { sign: string; words: string; className: string }> = {
  completed: { sign: "✓", words: "completed", className: "text-done" },
  open: { sign: "○", words: "open", className: "text-soft" },
  locked: { sign: "–", words: "opens later", className: "text-soft" },
};

interface LineProps {
  courseKey: string;
  lesson: ManifestLesson;
  state: LessonState;
  current: boolean;
}

/** A locked lesson is named and is no link. */
function Line({ courseKey, lesson, state, current }: LineProps) {
  const { sign, words, className } = signs[state];
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
  if (state === "locked") return <li className={`${look} text-soft`}>{content}</li>;
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
