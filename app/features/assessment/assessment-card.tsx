import { plural } from "#app/components/formatted.tsx";
import type { AssessmentCard } from "./public-assessments.queries.server.ts";

/** A public assessment in a list. */
export function AssessmentCardView({ card }: { card: AssessmentCard }) {
  return (
    <>
      <h2 className="font-serif text-title">
        <a href={`/assessments/${card.key}`} className="no-underline hover:text-accent hover:underline">
          {card.title}
        </a>
      </h2>
      {card.summary ? <p className="mt-1 max-w-measure text-soft">{card.summary}</p> : null}
      <p className="mt-1 text-small text-soft">{assessmentFacts(card)}</p>
    </>
  );
}

export function assessmentFacts({ items, minutes }: Pick<AssessmentCard, "items" | "minutes">): string {
  return `${plural(items, "statement")} · about ${plural(minutes, "minute")} · free, without an account`;
}
