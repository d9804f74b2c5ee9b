import { plural } from "#app/components/formatted.tsx";
import type { LessonKind } from "#app/features/courseware/manifest.ts";
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
    lessons: { key: string; title: string; state: LessonState }[];
    /** The lessons as they stand in the list, rendered: a page may show them twice. */
    lines: string;
  }[];
}

export const kindWords: Record<LessonKind, string> = {
  text: "Reading",
  video: "Video",
  audio: "Audio",
  download: "Download",
  assessment: "Assessment",
};

/** Every lesson with its state. `moduleTitle` is "p" where the list stands before the page's own heading. */
export function Outline({ outline, moduleTitle: ModuleTitle = "h3" }: { outline: OutlineModel; moduleTitle?: "h3" | "p" }) {
  return (
    <ol className="outline-list">
      {outline.modules.map((module) => (
        <li key={module.key} className="mb-6">
          <ModuleTitle className="mb-1 flex items-baseline justify-between gap-3 font-sans text-small font-semibold">
            <span>{module.title}</span>
            <span className="shrink-0 font-normal text-soft tabular-nums">
              <span aria-hidden="true">
                {module.done}/{module.total}
              </span>
              <span className="sr-only">
                {module.done} of {plural(module.total, "lesson")} completed
              </span>
            </span>
          </ModuleTitle>
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: rendered by React, from outline.server.tsx */}
          <ol dangerouslySetInnerHTML={{ __html: module.lines }} />
        </li>
      ))}
    </ol>
  );
}
