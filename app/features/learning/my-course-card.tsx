import { ButtonLink } from "#app/components/button.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import type { MyCourse } from "./my-courses.queries.server.ts";

type Shown = Omit<MyCourse, "lastSeenAt"> & { lastSeenAt: Date | string | null };

/** A course of one's own: how far, and one button to go on. */
export function MyCourseCard({ course }: { course: Shown }) {
  return (
    <article className="grid gap-4 border-t border-line py-8 md:grid-cols-[1fr_auto] md:items-center md:gap-10">
      <div>
        <h2 className="font-serif text-title">
          <a href={`/learn/${course.key}`} className="no-underline hover:text-accent hover:underline">
            {course.title}
          </a>
        </h2>
        {course.files === null && (
          <div className="mt-3 flex max-w-measure items-center gap-3 text-small">
            <progress value={course.done} max={course.total || 1} aria-label={`Progress in ${course.title}`} />
            <span className="shrink-0 text-soft tabular-nums">
              {course.done} of {plural(course.total, "lesson")}
            </span>
          </div>
        )}
        <p className="mt-2 text-small text-soft">
          {course.files !== null
            ? `Download, ${plural(course.files, "file")}.`
            : course.finished
              ? "Finished. Everything stays open to read again."
              : course.continueAt
                ? `Next: ${course.continueAt.title}`
                : null}
          {course.lastSeenAt && (
            <>
              {" "}
              Last opened <FormattedDate value={course.lastSeenAt} />.
            </>
          )}
        </p>
        {!course.open && (
          <p className="mt-2 text-small text-attention">
            <span aria-hidden="true">! </span>
            {course.files === null
              ? "This course is closed to you at present. Your progress is kept."
              : "These files are closed to you at present."}
          </p>
        )}
      </div>
      {course.open && course.files !== null ? (
        <ButtonLink href={`/learn/${course.key}`}>Your files</ButtonLink>
      ) : course.open ? (
        <ButtonLink
          href={course.continueAt && course.started ? `/learn/${course.key}/${course.continueAt.key}` : `/learn/${course.key}`}
          look={course.finished ? "secondary" : "primary"}
        >
          {course.finished ? "Read again" : course.started ? "Continue" : "Begin"}
        </ButtonLink>
      ) : (
        <ButtonLink href={`/courses/${course.key}`} look="secondary">
          See the {course.files === null ? "course" : "download"}
        </ButtonLink>
      )}
    </article>
  );
}
