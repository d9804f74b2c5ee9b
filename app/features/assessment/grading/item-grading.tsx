import { Button } from "#app/components/button.tsx";
import { TextArea } from "#app/components/form-field.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { CONTROL } from "#app/features/instruments/items/answer-input.tsx";
import { sizeInWords } from "#app/features/instruments/items/file-upload.tsx";
import { InlineHtml } from "#app/features/instruments/items/inline-html.tsx";
import type { Criterion } from "#app/features/instruments/items/rubric.tsx";
import { LONGEST_FEEDBACK, LONGEST_NOTE } from "./grade-form.ts";
import type { GradedItem } from "./grading-page.queries.server.ts";

interface Fields {
  marks: { points: string; levels: Record<string, string> };
  feedback: string;
  note: string;
}

interface Props {
  item: GradedItem;
  /** What was sent and could not be taken: it stays in the fields. */
  yours?: Fields;
  /** Somebody else has saved something newer meanwhile. */
  conflict: boolean;
  error?: string;
}

/** One answer beside what is given to it. */
export function ItemGrading({ item, yours, conflict, error }: Props) {
  const { key, number, prompt, answered, state, by } = item;
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <section aria-labelledby={`answer-${key}`} className="min-w-0">
        <h2 id={`answer-${key}`} className="mb-3 font-serif text-large">
          Question {number}
        </h2>
        <div className="mb-4 text-soft">
          {prompt.block ? <RenderedHtml html={prompt.html} className="prose" /> : <InlineHtml html={prompt.html} />}
        </div>
        <Answer item={item} />
      </section>
      {answered ? (
        <fieldset className="min-w-0" aria-describedby={error ? `error-${key}` : undefined}>
          <legend className="mb-3 font-serif text-large font-semibold">Your grade for question {number}</legend>
          <p className="mb-3 text-small text-soft">
            {STATES[state]}
            {by ? (
              <>
                {" "}
                Last saved by {by.name}, <FormattedDate value={by.at} time />.
              </>
            ) : null}
          </p>
          {conflict ? <Theirs item={item} /> : null}
          <GradeFields item={item} fields={yours ?? fieldsOf(item)} error={error} />
          {state === "released" ? null : (
            <Button look="quiet" name="intent" value={`release-one:${key}`}>
              Save, and release this one
            </Button>
          )}
        </fieldset>
      ) : (
        <p className="text-soft">There is nothing to grade.</p>
      )}
    </div>
  );
}

const STATES: Record<GradedItem["state"], string> = {
  ungraded: "Not graded yet.",
  draft: "A draft: the student does not see it.",
  released: "Released. What you change now is a draft again, until you release it.",
  changed: "A draft: the student still sees what was released before.",
};

function Answer({ item }: { item: GradedItem }) {
  if (!item.answered) return <p className="text-soft">No answer was given.</p>;
  if (item.answer !== null) {
    return (
      <div className="max-w-measure break-words rounded bg-sunken px-4 py-3">
        <InlineHtml html={item.answer} />
      </div>
    );
  }
  return (
    <ul className="space-y-2">
      {item.files.map((file) => (
        <li key={file.id} className="break-words">
          <a href={file.href} className="text-link">
            {file.name}
          </a>{" "}
          <span className="text-small text-soft">{sizeInWords(file.size)}, is saved to your device</span>
        </li>
      ))}
    </ul>
  );
}

function GradeFields({ item, fields, error }: { item: GradedItem; fields: Fields; error?: string }) {
  const { key, rubric, points, seen, missing } = item;
  return (
    <>
      <input type="hidden" name={`seen.${key}`} value={seen} />
      {rubric ? (
        rubric.map((criterion) => <Levels key={criterion.key} itemKey={key} criterion={criterion} fields={fields} />)
      ) : (
        <div className="mb-5">
          <label htmlFor={`points-${key}`} className="mb-1 block font-semibold">
            Points, of {points}
          </label>
          <input
            id={`points-${key}`}
            name={`points.${key}`}
            inputMode="decimal"
            defaultValue={fields.marks.points}
            className={`${CONTROL} w-32`}
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `error-${key}` : undefined}
          />
        </div>
      )}
      {error ? (
        <p id={`error-${key}`} className="mb-4 text-small font-semibold text-error">
          <span aria-hidden="true">✕ </span>
          {error}
        </p>
      ) : null}
      {missing.length > 0 ? (
        <p className="mb-4 text-small font-semibold text-attention">Before it can be released: {missing.join(", ")}.</p>
      ) : null}
      <TextArea
        label="Feedback to the student"
        name={`feedback.${key}`}
        id={`feedback-${key}`}
        rows={5}
        maxLength={LONGEST_FEEDBACK}
        defaultValue={fields.feedback}
      />
      <details open={fields.note !== ""} className="mb-4">
        <summary className="min-h-11 w-fit cursor-pointer py-2 text-small text-link">Note for graders alone</summary>
        <TextArea
          label="Note, never shown to the student"
          name={`note.${key}`}
          id={`note-${key}`}
          rows={2}
          maxLength={LONGEST_NOTE}
          defaultValue={fields.note}
        />
      </details>
    </>
  );
}

function Levels({ itemKey, criterion, fields }: { itemKey: string; criterion: Criterion; fields: Fields }) {
  return (
    <fieldset className="mb-5 min-w-0">
      <legend className="mb-1 font-semibold">{criterion.title}</legend>
      {criterion.levels.map((level) => (
        <label key={level.key} className="flex min-h-11 items-center gap-3 py-1">
          <input
            type="radio"
            name={`level.${itemKey}.${criterion.key}`}
            value={level.key}
            defaultChecked={fields.marks.levels[criterion.key] === level.key}
            className="size-5 shrink-0 accent-accent"
          />
          <span className="min-w-0">
            {level.title} <span className="text-small text-soft tabular-nums">{plural(level.points, "point")}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** What somebody else has saved, to be read beside what one has written oneself. */
function Theirs({ item }: { item: GradedItem }) {
  const { given, rubric, by } = item;
  const { levels, points } = fieldsOf(item).marks;
  return (
    <div className="mb-5 rounded border border-attention px-4 py-3">
      <p className="font-semibold">What {by?.name ?? "somebody"} has saved</p>
      <ul className="text-small">
        {rubric ? (
          rubric.map(({ key, title, levels: known }) => (
            <li key={key}>
              {title}: {known.find((level) => level.key === levels[key])?.title ?? "no level yet"}
            </li>
          ))
        ) : (
          <li>Points: {points === "" ? "none yet" : points}</li>
        )}
      </ul>
      <p className="whitespace-pre-line break-words text-small">{given.feedback || "No feedback."}</p>
      {given.note ? <p className="whitespace-pre-line break-words text-small">Note: {given.note}</p> : null}
    </div>
  );
}

function fieldsOf({ given: { marks, feedback, note } }: GradedItem): Fields {
  const points = "points" in marks && marks.points !== undefined ? String(marks.points) : "";
  return { marks: { points, levels: "levels" in marks ? marks.levels : {} }, feedback, note };
}
