import { Button, ButtonLink } from "#app/components/button.tsx";
import { SelectField, TextArea, TextField } from "#app/components/form-field.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import type { OutlineLesson, OutlineModule } from "./read-draft-outline.ts";

const panel = "mt-3 max-w-measure rounded border border-line bg-sunken p-4";

/** What can be done with a module beside moving it. */
export function ModulePanel({ courseKey, module, reply }: { courseKey: string; module: OutlineModule; reply?: FormReply }) {
  const { name, title, summary } = module;
  return (
    <div className={panel}>
      {!module.missing && (
        <form method="post" className="mb-4">
          <TextField
            label="Title"
            name="title"
            id="panel-title"
            maxLength={160}
            defaultValue={reply?.values.title ?? title}
            errors={reply?.errors.title}
          />
          <TextArea
            label="What it is about"
            name="summary"
            id="panel-summary"
            rows={2}
            maxLength={500}
            defaultValue={reply?.values.summary ?? summary}
            errors={reply?.errors.summary}
          />
          <Button name="edit" value={`rename-module/${name}`}>
            Save
          </Button>
        </form>
      )}
      <form method="post" className="flex flex-wrap gap-3">
        {!module.missing && (
          <Button look="secondary" name="edit" value={`duplicate-module/${name}`}>
            Duplicate
          </Button>
        )}
        <Button look="secondary" name="edit" value={`${module.listed ? "hide" : "show"}-module/${name}`}>
          {module.listed ? "Hide" : "Show"}
        </Button>
        <Button look="danger" name="edit" value={`delete-module/${name}`}>
          Delete with its lessons
        </Button>
        <Close courseKey={courseKey} />
      </form>
    </div>
  );
}

interface LessonPanelProps {
  courseKey: string;
  module: OutlineModule;
  lesson: OutlineLesson;
  modules: OutlineModule[];
  reply?: FormReply;
}

export function LessonPanel({ courseKey, module, lesson, modules, reply }: LessonPanelProps) {
  const place = `${module.name}/${lesson.name}`;
  const others = modules.filter(({ name, missing }) => name !== module.name && !missing);
  return (
    <div className={panel}>
      {!lesson.missing && (
        <form method="post" className="mb-4">
          <TextField
            label="Title"
            name="title"
            id="panel-title"
            maxLength={160}
            defaultValue={reply?.values.title ?? lesson.title}
            errors={reply?.errors.title}
          />
          <Button name="edit" value={`rename-lesson/${place}`}>
            Rename
          </Button>
        </form>
      )}
      {!lesson.missing && others.length > 0 && (
        <form method="post" className="mb-4">
          <SelectField
            label="Another module"
            name="to"
            options={others.map(({ name, title }) => ({ value: name, label: title }))}
          />
          <Button look="secondary" name="edit" value={`place-lesson/${place}`}>
            Move there
          </Button>
        </form>
      )}
      <form method="post" className="flex flex-wrap gap-3">
        {!lesson.missing && (
          <>
            <Button look="secondary" name="edit" value={`duplicate-lesson/${place}`}>
              Duplicate
            </Button>
            <Button look="secondary" name="edit" value={`${lesson.listed ? "hide" : "show"}-lesson/${place}`}>
              {lesson.listed ? "Hide" : "Show"}
            </Button>
          </>
        )}
        <Button look="danger" name="edit" value={`delete-lesson/${place}`}>
          Delete
        </Button>
        <Close courseKey={courseKey} />
      </form>
    </div>
  );
}

function Close({ courseKey }: { courseKey: string }) {
  return (
    <ButtonLink href={`/studio/${courseKey}`} look="quiet">
      Close
    </ButtonLink>
  );
}
