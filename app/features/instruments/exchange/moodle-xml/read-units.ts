import type { Data } from "../assemble/choice-item.ts";
import { readNumber } from "../assemble/number-item.ts";
import type { MoodleQuestion } from "./moodle-question.ts";
import { childrenOf, textIn } from "./xml-questions.ts";

/**
 * The units of a numerical question. Moodle's multiplier says how many of a unit are one of the answer's own: with 100 for
 * cm, an answer in m; our factor is the other way round.
 */
export function readUnits(question: MoodleQuestion): Data | undefined {
  const { notes } = question;
  const listed = question.all("units").flatMap((units) => childrenOf(units, "unit"));
  const grading = question.number("unitgradingtype") ?? 0;
  const penalty = question.number("unitpenalty") ?? 0.1;
  const shown = question.number("showunits") ?? 0;
  question.value("unitsleft");
  question.value("instructions");
  if (listed.length === 0) return undefined;
  if (shown === 3) {
    notes.changed("The units were not asked for, so they were left out.");
    return undefined;
  }
  if (shown === 1 || shown === 2) notes.changed("The unit is typed behind the number, not chosen from a list.");
  if (grading === 2) notes.changed("What a wrong unit costs is a part of what the number gives, not of all points.");
  const accepted = listed.flatMap((unit) => {
    const text = textIn(unit, "unit_name");
    const multiplier = readNumber(textIn(unit, "multiplier")) ?? 1;
    if (text === "" || !(multiplier > 0)) {
      notes.unsupported("A unit without a name, or with a multiplier of 0, was left out.");
      return [];
    }
    return [{ text, ...(multiplier !== 1 && { factor: Number((1 / multiplier).toPrecision(12)) }) }];
  });
  if (accepted.length === 0) return undefined;
  return grading === 0 ? { required: false, accepted } : { penalty: Math.min(1, Math.max(0, penalty)), accepted };
}
