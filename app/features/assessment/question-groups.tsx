import type { ReactNode } from "react";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import type { OpenedSection } from "#app/features/instruments/items/shared-fields.ts";
import type { AttemptPage } from "./attempt-page.queries.server.ts";

interface Group {
  /** Null for the questions before the first section. */
  section: OpenedSection | null;
  /** The section began on an earlier page. */
  continued: boolean;
  /** The number of its first question. */
  first: number;
  questions: AttemptPage["questions"];
}

/** The questions of a page, or all, under the headings of their sections. */
export function inSections(questions: AttemptPage["questions"], { from, to } = { from: 0, to: questions.length }): Group[] {
  const groups: Group[] = [];
  questions.slice(from, to).forEach((asked, place) => {
    const index = from + place;
    const opened = asked.question.opens;
    if (opened || groups.length === 0) {
      const section = opened ?? questions.slice(0, index).findLast(({ question }) => question.opens)?.question.opens ?? null;
      groups.push({ section, continued: !opened && section !== null, first: index + 1, questions: [] });
    }
    groups.at(-1)!.questions.push(asked);
  });
  return groups;
}

interface Props {
  section: OpenedSection | null;
  continued?: boolean;
  /** The level of its heading. */
  heading?: "h2" | "h3";
  children: ReactNode;
}

export function QuestionGroup({ section, continued = false, heading: Heading = "h2", children }: Props) {
  if (!section) return <div className="mb-12">{children}</div>;
  return (
    <section aria-labelledby={`section-${section.key}`} className="mb-16">
      <Heading id={`section-${section.key}`} className="mb-4 font-serif text-title">
        {section.title}
        {continued ? <span className="text-soft"> (continued)</span> : null}
      </Heading>
      {section.intro && continued ? (
        <ReadAgain words="Read what comes before these questions again" html={section.intro} />
      ) : null}
      {section.intro && !continued ? <RenderedHtml html={section.intro} className="prose mb-8 max-w-measure" /> : null}
      {children}
    </section>
  );
}

/** What was said on an earlier page, on request. */
export function ReadAgain({ words, html }: { words: string; html: string }) {
  return (
    <details className="mb-8 max-w-measure">
      <summary className="min-h-11 w-fit cursor-pointer py-2 text-small text-link">{words}</summary>
      <RenderedHtml html={html} className="prose border-l-2 border-line pl-4 text-small" />
    </details>
  );
}
