import type { ReactNode } from "react";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import type { GradePolicy, ReviewPart } from "#app/features/instruments/rule-fields.ts";
import type { AttemptStanding } from "./attempt-standing.ts";
import { formatPercent } from "./result-model.ts";

/** The rules of attempts as they hold for the reader at this moment, a sentence each; nothing where there are none. */
export function StandingNotes({ standing }: { standing: AttemptStanding }) {
  const { limits, refusal, nextAt, closesBeforeNext, granted, passed, left } = standing;
  const notes: ReactNode[] = [];
  if (refusal === "not-open-yet" && nextAt)
    notes.push(
      <>
        It opens on <FormattedDate value={nextAt} time />.
      </>,
    );
  if (refusal === "too-soon" && nextAt && !closesBeforeNext)
    notes.push(
      <>
        You can begin the next attempt from <FormattedDate value={nextAt} time /> on.
      </>,
    );
  if (closesBeforeNext) notes.push("It closes before another attempt could begin.");
  if (limits.waitMinutes > 0 && refusal === null && !passed && left !== 1)
    notes.push(`You wait ${duration(limits.waitMinutes)} between the end of an attempt and the next one.`);
  if (limits.closesAt) notes.push(<Closing at={limits.closesAt} standing={standing} />);
  if (limits.passMark !== null && limits.attempts !== 1) notes.push(<GradeNote standing={standing} />);
  const extras = [
    granted.extraAttempts > 0 && limits.attempts !== null && plural(granted.extraAttempts, "further attempt"),
    granted.extraMinutes > 0 && limits.minutes !== null && plural(granted.extraMinutes, "more minute"),
    granted.closes && limits.closesAt && "a later closing",
  ].filter(Boolean);
  if (extras.length > 0) notes.push(`Your instructor has given you ${extras.join(", ")}. It is counted in already.`);
  if (limits.opensAt || limits.closesAt) notes.push(zoneInWords(standing.timeZone));
  if (notes.length === 0) return null;
  return (
    <ul className="my-4 max-w-measure space-y-1 text-small text-soft">
      {notes.map((note, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rendered once, on the server
        <li key={index}>{note}</li>
      ))}
    </ul>
  );
}

function Closing({ at, standing: { closed, limits } }: { at: Date; standing: AttemptStanding }) {
  // The last minute that is still open: "until midnight" can be either of two.
  const last = new Date(at.getTime() - 60_000);
  if (closed)
    return (
      <>
        It was open until <FormattedDate value={last} time />, and has closed.
      </>
    );
  return (
    <>
      {limits.opensAt ? "Open until " : "It is open until "}
      <FormattedDate value={last} time />. What is still open then is handed in with the answers it has.
    </>
  );
}

const POLICIES: Record<GradePolicy, string> = {
  highest: "Your best attempt counts",
  latest: "Your latest attempt counts",
  first: "Your first attempt counts, and later ones are for practice",
  average: "The average of your attempts counts",
};

function GradeNote({ standing: { grade, policy, review } }: { standing: AttemptStanding }) {
  if (!grade || !review.score) return <>{POLICIES[policy]}.</>;
  return (
    <>
      {POLICIES[policy]}: {formatPercent(grade.percent)} so far{grade.passed ? ", which is passed" : ""}.
    </>
  );
}

function zoneInWords(timeZone: string | null): ReactNode {
  return (
    <>
      Days and times are those of your time zone, {timeZone ? timeZone.replaceAll("_", " ") : "UTC until you choose another"}.{" "}
      <a href="/account" className="text-link">
        Change it in your account
      </a>
    </>
  );
}

/** "90 minutes", "12 hours", "2 days". */
function duration(minutes: number): string {
  if (minutes % 1_440 === 0) return plural(minutes / 1_440, "day");
  return minutes % 60 === 0 ? plural(minutes / 60, "hour") : plural(minutes, "minute");
}

const PARTS: Record<ReviewPart, string> = {
  score: "The score is",
  marks: "Whether your answers are right is",
  answers: "The right answers are",
  feedback: "Feedback is",
};

/** Why something is not shown, or not yet: a sentence for each part. */
export function HiddenNotes({ standing }: { standing: AttemptStanding }) {
  const hidden = (Object.keys(PARTS) as ReviewPart[]).filter((part) => !standing.review[part]);
  if (hidden.length === 0) return null;
  return (
    <ul className="mb-6 text-soft">
      {hidden.map((part) => (
        <li key={part}>
          {PARTS[part]} <WhenShown part={part} standing={standing} />
        </li>
      ))}
    </ul>
  );
}

function WhenShown({ part, standing }: { part: ReviewPart; standing: AttemptStanding }) {
  const { reviewTimes, closesForAllAt, closedForAll, open } = standing;
  switch (reviewTimes[part]) {
    case "after-passing":
      return <>shown once you have passed{open ? ", and have handed in the attempt that is open" : ""}.</>;
    case "after-closing":
      if (closedForAll || !closesForAllAt) return <>shown once you have handed in the attempt that is open.</>;
      return (
        <>
          shown after it has closed in every time zone, on <FormattedDate value={closesForAllAt} time />.
        </>
      );
    case "after-last-attempt":
      return (
        <>shown once you have passed, or have no attempts left{closesForAllAt ? ", or it has closed in every time zone" : ""}.</>
      );
    default:
      return <>not shown for this check.</>;
  }
}
