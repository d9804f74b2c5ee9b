import { Button, ButtonLink } from "#app/components/button.tsx";
import { plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { formatPercent, type GradedModel } from "./result-model.ts";
import type { ResultPage } from "./results.queries.server.ts";
import { StandaloneNext } from "./standalone-next.tsx";

/** The score of a check, whether it is passed, and what to do next. */
export function ScoreSummary({ page, model }: { page: ResultPage; model: GradedModel }) {
  const { percent, points, max, passed, passMark } = model;
  return (
    <section aria-labelledby="score-title" className="mb-12">
      <h2 id="score-title" className="sr-only">
        Your score
      </h2>
      <p className="font-serif text-display tabular-nums">{formatPercent(percent)}</p>
      <p className="text-soft">
        {formatPoints(points)} of {plural(max, "point")}; {passMark} % is needed to pass.
      </p>
      {passed ? (
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
          <p>{whatNow(page, model)}</p>
        </Notice>
      )}
      <NextStep page={page} />
    </section>
  );
}

function whatNow({ history }: ResultPage, { attemptsLeft }: GradedModel): string {
  if (history.some(({ passed }) => passed)) return "You have passed this check with another attempt, so nothing is left to do.";
  if (history.some(({ submittedAt }) => !submittedAt)) return "You have another attempt open. Go on with it when you are ready.";
  if (attemptsLeft === 0)
    return "There are no attempts left. Write to the people who run the course if you would like another one.";
  const left = attemptsLeft === null ? "You can try as often as you like." : `You have ${plural(attemptsLeft, "attempt")} left.`;
  return `Read the feedback below, look at the lessons again, and take your time. ${left}`;
}

/** On to the next lesson, into an open attempt, or a new one. */
export function NextStep({ page }: { page: ResultPage }) {
  const { history, model } = page;
  if (page.standalone) return <StandaloneNext standalone={page.standalone} />;
  const lesson = `/learn/${page.courseKey}/${page.lessonKey}`;
  const open = history.find(({ submittedAt }) => !submittedAt);
  const done = history.some(({ passed }) => passed);
  const mayRetry = !open && (model.kind === "profile" || (!done && model.attemptsLeft !== 0));
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
