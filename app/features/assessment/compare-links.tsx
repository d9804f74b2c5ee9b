import { FormattedDate } from "#app/components/formatted.tsx";
import { Section } from "#app/components/page.tsx";
import type { ResultPage } from "./results.queries.server.ts";

/** The way to a before/after report with each other result that asked the same. */
export function CompareLinks({ page }: { page: ResultPage }) {
  const { attemptId, comparable, submittedAt } = page;
  if (comparable.length === 0) return null;
  return (
    <Section title="Before and after" id="before-and-after">
      <p className="mb-3 max-w-measure">You have answered the same statements at another time. See what has changed:</p>
      <ul className="max-w-measure list-disc pl-6">
        {comparable.map((other) => (
          <li key={other.attemptId} className="mb-2">
            <a href={`/attempts/${attemptId}/compare/${other.attemptId}`} className="text-link">
              {new Date(other.submittedAt) < new Date(submittedAt) ? "From" : "To"}{" "}
              <FormattedDate value={other.submittedAt} time />
              {`: ${other.lessonTitle}, attempt ${other.number}`}
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
