import { Button } from "#app/components/button.tsx";
import { TextArea, TextField } from "#app/components/form-field.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";

type Moment = Date | string;

/** What of a draft waits to be published by itself, and the way to take it back. */
export function WaitingPublication(props: { waiting: { id: string; revision: number; publishAt: Moment }; revision: number }) {
  const { waiting, revision } = props;
  return (
    <Notice title="This draft waits to be published">
      <p>
        It is published by itself on <FormattedDate value={waiting.publishAt} time />.
      </p>
      {revision !== waiting.revision && (
        <p>As it was in revision {waiting.revision}: what was changed since is not in it. To take it in, plan it anew.</p>
      )}
      <form method="post" className="mt-2">
        <input type="hidden" name="scheduled" value={waiting.id} />
        <Button look="secondary" name="intent" value="cancel">
          Do not publish it then
        </Button>
      </form>
    </Notice>
  );
}

export function FailedPublication({ failed }: { failed: { publishAt: Moment; because: "faults" | "not-allowed" } }) {
  return (
    <Notice tone="attention" title="What was planned was not published">
      On <FormattedDate value={failed.publishAt} time />:{" "}
      {failed.because === "faults"
        ? "the draft had faults. Learners go on with the release that they have."
        : "whoever planned it was no longer allowed to publish this course."}
    </Notice>
  );
}

/** When to publish instead of now. `timeZone`: of the one who plans it. */
export function ScheduleForm({ revision, timeZone, reply }: { revision: number; timeZone: string; reply?: FormReply }) {
  return (
    <details open={reply !== undefined} className="mt-4">
      <summary className="inline-block min-h-11 py-2 font-semibold text-accent underline">Publish it later</summary>
      <form method="post" className="mt-2 max-w-measure">
        <input type="hidden" name="revision" value={revision} />
        <TextField
          label="Day and time"
          name="at"
          type="datetime-local"
          required
          defaultValue={reply?.values.at}
          errors={reply?.errors.at}
          hint={`By the clocks of ${timeZone.replaceAll("_", " ")}. It is published as it is now, whatever is changed until then.`}
        />
        <TextArea
          label="What has changed"
          id="later-notes"
          name="notes"
          rows={3}
          maxLength={2000}
          defaultValue={reply?.values.notes}
          hint="Learners read it when they come to the new release. You may leave it empty."
        />
        <Button look="secondary" name="intent" value="later">
          Publish it then
        </Button>
      </form>
    </details>
  );
}
