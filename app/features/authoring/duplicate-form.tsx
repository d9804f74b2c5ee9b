import { Button } from "#app/components/button.tsx";
import { TextField } from "#app/components/form-field.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";

/** A copy of a course to begin from. */
export function DuplicateForm({ course, reply }: { course: { key: string; title: string }; reply?: FormReply }) {
  return (
    <details open={reply !== undefined}>
      <summary className="inline-block min-h-11 py-2 text-small underline">
        Duplicate<span className="sr-only"> {course.title}</span>
      </summary>
      <form method="post" className="mt-2 max-w-measure">
        <input type="hidden" name="course" value={course.key} />
        <TextField
          label="Title of the copy"
          id={`copy-${course.key}`}
          name="title"
          required
          maxLength={160}
          defaultValue={reply?.values.title ?? `${course.title}, a copy`}
          errors={reply && [...(reply.errors.title ?? []), ...(reply.errors[""] ?? [])]}
          hint="The copy has every file, and is not published. Learners stay with the other."
        />
        <Button look="secondary" name="intent" value="duplicate">
          Make the copy
        </Button>
      </form>
    </details>
  );
}
