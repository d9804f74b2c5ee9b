import { z } from "zod";
import { choiceKeyField, titleField } from "../fields.ts";
import { type Finding, findRepeatedKeys } from "../finding.ts";
import { type Marks, type PointScore, pointScore } from "./item-kind.ts";

/** What kinds that a person grades share: points, or a rubric whose levels give them. */

const pointsField = z.number().min(0).max(1_000);
const levelSchema = z.strictObject({ key: choiceKeyField, title: titleField, points: pointsField });
const criterionSchema = z.strictObject({
  key: choiceKeyField,
  title: titleField,
  levels: z.array(levelSchema).min(2).max(20),
});

export const gradedByHandFields = {
  /** With a rubric they are the sum of the highest levels, and may be left out. */
  points: pointsField.optional(),
  rubric: z.array(criterionSchema).min(1).max(30).optional(),
};

export type Criterion = z.infer<typeof criterionSchema>;

export interface GradedByHand {
  points: number;
  rubric?: Criterion[];
}

export function checkRubric({ points, rubric = [] }: Partial<GradedByHand>): Finding[] {
  const faults: Finding[] = findRepeatedKeys(["rubric"], rubric, "criterion");
  rubric.forEach(({ levels }, index) => {
    faults.push(...findRepeatedKeys(["rubric", index, "levels"], levels, "level"));
  });
  const most = highest(rubric);
  if (rubric.length > 0 && points !== undefined && Math.abs(points - most) > 1e-9) {
    const remedy = 'Leave "points" out, or correct the levels.';
    faults.push({ path: ["points"], message: `The highest levels of the rubric add up to ${most} points.`, remedy });
  }
  return faults;
}

export function mostPoints({ points, rubric }: Partial<GradedByHand>): number {
  return rubric ? highest(rubric) : (points ?? 1);
}

export function gradeByMarks(item: GradedByHand, marks: Marks): PointScore {
  const given = "points" in marks ? marks.points : sumOfLevels(item.rubric ?? [], marks.levels);
  return item.points === 0 ? pointScore(1, 0) : pointScore(given / item.points, item.points);
}

function highest(rubric: Criterion[]): number {
  return rubric.reduce((total, { levels }) => total + Math.max(...levels.map(({ points }) => points)), 0);
}

/** Criteria without a level give nothing, nor do levels that are not there. */
function sumOfLevels(rubric: Criterion[], levels: Record<string, string>): number {
  return rubric.reduce((total, criterion) => {
    const level = Object.hasOwn(levels, criterion.key) ? levels[criterion.key] : undefined;
    return total + (criterion.levels.find(({ key }) => key === level)?.points ?? 0);
  }, 0);
}

/** The rubric as those see it who answer. */
export function RubricDetails({ rubric }: { rubric: Criterion[] }) {
  return (
    <details className="mb-3 max-w-measure">
      <summary className="min-h-11 cursor-pointer py-2 text-link">How this is graded</summary>
      <dl className="mb-3 space-y-2 text-small">
        {rubric.map(({ key, title, levels }) => (
          <div key={key}>
            <dt className="font-semibold">{title}</dt>
            {levels.map((level) => (
              <dd key={level.key}>
                {level.title}: {level.points} points
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </details>
  );
}
