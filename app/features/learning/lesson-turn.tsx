import { Button, ButtonLink } from "#app/components/button.tsx";
import type { CompletionRule } from "#app/features/courseware/manifest.ts";

interface LessonTurnProps {
  courseKey: string;
  lesson: { key: string; completion: CompletionRule };
  completed: boolean;
  previous: { key: string; title: string } | null;
  next: { key: string; title: string; open: boolean } | null;
  finished: boolean;
}

const waiting: Partial<Record<CompletionRule, string>> = {
  watched: "This lesson is completed when you have watched the video.",
  passed: "This lesson is completed by its assessment.",
};

/** The foot of a lesson: one button to finish it and turn the page, and the way back. */
export function LessonTurn({ courseKey, lesson, completed, previous, next, finished }: LessonTurnProps) {
  const base = `/learn/${courseKey}`;
  return (
    <nav aria-label="Lessons" className="no-print mt-14 border-t border-line pt-8">
      <div className="flex flex-wrap items-center justify-between gap-4">
        {completed ? (
          <Onward base={base} next={next} finished={finished} />
        ) : waiting[lesson.completion] ? (
          <div>
            <p data-waiting className="text-soft">
              {waiting[lesson.completion]}
            </p>
            {lesson.completion === "watched" && (
              <form method="post" action={`${base}/${lesson.key}`} className="mt-3">
                <Button look="secondary" name="by" value="transcript">
                  I have read the transcript instead
                </Button>
              </form>
            )}
          </div>
        ) : (
          <form method="post" action={`${base}/${lesson.key}`}>
            <Button>{next ? "Complete and continue" : "Complete the lesson"}</Button>
          </form>
        )}
        {previous && (
          <a href={`${base}/${previous.key}`} rel="prev" className="text-link inline-flex min-h-11 items-center">
            <span aria-hidden="true">‹&nbsp;</span>
            <span className="sr-only">Previous: </span>
            {previous.title}
          </a>
        )}
      </div>
      {next && (
        <p className="mt-4 text-small text-soft">
          Next:{" "}
          {next.open && !completed ? (
            <a href={`${base}/${next.key}`} rel="next" className="text-link">
              {next.title}
            </a>
          ) : (
            next.title
          )}
        </p>
      )}
    </nav>
  );
}

function Onward({ base, next, finished }: { base: string; next: LessonTurnProps["next"]; finished: boolean }) {
  if (next?.open) return <ButtonLink href={`${base}/${next.key}`}>Next lesson</ButtonLink>;
  if (finished) return <ButtonLink href={base}>Back to the course</ButtonLink>;
  return (
    <ButtonLink href={base} look="secondary">
      See what is still open
    </ButtonLink>
  );
}
