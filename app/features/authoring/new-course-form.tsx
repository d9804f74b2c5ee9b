import { Button } from "#app/components/button.tsx";
import { FormError, TextArea, TextField } from "#app/components/form-field.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";

/** The first words of a course: a title is enough to begin. */
export function NewCourseForm({ name, reply }: { name: string; reply?: FormReply }) {
  const field = (key: string) => ({ name: key, defaultValue: reply?.values[key], errors: reply?.errors[key] });
  return (
    <form method="post" className="max-w-measure">
      <FormError errors={reply?.errors[""]} />
      <TextField label="Title of the course" maxLength={160} {...field("title")} hint="Its address is made of it." />
      <TextField label="In one line" maxLength={140} {...field("tagline")} />
      <TextArea label="What it is about" rows={4} {...field("summary")} />
      <TextArea label="What one learns in it" rows={4} {...field("outcomes")} hint="Three to eight, one on a line." />
      <TextField label="Who teaches it" {...field("teacher")} defaultValue={reply?.values.teacher ?? name} />
      <TextArea label="About them" rows={2} {...field("bio")} hint="One or two sentences." />
      <Button name="intent" value="new">
        Make the course
      </Button>
    </form>
  );
}

export function ImportForm({ reply }: { reply?: FormReply }) {
  return (
    <form method="post" encType="multipart/form-data" className="max-w-measure">
      <FormError errors={reply?.errors[""]} />
      <label htmlFor="zip" className="mb-1 block font-semibold">
        A zip of a course folder
      </label>
      <p id="zip-hint" className="mb-2 text-small text-soft">
        It holds course.yaml. Where you edit that course already its draft becomes what is in the zip, and its history keeps what
        it was. At most 64 MiB; larger courses come with npm run course -- push.
      </p>
      <input
        id="zip"
        type="file"
        name="zip"
        accept=".zip,application/zip"
        required
        aria-describedby="zip-hint"
        className="mb-5 block w-full min-h-12 rounded border border-edge bg-raised px-3 py-2"
      />
      <Button look="secondary">Import</Button>
    </form>
  );
}
