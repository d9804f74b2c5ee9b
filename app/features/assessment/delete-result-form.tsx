import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import type { OwnResultPrivacy } from "./result-privacy.queries.server.ts";

/** Asks before answers and result are deleted, and says what goes and what stays; afterwards, that they are gone. */
export function DeleteResult({ privacy }: { privacy: OwnResultPrivacy }) {
  const { attemptId, number, kind, share, submittedAt, deletedAt, courseKey, lessonKey } = privacy;
  const lesson = `/learn/${courseKey}/${lessonKey}`;
  if (kind === "graded") {
    return (
      <>
        <Notice tone="plain" title="The answers and the score of a check cannot be deleted on their own.">
          <p>
            They are the grade record that your course result rests on, for you and for the school. They are deleted with the rest
            when you delete your account.
          </p>
        </Notice>
        <div className="flex flex-wrap gap-3">
          <ButtonLink href={`/attempts/${attemptId}/result`}>Back to the result</ButtonLink>
          <ButtonLink href="/account/data" look="quiet">
            Your data
          </ButtonLink>
        </div>
      </>
    );
  }
  if (deletedAt) {
    return (
      <>
        <Notice tone="done" title="The answers and the result of this attempt are deleted." live>
          <p>
            That was on <FormattedDate value={deletedAt} time />. What is left is that there was an attempt number {number}, and
            when.
          </p>
        </Notice>
        <ButtonLink href={lesson}>Back to the lesson</ButtonLink>
      </>
    );
  }
  return (
    <>
      <p>This deletes, for good:</p>
      <ul className="my-3 list-disc space-y-1 pl-6">
        <li>every answer that you gave in attempt {number}</li>
        {submittedAt && <li>your scores, the plot and the reading, and their place in comparisons with other attempts</li>}
        {share && <li>what you share of it: nobody will be able to open it any more</li>}
        <li>your part in the averages that the people who run the course see</li>
      </ul>
      <p>
        What stays: that you made an attempt and when, without anything of what you answered. It still counts as one of your
        attempts, and the lesson stays completed where it is.
      </p>
      <p className="mt-3 font-semibold">This cannot be undone.</p>
      <form method="post" className="mt-6 flex flex-wrap gap-3">
        <Button look="danger">Delete them for good</Button>
        <ButtonLink href={submittedAt ? `/attempts/${attemptId}/result` : `/attempts/${attemptId}`} look="quiet">
          Keep them
        </ButtonLink>
      </form>
    </>
  );
}
