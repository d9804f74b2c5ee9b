import type { ReactNode } from "react";
import { Outline, type OutlineModel } from "./outline.tsx";

interface PlayerFrameProps {
  outline: OutlineModel;
  current: string;
  care: { key: string; title: string } | null;
  children: ReactNode;
}

/**
 * The player is a book: the outline at the left, the text in the middle. On a narrow screen the outline is a drawer
 * at the top, which needs no script.
 */
export function PlayerFrame({ outline, current, care, children }: PlayerFrameProps) {
  const home = `/learn/${outline.courseKey}`;
  return (
    <div className="player">
      <header className="player-bar no-print">
        <a href="/learn" className="player-back">
          <span aria-hidden="true">‹&nbsp;</span>My courses
        </a>
        <a href={home} className="player-title">
          {outline.courseTitle}
        </a>
        <div className="player-progress">
          <progress
            value={outline.done}
            max={outline.total || 1}
            aria-label={`Course progress: ${outline.done} of ${outline.total} lessons`}
          />
          <span aria-hidden="true" className="tabular-nums">
            {outline.percent} %
          </span>
        </div>
      </header>
      <div className="player-body">
        <nav aria-label="Course outline" className="player-outline no-print">
          <details className="player-drawer">
            <summary>Course outline</summary>
            <Outline outline={outline} moduleTitle="p" />
          </details>
          <div className="player-column">
            <Outline outline={outline} moduleTitle="p" />
          </div>
        </nav>
        <main id="main" tabIndex={-1} className="player-main">
          {children}
          {care && care.key !== current && (
            <p className="no-print mt-12 border-t border-line pt-4 text-small text-soft">
              This course is education, not therapy.{" "}
              <a href={`/learn/${outline.courseKey}/${care.key}`} className="text-link">
                {care.title}
              </a>
            </p>
          )}
        </main>
      </div>
    </div>
  );
}
