import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Section } from "#app/components/page.tsx";
import type { AttemptForStaff } from "#app/features/assessment/answers.queries.server.ts";

/** The attempts of a student that the viewer may open: checks, and what the student shares. */
export function StudentResults({ results, courseKey }: { results: AttemptForStaff[]; courseKey: string }) {
  if (results.length === 0) return null;
  return (
    <Section id="results" title="Checks handed in, and shared results">
      <DataTable
        caption="Results that you may open"
        rows={results}
        rowKey={({ attemptId }) => attemptId}
        columns={[
          {
            heading: "What",
            cell: ({ attemptId, title, number, sharedAt }) => (
              <>
                <a href={`/instructor/courses/${courseKey}/results/${attemptId}`} className="text-link">
                  {title}, attempt {number}
                </a>
                {sharedAt && (
                  <span className="block text-soft">
                    shared by them on <FormattedDate value={sharedAt} />
                  </span>
                )}
              </>
            ),
          },
          { heading: "Handed in", cell: ({ submittedAt }) => <FormattedDate value={submittedAt} time /> },
        ]}
      />
    </Section>
  );
}
