import type { Finding } from "./finding.ts";
import type { GradedInstrument } from "./instrument.schema.ts";
import { kindOf } from "./items/registry.ts";

/** What is wrong between the fields of a graded instrument. */
export function checkGraded(instrument: GradedInstrument): { faults: Finding[]; warnings: Finding[] } {
  const faults: Finding[] = [];
  const warnings: Finding[] = [];
  let points = 0;
  instrument.items.forEach((item, index) => {
    const maximum = kindOf(item).maximum(item);
    if (maximum === null) {
      faults.push({
        path: ["items", index, "kind"],
        message: "A rating has no right answer, so it cannot be graded.",
        remedy: "Move it to an instrument of kind profile, or make it a choice.",
      });
    } else {
      points += maximum;
      if (maximum === 0) {
        warnings.push({
          path: ["items", index, "points"],
          message: "This item is worth no points.",
          remedy: "Leave it so for practice, or give it points.",
        });
      }
    }
  });
  if (points === 0 && instrument.passMark > 0) {
    faults.push({
      path: ["passMark"],
      message: "Nobody can reach the pass mark: the items are worth no points.",
      remedy: 'Give at least one item "points", or set "passMark: 0".',
    });
  }
  return { faults, warnings };
}
