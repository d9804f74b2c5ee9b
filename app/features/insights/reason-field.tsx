import { TextArea } from "#app/components/form-field.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";

interface ReasonFieldProps {
  /** Where a page has several. */
  id?: string;
  reply?: FormReply;
  hint?: string;
}

/** Why somebody of the staff does something by hand: everything of the kind asks for it, and the audit log keeps it. */
export function ReasonField({ id, reply, hint = "Kept in the audit log." }: ReasonFieldProps) {
  return (
    <TextArea
      id={id}
      label="Why"
      name="reason"
      rows={2}
      required
      maxLength={500}
      defaultValue={reply?.values.reason}
      errors={reply?.errors.reason}
      hint={hint}
    />
  );
}
