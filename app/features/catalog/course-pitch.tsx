import type { ReactNode } from "react";
import { plural } from "#app/components/formatted.tsx";
import { Section } from "#app/components/page.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { downloadsOf, lessonsOf, type Manifest } from "#app/features/courseware/manifest.ts";
import { readableDuration } from "./course-card.tsx";
import { Curriculum } from "./curriculum.tsx";
import { FilesOffered } from "./files-offered.tsx";
import { wordsOf } from "./kind-words.ts";

/** All that a visitor wants to know before they decide. `children` is the offer: price and the one button. */
export function CoursePitch({ course, children }: { course: Manifest; children: ReactNode }) {
  const words = wordsOf(course.kind);
  return (
    <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_360px] lg:gap-16">
      <header>
        <h1 className="font-serif text-display">{course.title}</h1>
        <p className="mt-4 max-w-measure text-large text-soft">{course.tagline}</p>
        <p className="mt-4 text-small text-soft">{factsOf(course).filter(Boolean).join(" · ")}</p>
      </header>
      <aside aria-label={`Get this ${words.thing}`} className="lg:row-span-2">
        <div className="overflow-hidden rounded border border-line bg-raised lg:sticky lg:top-6">
          {course.cover && (
            <img
              src={course.cover.url}
              alt={course.cover.alt}
              width={1200}
              height={630}
              className="block h-auto w-full border-b border-line"
            />
          )}
          <div className="p-5">{children}</div>
        </div>
      </aside>
      <div className="min-w-0">
        <RenderedHtml html={course.summary} className="prose max-w-measure" />
        <Section title={words.outcomes} id="outcomes">
          <List entries={course.outcomes} sign="✓" />
        </Section>
        {course.audience.length > 0 && (
          <Section title="Who it is for" id="audience">
            <List entries={course.audience} sign="–" />
          </Section>
        )}
        <Section title="What is in it" id="curriculum">
          {course.kind === "download" ? <FilesOffered manifest={course} /> : <Curriculum manifest={course} />}
        </Section>
        <Section title={words.instructors} id="instructors">
          {course.instructors.map((instructor) => (
            <div key={instructor.name} className="mb-4 max-w-measure">
              <h3 className="font-serif text-large">{instructor.name}</h3>
              <p className="text-small text-soft">{instructor.role}</p>
              <p className="mt-1">{instructor.bio}</p>
            </div>
          ))}
        </Section>
        {course.afterPayment && (
          <Section title="What happens after you pay" id="after-payment">
            <RenderedHtml html={course.afterPayment} className="prose max-w-measure" />
          </Section>
        )}
        {course.refundPolicy && (
          <Section title="Refunds" id="refunds">
            <RenderedHtml html={course.refundPolicy} className="prose max-w-measure" />
          </Section>
        )}
        {course.faq.length > 0 && (
          <Section title="Questions" id="faq">
            <div className="max-w-measure border-b border-line">
              {course.faq.map((entry) => (
                <details key={entry.question} className="border-t border-line py-3">
                  <summary className="min-h-11 py-2 font-semibold">{entry.question}</summary>
                  <RenderedHtml html={entry.answer} className="prose pb-3" />
                </details>
              ))}
            </div>
          </Section>
        )}
      </div>
    </div>
  );
}

function factsOf(course: Manifest): (string | undefined)[] {
  if (course.kind === "download") return ["Download", course.level, plural(downloadsOf(course).length, "file"), course.duration];
  const lessons = lessonsOf(course);
  const minutes = lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
  const extent = [plural(course.modules.length, "module"), plural(lessons.length, "lesson"), readableDuration(minutes)];
  return [course.level, ...extent, course.duration];
}

function List({ entries, sign }: { entries: string[]; sign: string }) {
  return (
    <ul className="max-w-measure">
      {entries.map((entry) => (
        <li key={entry} className="flex gap-3 py-1.5">
          <span aria-hidden="true" className="font-semibold text-done">
            {sign}
          </span>
          <span>{entry}</span>
        </li>
      ))}
    </ul>
  );
}
