import { Button } from "#app/components/button.tsx";
import { TextArea, TextField } from "#app/components/form-field.tsx";
import { plural } from "#app/components/formatted.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import { LessonPanel, ModulePanel } from "./outline-panels.tsx";
import type { DraftOutline, OutlineLesson, OutlineModule } from "./read-draft-outline.ts";

interface Props {
  courseKey: string;
  outline: DraftOutline;
  /** What is open for changes: "module" or "module/lesson". */
  open: string | null;
  reply?: FormReply;
}

const small =
  "inline-flex min-h-11 min-w-11 items-center justify-center rounded border border-edge bg-raised px-2 text-small hover:border-accent hover:text-accent disabled:opacity-40";

/** The modules and lessons of a draft. Every button works by itself; a script adds dragging. */
export function OutlineView({ courseKey, outline, open, reply }: Props) {
  const { modules } = outline;
  const listed = modules.filter((module) => module.listed).length;
  return (
    <div data-enhance="outline">
      <ol className="border-t border-line" data-outline="modules">
        {modules.map((module, at) => (
          <li key={module.name} id={idOf(module.name)} data-module={module.name} className="border-b border-line py-6">
            <ModuleHead {...{ courseKey, module, at, listed }} />
            {open === module.name && <ModulePanel {...{ courseKey, module, reply }} />}
            <ol className="mt-3" data-outline="lessons">
              {module.lessons.map((lesson, index) => (
                <li
                  key={lesson.name}
                  id={idOf(module.name, lesson.name)}
                  data-lesson={lesson.name}
                  data-listed={lesson.listed ? "" : undefined}
                  className="border-t border-line py-2 first:border-t-0"
                >
                  <LessonRow {...{ courseKey, module, lesson, at: index }} />
                  {open === `${module.name}/${lesson.name}` && <LessonPanel {...{ courseKey, module, lesson, modules, reply }} />}
                </li>
              ))}
            </ol>
            {!module.missing && <AddLesson module={module} reply={replyTo(reply, `add-lesson/${module.name}`)} />}
          </li>
        ))}
      </ol>
      <AddModule reply={replyTo(reply, "add-module")} />
    </div>
  );
}

function ModuleHead({ courseKey, module, at, listed }: { courseKey: string; module: OutlineModule; at: number; listed: number }) {
  const { name, title, lessons } = module;
  return (
    <form method="post" className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <div className="min-w-0 grow basis-64">
        <h2 className="font-serif text-large [overflow-wrap:anywhere]">{title}</h2>
        <p className="text-small text-soft">
          {plural(lessons.filter((lesson) => lesson.listed).length, "lesson")}
          {!module.listed && " · hidden"}
          {module.missing && " · its module.yaml is not there"}
        </p>
      </div>
      <span className="flex gap-2">
        {module.listed && (
          <MoveButtons what={`module ${title}`} edit="move-module" place={name} isFirst={at === 0} isLast={at === listed - 1} />
        )}
        <a className={`${small} no-underline`} href={`/studio/${courseKey}?open=${encodeURIComponent(name)}#${idOf(name)}`}>
          Change<span className="sr-only"> module {title}</span>
        </a>
      </span>
    </form>
  );
}

function MoveButtons(props: { what: string; edit: string; place: string; isFirst: boolean; isLast: boolean }) {
  const { what, edit, place, isFirst, isLast } = props;
  return (
    <>
      <button
        type="submit"
        className={small}
        name="edit"
        value={`${edit}/-1/${place}`}
        disabled={isFirst}
        aria-label={`Move ${what} up`}
      >
        <span aria-hidden="true">↑</span>
      </button>
      <button
        type="submit"
        className={small}
        name="edit"
        value={`${edit}/1/${place}`}
        disabled={isLast}
        aria-label={`Move ${what} down`}
      >
        <span aria-hidden="true">↓</span>
      </button>
    </>
  );
}

interface LessonProps {
  courseKey: string;
  module: OutlineModule;
  lesson: OutlineLesson;
  at: number;
}

function LessonRow({ courseKey, module, lesson, at }: LessonProps) {
  const { name, title, key } = lesson;
  const listed = module.lessons.filter((other) => other.listed).length;
  const place = `${module.name}/${name}`;
  return (
    <form method="post" className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <div className="min-w-0 grow basis-56 [overflow-wrap:anywhere]">
        {key && !lesson.missing ? (
          <a href={`/studio/${courseKey}/lessons/${encodeURIComponent(key)}`} className="text-link">
            {title}
          </a>
        ) : (
          title
        )}
        <span className="text-small text-soft">
          {lesson.kind !== "text" && ` · ${lesson.kind}`}
          {!lesson.listed && " · hidden"}
          {lesson.missing && " · the file is not there"}
          {!key && !lesson.missing && " · has no key yet"}
        </span>
      </div>
      <span className="flex gap-2">
        {lesson.listed && (
          <MoveButtons what={title} edit="move-lesson" place={place} isFirst={at === 0} isLast={at === listed - 1} />
        )}
        <a
          className={`${small} no-underline`}
          href={`/studio/${courseKey}?open=${encodeURIComponent(place)}#${idOf(module.name, name)}`}
        >
          Change<span className="sr-only"> {title}</span>
        </a>
      </span>
    </form>
  );
}

function AddLesson({ module, reply }: { module: OutlineModule; reply?: FormReply }) {
  const id = `add-${idOf(module.name)}`;
  return (
    <form method="post" className="mt-4 flex max-w-measure flex-wrap items-end gap-x-3 [&>div]:grow">
      <TextField
        label={`New lesson in ${module.title}`}
        name="title"
        id={id}
        maxLength={160}
        defaultValue={reply?.values.title}
        errors={reply?.errors.title}
      />
      <span className="mb-5">
        <Button look="secondary" name="edit" value={`add-lesson/${module.name}`}>
          Add lesson
        </Button>
      </span>
    </form>
  );
}

function AddModule({ reply }: { reply?: FormReply }) {
  return (
    <form method="post" className="mt-8 max-w-measure">
      <h2 className="mb-3 font-serif text-large">New module</h2>
      <TextField
        label="Title of the module"
        name="title"
        id="module-title"
        maxLength={160}
        defaultValue={reply?.values.title}
        errors={reply?.errors.title}
      />
      <TextArea
        label="What it is about"
        name="summary"
        id="module-summary"
        rows={2}
        maxLength={500}
        hint="One or two sentences. They stand on the course page."
        defaultValue={reply?.values.summary}
        errors={reply?.errors.summary}
      />
      <Button look="secondary" name="edit" value="add-module">
        Add module
      </Button>
    </form>
  );
}

/** The reply to the form whose button says so. */
function replyTo(reply: FormReply | undefined, edit: string): FormReply | undefined {
  return reply?.values.edit === edit ? reply : undefined;
}

/** The id of a row: names may hold anything, ids no spaces. */
export function idOf(...names: string[]): string {
  return `o-${names.map((name) => encodeURIComponent(name).replaceAll("%", "_")).join("--")}`;
}
