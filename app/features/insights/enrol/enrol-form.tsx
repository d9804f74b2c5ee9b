import { Button } from "#app/components/button.tsx";
import { FormError, TextArea, TextField } from "#app/components/form-field.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import { ReasonField } from "../reason-field.tsx";
import { MOST_PEOPLE } from "./read-people.ts";

/** Who gets the course, until when and why. Sending it shows what it would do, and does nothing yet. */
export function EnrolForm({ people, reply, looked }: { people?: string; reply?: FormReply; looked: boolean }) {
  const given = reply?.values;
  return (
    <form method="post" encType="multipart/form-data" className="max-w-measure">
      <FormError errors={reply?.errors[""]} />
      <TextArea
        label="People"
        name="people"
        rows={8}
        defaultValue={given?.people ?? people}
        errors={reply?.errors.people}
        hint={
          <>
            One on a line: an e-mail address, and their name if you like, as in <code>ann@example.org, Ann Smith</code>. A table
            with headings works too. At most {MOST_PEOPLE} at a time.
          </>
        }
      />
      <div className="mb-5">
        <label htmlFor="file" className="mb-1 block font-semibold">
          Or a CSV file
        </label>
        <p id="file-hint" className="mb-1 text-small text-soft">
          With a column of addresses, such as a spreadsheet saves it.
        </p>
        <input
          id="file"
          type="file"
          name="file"
          accept=".csv,.tsv,.txt,text/csv,text/plain"
          aria-describedby={reply?.errors.file ? "file-error file-hint" : "file-hint"}
          aria-invalid={reply?.errors.file ? true : undefined}
          className="block min-h-12 w-full rounded border border-edge bg-raised px-3 py-2 aria-invalid:border-2 aria-invalid:border-error"
        />
        {reply?.errors.file && (
          <p id="file-error" className="mt-1 text-small font-semibold text-error">
            <span aria-hidden="true">✕ </span>
            {reply.errors.file.join(" ")}
          </p>
        )}
      </div>
      <TextField
        label="Last day"
        name="until"
        type="date"
        defaultValue={given?.until}
        errors={reply?.errors.until}
        hint="The course closes to them at the end of this day, UTC. Leave it empty for access without an end."
      />
      <ReasonField reply={reply} hint="Such as: scholarship, or paid by invoice. Kept in the audit log." />
      <Button name="intent" value="look" look={looked ? "secondary" : "primary"}>
        {looked ? "Look again" : "Look at what it does"}
      </Button>
    </form>
  );
}
