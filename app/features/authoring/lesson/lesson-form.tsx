import { Button, ButtonLink } from "#app/components/button.tsx";
import { TextArea, TextField } from "#app/components/form-field.tsx";
import type { LessonForm } from "./lesson-text.ts";
import type { LessonPreview } from "./preview-lesson.server.ts";

interface Props {
  form: LessonForm;
  /** Where the form was made: sent along, so that nothing of others is overwritten. */
  openedPath: string;
  basedOn: number;
  faults: LessonPreview["faults"];
  closeTo: string;
}

/** The plain form of a lesson: what is wrong with a field stands beside it. */
export function PlainLessonForm({ form, openedPath, basedOn, faults, closeTo }: Props) {
  const said = (field: string) =>
    faults
      .filter((fault) => fault.field === field)
      .map(({ line, message, remedy }) => `${field === "source" ? `Line ${line}: ` : ""}${message} ${remedy}`);
  const errors = (field: string) => {
    const all = said(field);
    return all.length > 0 ? all : undefined;
  };
  return (
    <form method="post">
      <input type="hidden" name="openedPath" value={openedPath} />
      <input type="hidden" name="basedOn" value={basedOn} />
      <TextField label="Title" name="title" maxLength={160} defaultValue={form.title} errors={errors("title")} />
      <TextField
        label="Summary"
        name="summary"
        maxLength={300}
        defaultValue={form.summary}
        errors={errors("summary")}
        hint="One sentence, for the outline and search."
      />
      <TextField
        label="Minutes"
        name="minutes"
        inputMode="numeric"
        defaultValue={form.minutes}
        errors={errors("minutes")}
        hint="Leave it empty, and they are counted."
      />
      <TextArea label="Text, in Markdown" name="source" rows={24} defaultValue={form.source} errors={errors("source")} />
      {said("").length > 0 && (
        <ul className="mb-5 list-disc pl-5 text-small text-error">
          {said("").map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-3">
        <Button name="intent" value="save">
          Save
        </Button>
        <Button look="secondary" name="intent" value="preview">
          Preview without saving
        </Button>
        <ButtonLink href={closeTo} look="quiet">
          Back to the outline
        </ButtonLink>
      </div>
    </form>
  );
}
