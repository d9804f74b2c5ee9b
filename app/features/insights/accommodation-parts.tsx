import { Button } from "#app/components/button.tsx";
import { FormError, SelectField, TextField } from "#app/components/form-field.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import type { Accommodation, Accommodations } from "./accommodations.queries.server.ts";
import { ReasonField } from "./reason-field.tsx";

/** What is granted to a student, each with the form that takes it back where the reader may. */
export function AccommodationList({ granted, may, reply }: { granted: Accommodation[]; may: boolean; reply?: FormReply }) {
  if (granted.length === 0) return <p className="text-soft">Nothing was granted: the rules of each assessment hold.</p>;
  return (
    <ul className="border-t border-line">
      {granted.map((one) => (
        <li key={one.lessonKey} className="border-b border-line py-4">
          <p className="font-semibold">
            {one.title}: {inWords(one)}
          </p>
          <p className="text-small text-soft">
            {one.grantedBy ?? "Somebody who is gone"}, <FormattedDate value={one.grantedAt} time />. {one.reason}
          </p>
          {may && <Withdrawal one={one} reply={reply?.values.lessonKey === one.lessonKey ? reply : undefined} />}
        </li>
      ))}
    </ul>
  );
}

function inWords({ extraAttempts, extraMinutes, closes }: Accommodation): string {
  const parts = [
    extraAttempts > 0 && plural(extraAttempts, "further attempt"),
    extraMinutes > 0 && `${plural(extraMinutes, "minute")} more for each attempt`,
    closes && `closes ${closes}`,
  ];
  return parts.filter(Boolean).join(", ");
}

function Withdrawal({ one: { lessonKey, title }, reply }: { one: Accommodation; reply?: FormReply }) {
  return (
    <details open={reply !== undefined} className="mt-2">
      <summary className="relative inline-block min-h-11 py-2 text-accent underline">
        Take back<span className="sr-only"> what was granted for {title}</span>
      </summary>
      <form method="post" className="mt-3 max-w-measure">
        <input type="hidden" name="intent" value="withdraw" />
        <input type="hidden" name="lessonKey" value={lessonKey} />
        <p className="mb-4">
          The rules of {title} hold again as they are. Attempts that were made stay, and one that is open keeps its time.
        </p>
        <ReasonField id={`withdraw-${lessonKey}`} reply={reply} />
        <Button look="danger">Take it back</Button>
      </form>
    </details>
  );
}

/** Grants further attempts, more time or a later closing in one assessment. */
export function AccommodationForm({ options, reply }: { options: Accommodations; reply?: FormReply }) {
  const { assessments, timeZone } = options;
  return (
    <form method="post" className="max-w-measure">
      <FormError errors={reply?.errors[""]} />
      <input type="hidden" name="intent" value="accommodate" />
      <SelectField
        label="Assessment"
        name="lessonKey"
        options={assessments.map(({ lessonKey, title, rules }) => ({ value: lessonKey, label: `${title} (${rules})` }))}
        defaultValue={reply?.values.lessonKey}
        errors={reply?.errors.lessonKey}
        hint="What you grant here takes the place of what was granted for the same assessment before."
      />
      <TextField
        label="Further attempts"
        name="extraAttempts"
        inputMode="numeric"
        defaultValue={reply?.values.extraAttempts}
        errors={reply?.errors.extraAttempts}
        hint="Beyond those that everybody has. Leave it empty for none."
      />
      <TextField
        label="More minutes"
        name="extraMinutes"
        inputMode="numeric"
        defaultValue={reply?.values.extraMinutes}
        errors={reply?.errors.extraMinutes}
        hint="Added to the time of each attempt, and to that of one that is open now. Leave it empty for none."
      />
      <TextField
        label="Last day"
        name="closes"
        type="date"
        defaultValue={reply?.values.closes}
        errors={reply?.errors.closes}
        hint={`It closes at the end of this day in the student’s time zone, ${timeZone ?? "UTC"}. Leave it empty to keep the day that it has.`}
      />
      <ReasonField
        id="accommodation-reason"
        reply={reply}
        hint="Staff of the course see it here, and it is kept in the audit log. The student sees what is granted, and not why."
      />
      <Button>Grant it</Button>
    </form>
  );
}
