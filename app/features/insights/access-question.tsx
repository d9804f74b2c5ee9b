import { Button } from "#app/components/button.tsx";
import { SelectField } from "#app/components/form-field.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import type { AccessAnswer, AccessQuestion } from "./access-question.queries.server.ts";
import type { CourseChoice } from "./course-choices.queries.server.ts";

interface Props {
  person: { id: string; name: string };
  courses: CourseChoice[];
  question: AccessQuestion | null;
}

/** Asks why a person can or cannot open a lesson: first the course, then one of its lessons. */
export function AccessQuestionForm({ person, courses, question }: Props) {
  const asked = question?.status === "asked" ? question : null;
  const courseOptions = courses.map(({ key, title }) => ({ value: key, label: title }));
  return (
    <>
      <form method="get" action={`/admin/people/${person.id}#question`} className="max-w-measure">
        <SelectField label="Course" name="course" options={courseOptions} defaultValue={asked?.courseKey} />
        {asked && (
          <>
            <input type="hidden" name="for" value={asked.courseKey} />
            <SelectField
              label="Lesson"
              name="lesson"
              options={asked.lessons.map(({ key, title }) => ({ value: key, label: title }))}
              defaultValue={asked.answer?.lesson.key}
              hint="After choosing another course, press the button once to see its lessons."
            />
          </>
        )}
        <Button look="secondary">{asked ? "Explain" : "Choose a lesson"}</Button>
      </form>
      {question?.status === "no-such-course" && <Notice tone="attention" title="No such course is published" live />}
      {asked?.answer && <Answer answer={asked.answer} personName={person.name} courseKey={asked.courseKey} />}
    </>
  );
}

function Answer({ answer, personName, courseKey }: { answer: AccessAnswer; personName: string; courseKey: string }) {
  const { lesson, decision, explanation, waitsFor, release, enrolled } = answer;
  const tone = !decision.allowed ? "error" : waitsFor ? "attention" : "done";
  return (
    <div className="max-w-measure wrap-anywhere">
      <Notice tone={tone} title={explanation} live>
        {waitsFor && <p>The course asks for its order, and holds this lesson back until “{waitsFor.title}” is completed.</p>}
        {decision.allowed && decision.because === "preview" && (
          <p>
            It is read at{" "}
            <a href={`/courses/${courseKey}/lessons/${lesson.key}`}>{`/courses/${courseKey}/lessons/${lesson.key}`}</a>.
          </p>
        )}
      </Notice>
      <p className="text-small text-soft">
        Asked for {personName}, “{lesson.title ?? lesson.key}”, on <FormattedDate value={decision.evidence.at} time />. Release{" "}
        {release} applies{enrolled ? "" : "; they have not opened the course yet"}.
      </p>
      {decision.evidence.considered.length > 0 && (
        <ul className="mt-2 list-disc pl-6 text-small">
          {decision.evidence.considered.map(({ entitlement, state }) => (
            <li key={entitlement.id}>
              <code>{entitlement.id}</code>: {entitlement.source}, {state.replace("-", " ")}
              {entitlement.id === decision.evidence.entitlement?.id ? ", decides" : ""}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
