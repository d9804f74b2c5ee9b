import { Button } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import { Section } from "#app/components/page.tsx";
import type { GradingQueue, QueuedWork, QueueLesson } from "./queue.queries.server.ts";

/** Lesson by lesson: what waits, what lies there as a draft, what is released. */
export function GradingQueueView({ queue, base }: { queue: GradingQueue; base: string }) {
  return queue.lessons.map((lesson) => (
    <Section key={lesson.lessonKey} id={`lesson-${lesson.lessonKey}`} title={lesson.title}>
      <p className="mb-4 text-soft">{countsInWords(lesson)}</p>
      {lesson.open.length > 0 ? (
        <WorkTable caption={`To grade in ${lesson.title}, the oldest first`} work={lesson.open} base={base} />
      ) : null}
      {lesson.counts.drafts > 0 ? (
        <form method="post" action={base} className="mt-4">
          <input type="hidden" name="lesson" value={lesson.lessonKey} />
          <Button look="secondary" name="intent" value="release-lesson">
            Release {lesson.counts.drafts === 1 ? "the draft" : `all ${lesson.counts.drafts} drafts`} of this lesson
          </Button>
        </form>
      ) : null}
      {lesson.released.length > 0 ? (
        <details className="mt-4" open={lesson.open.length === 0}>
          <summary className="min-h-11 w-fit cursor-pointer py-2 text-link">
            Released ({lesson.counts.released}
            {lesson.counts.released > lesson.released.length ? `, the last ${lesson.released.length} are shown` : ""})
          </summary>
          <WorkTable caption={`Released in ${lesson.title}, the newest first`} work={lesson.released} base={base} />
        </details>
      ) : null}
    </Section>
  ));
}

function countsInWords({ counts }: QueueLesson): string {
  const { waiting, drafts, released } = counts;
  return [
    waiting > 0 ? `${plural(waiting, "answer waits", "answers wait")}` : "Nothing waits",
    drafts > 0 ? plural(drafts, "draft") : null,
    `${released} read and released`,
  ]
    .filter(Boolean)
    .join(" · ");
}

function WorkTable({ caption, work, base }: { caption: string; work: QueuedWork[]; base: string }) {
  return (
    <DataTable
      caption={caption}
      rows={work}
      rowKey={({ attemptId }) => attemptId}
      columns={[
        {
          heading: "Student",
          cell: ({ attemptId, who, number }) => (
            <a href={`${base}/${attemptId}`} className="text-link">
              {who}
              {number > 1 ? `, attempt ${number}` : ""}
            </a>
          ),
        },
        { heading: "Handed in", cell: ({ submittedAt }) => <FormattedDate value={submittedAt} time /> },
        { heading: "State", cell: stateInWords },
      ]}
    />
  );
}

function stateInWords({ waiting, drafts, released }: QueuedWork): string {
  return [
    waiting > 0 ? `${waiting} waiting` : null,
    drafts > 0 ? plural(drafts, "draft") : null,
    released > 0 ? `${released} released` : null,
  ]
    .filter(Boolean)
    .join(", ");
}
