import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import { Section } from "#app/components/page.tsx";
import { formatPercent } from "#app/features/assessment/result-model.ts";
import type { GradePolicy } from "#app/features/instruments/rule-fields.ts";
import type { LessonState } from "#app/features/learning/evaluate-progress.ts";
import { kindWords } from "#app/features/learning/outline.tsx";
import type { StudentLesson, StudentPage } from "./student.queries.server.ts";

const states: Record<LessonState, string> = { completed: "✓ Completed", open: "○ Open", locked: "– Opens later" };

/** A learner's lessons, module by module, and what they completed that their release no longer has. */
export function StudentLessons({ modules, elsewhere }: Pick<StudentPage, "modules" | "elsewhere">) {
  return (
    <>
      {modules.map((module) => (
        <Section key={module.key} id={module.key} title={module.title}>
          <p className="mb-3 text-small text-soft">
            {module.done} of {plural(module.total, "required lesson")} completed
          </p>
          <DataTable
            caption={`Lessons of ${module.title}`}
            rows={module.lessons}
            rowKey={(lesson) => lesson.key}
            columns={[
              { heading: "Lesson", cell: LessonName },
              { heading: "State", cell: (lesson) => <span className="whitespace-nowrap">{stateInWords(lesson)}</span> },
              { heading: "Completed", cell: ({ completedAt }) => completedAt && <FormattedDate value={completedAt} time /> },
              { heading: "Check", cell: CheckResult },
              {
                heading: "First opened",
                cell: ({ firstViewedAt }) => firstViewedAt && <FormattedDate value={firstViewedAt} time />,
              },
            ]}
          />
        </Section>
      ))}
      {elsewhere.length > 0 && (
        <Section id="elsewhere" title="Completed on an earlier release">
          <p className="mb-3 text-small text-soft">These lessons are no longer in the course. What was done in them is kept.</p>
          <ul>
            {elsewhere.map(({ key, completedAt }) => (
              <li key={key}>
                <code>{key}</code>, <FormattedDate value={completedAt} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function LessonName({ title, kind, required }: StudentLesson) {
  return (
    <>
      {title}
      <span className="block text-soft">
        {kindWords[kind]}
        {required ? "" : ", optional"}
      </span>
    </>
  );
}

function stateInWords({ state, firstViewedAt }: StudentLesson): string {
  return state === "open" && firstViewedAt ? "◐ Begun" : states[state];
}

const COUNTED: Record<GradePolicy, string> = {
  highest: "best of",
  latest: "latest of",
  first: "first of",
  average: "average of",
};

function CheckResult({ check }: StudentLesson) {
  if (!check) return null;
  return (
    <>
      {formatPercent(check.percent)}, {check.passed ? "passed" : "not passed yet"}
      <span className="block text-soft">
        {check.attempts === 1 ? "1 attempt" : `${COUNTED[check.policy]} ${check.attempts} attempts`}
      </span>
    </>
  );
}
