import { Button } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import type { RegradePreview, RegradeRow } from "#app/features/assessment/regrading/regrade-preview.queries.server.ts";
import { formatPercent } from "#app/features/assessment/result-model.ts";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import { ReasonField } from "./reason-field.tsx";

/** What today's key would change, for whom, and the form that applies it to those who are chosen. */
export function RegradeView({ preview, most, reply }: { preview: RegradePreview; most: number; reply?: FormReply }) {
  const { attempts, changing, kind } = preview;
  if (attempts === 0 || changing === 0) {
    return (
      <EmptyState title="Nothing would change">
        {attempts === 0
          ? "Every attempt is scored by the key of the current release already, or nobody has handed in one yet."
          : `${plural(attempts, "attempt was", "attempts were")} made with an earlier key, and would have the same result by today's.`}
      </EmptyState>
    );
  }
  return (
    <form method="post">
      <p className="mb-4 max-w-measure">
        {plural(attempts, "attempt was", "attempts were")} scored by an earlier key. By today's, {changing} would have another
        result. Answers stay as they were given, and the earlier scores are kept. A lesson that is completed stays so; one whose
        check is passed now is completed.
      </p>
      <ItemNotes preview={preview} />
      <input type="hidden" name="keyRevisionId" value={preview.keyRevisionId} />
      {kind === "graded" ? (
        <RowChoice rows={preview.rows.slice(0, most)} errors={reply?.errors.attemptIds} />
      ) : (
        <>
          <p className="mb-4 max-w-measure">
            This is a questionnaire, so you are not told whose results these are, or what they say. Each person sees on their
            result that it was scored again.
          </p>
          {preview.profileAttemptIds.slice(0, most).map((id) => (
            <input key={id} type="hidden" name="attemptIds" value={id} />
          ))}
        </>
      )}
      {changing > most && <p className="mb-4">{`The first ${most} come now; open the page again for the others.`}</p>}
      <div className="mt-6 max-w-measure">
        <ReasonField reply={reply} hint="Kept in the audit log, with the score before and after." />
        <Button>Score again</Button>
      </div>
    </form>
  );
}

function ItemNotes({ preview: { changed, kept } }: { preview: RegradePreview }) {
  const gone = kept.filter(({ because }) => because === "gone").map(({ key }) => key);
  const other = kept.filter(({ because }) => because === "asks-something-else").map(({ key }) => key);
  return (
    <ul className="mb-6 max-w-measure list-disc pl-5">
      {changed.length > 0 && <li>Counted in another way: {changed.join(", ")}.</li>}
      {other.length > 0 && <li>Asked in other words now, so scored as they were asked: {other.join(", ")}.</li>}
      {gone.length > 0 && <li>No longer there, so scored as they were asked: {gone.join(", ")}.</li>}
    </ul>
  );
}

function RowChoice({ rows, errors }: { rows: RegradeRow[]; errors?: string[] }) {
  return (
    <fieldset aria-describedby={errors ? "attemptIds-error" : undefined}>
      <legend className="mb-2 font-semibold">Attempts to score again</legend>
      {errors && (
        <p id="attemptIds-error" className="mb-2 font-semibold text-error">
          {errors.join(" ")}
        </p>
      )}
      <DataTable
        caption="Attempts that would have another result"
        rows={rows}
        rowKey={({ attemptId }) => attemptId}
        columns={[
          {
            heading: "Student",
            cell: ({ attemptId, name, number }) => (
              <label className="flex min-h-11 cursor-pointer items-center gap-3">
                <input type="checkbox" name="attemptIds" value={attemptId} defaultChecked className="size-5 accent-accent" />
                <span>
                  {name}
                  <span className="block text-soft">attempt {number}</span>
                </span>
              </label>
            ),
          },
          { heading: "Handed in", cell: ({ submittedAt }) => <FormattedDate value={submittedAt} /> },
          { heading: "Before", align: "right", cell: ({ before }) => outcome(before) },
          { heading: "After", align: "right", cell: ({ after }) => outcome(after) },
        ]}
      />
    </fieldset>
  );
}

function outcome({ percent, passed }: RegradeRow["after"]): string {
  return `${formatPercent(percent)}, ${passed ? "passed" : "not passed"}`;
}
