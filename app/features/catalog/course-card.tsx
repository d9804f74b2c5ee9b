import { formatMoney, plural } from "#app/components/formatted.tsx";
import type { CourseCard } from "./catalogue.queries.server.ts";

/** A course in a list: what it is, how long, and what it costs. The whole card leads to the course page. */
export function CourseCardView({ course, heading: Heading = "h2" }: { course: CourseCard; heading?: "h2" | "h3" }) {
  return (
    <article className="group relative grid gap-5 border-t border-line py-8 sm:grid-cols-[240px_1fr]">
      {course.cover ? (
        <img
          src={course.cover.url}
          alt=""
          width={1200}
          height={630}
          loading="lazy"
          decoding="async"
          className="w-full rounded border border-line"
        />
      ) : (
        <div aria-hidden="true" className="hidden aspect-[1200/630] rounded bg-sunken sm:block" />
      )}
      <div>
        <Heading className="font-serif text-title">
          <a
            href={`/courses/${course.key}`}
            className="no-underline after:absolute after:inset-0 group-hover:text-accent group-hover:underline"
          >
            {course.title}
          </a>
        </Heading>
        <p className="mt-2 max-w-measure text-soft">{course.tagline}</p>
        <p className="mt-3 text-small">
          <strong className="tabular-nums">
            {course.price ? formatMoney(course.price.amount, course.price.currency) : "Free"}
          </strong>
          <span className="text-soft">
            {" · "}
            {extentOf(course)}
            {course.duration ? ` · ${course.duration}` : ""}
          </span>
        </p>
      </div>
    </article>
  );
}

/** "4 lessons · 45 minutes", or "Download · 3 files". */
export function extentOf({ kind, lessons, minutes, files }: Pick<CourseCard, "kind" | "lessons" | "minutes" | "files">): string {
  if (kind === "download") return `Download · ${plural(files, "file")}`;
  return `${plural(lessons, "lesson")} · ${readableDuration(minutes)}`;
}

/** "45 minutes", "about 3 hours": how long a reader will need, no more exact than it is. */
export function readableDuration(minutes: number): string {
  if (minutes < 90) return plural(minutes, "minute");
  const hours = Math.round(minutes / 30) / 2;
  return `about ${hours.toString().replace(".5", "½")} hours`;
}
