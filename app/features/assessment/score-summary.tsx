import { Button, ButtonLink } from "#app/components/button.tsx";
import { plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { formatPercent, type GradedModel } from "./result-model.ts";
import type { ResultPage } from "./results.queries.server.ts";
import { StandaloneNext } from "./standalone-next.tsx";
import { StandingNotes } from "./standing-notes.tsx";

/** The score of a check, whether it is passed, and what to do next. */
export function ScoreSummary({ page, model }: { page: ResultPage; model: GradedModel }) {
  const { percent, points, max, passed, passMark } = model;
  const { standing } = page;
  return (
    <section aria-labelledby="score-title" className="mb-12">
      <h2 id="score-title" className="sr-only">
        Your score
      </h2>
      {percent === null || points === null ? (
        <p className="text-soft">Your answers are handed in. {passMark} % is needed to pass.</p>
      ) : (
        <>
          <p className="font-serif text-display tabular-nums">{formatPercent(percent)}</p>
          <p className="text-soft">
            {formatPoints(points)} of {plural(max, "point")}; {passMark} % is needed to pass.
          </p>
        </>
      )}
      {passed && !standing.passed ? (
        <Notice tone="attention" title="Passed, but not the check as a whole yet">
          <p>
            {standing.policy === "average" ? "The average of your attempts" : "Another attempt"} is what counts here.{" "}
            {whatNow(page)}
          </p>
        </Notice>
      ) : passed ? (
        <Notice tone="done" title="Passed">
          <p>This check is done, and the lesson is complete.</p>
        </Notice>
      ) : model.waiting > 0 ? (
        <Notice tone="attention" title="Not yet graded">
          <p>
            {plural(model.waiting, "answer is", "answers are")} read by a person. Until then they count no points here, and the
            score can still rise.
          </p>
        </Notice>
      ) : (
        <Notice tone="attention" title="Not passed yet">
          <p>{whatNow(page)}</p>
        </Notice>
      )}
      <StandingNotes standing={standing} />
      <NextStep page={page} />
    </section>
  );
}

function whatNow({ standing }: ResultPage): string {
  const { passed, open, refusal, left, review } = standing;
  if (passed) return "You have passed this check with another attempt, so nothing is left to do.";
  if (open) return "You have another attempt open. Go on with it when you are ready.";
  if (refusal === "no-attempts-left")
    return "There are no attempts left. Write to the people who run the course if you would like another one.";
  if (refusal === "closed") return "This check has closed. Write to the people who run the course if you need more time.";
  const often = left === null ? "You can try as often as you like." : `You have ${plural(left, "attempt")} left.`;
  return `${review.feedback ? "Read the feedback below, look" : "Look"} at the lessons again, and take your time. ${often}`;
}

/** On to the next lesson, into an open attempt, or a new one. */
export function NextStep({ page }: { page: ResultPage }) {
  const { history, model, standing } = page;
  if (page.standalone) return <StandaloneNext standalone={page.standalone} />;
  const lesson = `/learn/${page.courseKey}/${page.lessonKey}`;
  const open = history.find(({ submittedAt }) => !submittedAt);
  const done = standing.passed;
  const mayRetry = !open && standing.refusal === null;
  return (
    <div className="flex flex-wrap gap-3">
      {done ? <ButtonLink href={`${lesson}/next`}>Go on</ButtonLink> : null}
      {open ? <ButtonLink href={`/attempts/${open.attemptId}`}>Continue the open attempt</ButtonLink> : null}
      {mayRetry ? (
        <form method="post" action={`${lesson}/attempt`}>
          <Button look={done ? "secondary" : "primary"}>{model.kind === "profile" ? "Take it again" : "Try again"}</Button>
        </form>
      ) : null}
      <ButtonLink href={lesson} look="quiet">
        Back to the lesson
      </ButtonLink>
    </div>
  );
}

export function formatPoints(points: number): string {
  return String(Math.round(points * 100) / 100);
}
