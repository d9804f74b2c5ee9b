import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import { SavedResultList } from "#app/features/assessment/saved-result-list.tsx";
import { StandingNotes } from "#app/features/assessment/standing-notes.tsx";
import type { AssessmentPanelModel } from "./assessment-panel.queries.server.ts";

/** Before an assessment: what it asks, how often, and the one button. Below it what was handed in before. */
export function AssessmentPanel({ panel, action }: { panel: AssessmentPanelModel; action: string }) {
  const facts = [
    plural(panel.items, panel.kind === "graded" ? "question" : "statement"),
    panel.passMark === null ? null : `${panel.passMark} % to pass`,
    panel.minutes === null ? null : `${panel.minutes} minutes`,
    panel.standing.left === null || panel.passed ? null : `${plural(panel.standing.left, "attempt")} left`,
  ];
  return (
    <section aria-labelledby="assessment" className="mt-10 rounded border border-line bg-raised p-5">
      <h2 id="assessment" className="font-serif text-large">
        {panel.title}
      </h2>
      <p className="mt-1 mb-4 text-small text-soft">{facts.filter(Boolean).join(" · ")}</p>
      <StandingNotes standing={panel.standing} />
      <StartButton panel={panel} action={action} />
      {panel.history.length > 0 && (
        <ul className="mt-6 border-b border-line text-small">
          {panel.history.map((entry) => (
            <li key={entry.attemptId} className="flex flex-wrap justify-between gap-x-4 border-t border-line py-2">
              <a href={`/attempts/${entry.attemptId}/result`} className="text-link">
                Attempt {entry.number}: {entry.result}
              </a>
              {entry.submittedAt && (
                <span className="text-soft">
                  <FormattedDate value={entry.submittedAt} time />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {panel.outside.length > 0 && (
        <div className="mt-6 text-small">
          <h3 className="mb-1 font-semibold">Taken outside of the course</h3>
          <SavedResultList results={panel.outside} />
        </div>
      )}
    </section>
  );
}

function StartButton({ panel, action }: { panel: AssessmentPanelModel; action: string }) {
  if (panel.open) return <ButtonLink href={`/attempts/${panel.open.attemptId}`}>Go on with your attempt</ButtonLink>;
  const { refusal } = panel.standing;
  if (panel.settles)
    return (
      <form method="post" action={action}>
        <p className="mb-4">By the rules as they are now you have passed.</p>
        <Button>Complete the lesson</Button>
      </form>
    );
  if (refusal === "already-passed")
    return <p className="font-semibold text-done">✓ Passed. You can read your result again below.</p>;
  if (refusal === "closed") return <p>It has closed. If you need more time, please ask your instructor.</p>;
  // The notes above say from when on.
  if (refusal === "not-open-yet" || refusal === "too-soon") return null;
  if (refusal === "no-attempts-left") {
    return <p>All attempts are used. Your results are below. If you would like another attempt, please ask your instructor.</p>;
  }
  return (
    <form method="post" action={action}>
      <Button>{panel.history.length > 0 ? "Take it again" : "Begin"}</Button>
    </form>
  );
}
