import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Section } from "#app/components/page.tsx";
import { ItemReviews } from "./item-reviews.tsx";
import { KeepResult } from "./keep-result.tsx";
import { ProfileResult } from "./profile-result.tsx";
import type { HistoryEntry, ResultPage } from "./results.queries.server.ts";
import { ScoreSummary } from "./score-summary.tsx";

/** The page of a result, for checks and profiles, with the history of attempts below. */
export function ResultView({ page }: { page: ResultPage }) {
  const { model, history } = page;
  return (
    <>
      {page.regradedAt ? (
        <p className="mb-6 max-w-measure text-soft">
          Scored again on <FormattedDate value={page.regradedAt} />, because the way in which answers count was corrected. Your
          answers are as you gave them.
        </p>
      ) : null}
      {model.kind === "graded" ? (
        <>
          <ScoreSummary page={page} model={model} />
          <ItemReviews model={model} standing={page.standing} />
        </>
      ) : (
        <ProfileResult page={page} model={model} />
      )}
      {page.attemptId === null ? null : <KeepResult href={`/attempts/${page.attemptId}/result.pdf`} />}
      {history.length > 1 ? (
        <Section title="All attempts" id="history">
          <AttemptHistory history={history} current={page.number} />
        </Section>
      ) : null}
    </>
  );
}

/** A person's attempts of one lesson; `current` is the number of the one that the page shows. */
function AttemptHistory({ history, current }: { history: HistoryEntry[]; current?: number }) {
  return (
    <DataTable
      caption="All attempts of this lesson"
      rows={history}
      rowKey={({ attemptId }) => attemptId}
      columns={[
        { heading: "Attempt", cell: ({ number }) => `${number}${number === current ? " (this one)" : ""}` },
        { heading: "Date", cell: ({ submittedAt, startedAt }) => <FormattedDate value={submittedAt ?? startedAt} time /> },
        {
          heading: "Result",
          cell: ({ attemptId, number, submittedAt, result }) =>
            !submittedAt ? (
              <a href={`/attempts/${attemptId}`} className="text-link">
                Open: go on
              </a>
            ) : number === current ? (
              result
            ) : (
              <a href={`/attempts/${attemptId}/result`} className="text-link">
                {result}
              </a>
            ),
        },
      ]}
    />
  );
}
