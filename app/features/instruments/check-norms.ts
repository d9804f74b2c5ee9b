import type { Finding } from "./finding.ts";
import type { ProfileInstrument } from "./instrument.schema.ts";
import { scoreRange } from "./score-range.ts";

/** What is wrong with the norms and reliabilities of scales, each of which may be left out. */
export function checkNorms({ scales, items }: ProfileInstrument): { faults: Finding[]; warnings: Finding[] } {
  const [faults, warnings]: [Finding[], Finding[]] = [[], []];
  scales.forEach((scale, index) => {
    const path = ["scales", index];
    const range = scoreRange(scale, items);
    faults.push(...incomplete(path, scale), ...falling([...path, "norms", "percentiles"], scale));
    warnings.push(...outside(path, scale, range), ...tooWide(path, scale, range));
    if (scale.reliability && scale.reliability.sd === undefined && scale.norms?.sd === undefined) {
      warnings.push({
        path: [...path, "reliability"],
        message: "A reliability without a standard deviation gives no interval, so this one has no effect.",
        remedy: 'Add "sd" with the standard deviation of the scores in the group that it comes from.',
      });
    }
  });
  return { faults, warnings };
}

type Path = (string | number)[];
type Scale = ProfileInstrument["scales"][number];

function incomplete(path: Path, { norms }: Scale): Finding[] {
  if (!norms) return [];
  const { mean, sd, percentiles } = norms;
  if ((mean === undefined) !== (sd === undefined)) {
    const [has, lacks] = mean === undefined ? ["sd", "mean"] : ["mean", "sd"];
    const message = `The norms have ${has === "sd" ? "an sd" : "a mean"} but no ${lacks}.`;
    return [{ path: [...path, "norms", has], message, remedy: `Add "${lacks}", or remove "${has}".` }];
  }
  if (mean !== undefined || percentiles) return [];
  return [
    {
      path: [...path, "norms"],
      message: "The norms hold no numbers.",
      remedy: 'Add "mean" and "sd", or "percentiles", or remove the norms: then the site compares with its own visitors.',
    },
  ];
}

function falling(path: Path, { norms }: Scale): Finding[] {
  return (norms?.percentiles ?? []).flatMap((entry, index, all): Finding[] => {
    const before = all[index - 1];
    if (!before || (entry.score > before.score && entry.percentile >= before.percentile)) return [];
    const field = entry.score > before.score ? "percentile" : "score";
    return [
      {
        path: [...path, index, field],
        message: `The table of percentiles must rise: ${field} ${entry[field]} does not come after ${before[field]}.`,
        remedy: "List the scores from the lowest to the highest, each once, with percentiles that never fall.",
      },
    ];
  });
}

interface Range {
  minimum: number;
  maximum: number;
}

function outside(path: Path, { key, norms }: Scale, { minimum, maximum }: Range): Finding[] {
  const given: [Path, number][] = [
    ...(norms?.mean === undefined ? [] : [[["mean"], norms.mean] as [Path, number]]),
    ...(norms?.percentiles ?? []).map(({ score }, index): [Path, number] => [["percentiles", index, "score"], score]),
  ];
  const [first] = given.filter(([, value]) => value < minimum || value > maximum);
  if (!first) return [];
  return [
    {
      path: [...path, "norms", ...first[0]],
      message: `${first[1]} is no possible score: those on "${key}" run from ${minimum} to ${maximum}.`,
      remedy: "Norms are in the unit of the score. Look whether they are for the sum of the items and the scale is their mean.",
    },
  ];
}

/** No group of people can have a standard deviation above half the range (Popoviciu's inequality). */
function tooWide(path: Path, { key, norms, reliability }: Scale, { minimum, maximum }: Range): Finding[] {
  const given: [string, number | undefined][] = [
    ["norms", norms?.sd],
    ["reliability", reliability?.sd],
  ];
  return given.flatMap(([field, sd]): Finding[] => {
    // A sample's own figure, with n - 1, may lie a little above.
    if (sd === undefined || sd <= ((maximum - minimum) / 2) * 1.1) return [];
    return [
      {
        path: [...path, field, "sd"],
        message: `No group can have a standard deviation of ${sd} on "${key}", where scores run from ${minimum} to ${maximum}.`,
        remedy: "Look whether it is for the sum of the items and the scale is their mean.",
      },
    ];
  });
}
