import { checkNorms } from "./check-norms.ts";
import { type Finding, findRepeatedKeys } from "./finding.ts";
import type { ProfileInstrument } from "./instrument.schema.ts";
import { combinations, dividingLines, findProfile, scalesOfProfiles } from "./profile-rules.ts";
import { scoreRange, weightOn } from "./score-range.ts";

interface Findings {
  faults: Finding[];
  warnings: Finding[];
}

/** What is wrong between the fields of a profile instrument. */
export function checkProfileInstrument(instrument: ProfileInstrument): Findings {
  const findings: Findings = { faults: [], warnings: [] };
  findings.faults.push(
    ...findRepeatedKeys(["scales"], instrument.scales, "scale"),
    ...findRepeatedKeys(["profiles"], instrument.profiles, "profile"),
  );
  checkPoints(instrument, findings);
  checkScales(instrument, findings);
  checkItems(instrument, findings);
  checkPlot(instrument, findings);
  checkBands(instrument, findings);
  const norms = checkNorms(instrument);
  findings.faults.push(...norms.faults);
  findings.warnings.push(...norms.warnings);
  if (checkConditions(instrument, findings)) checkCoverage(instrument, findings);
  if (instrument.profiles.length === 0 && Object.keys(instrument.bands).length === 0) {
    findings.warnings.push({
      path: [],
      message: "There are no profiles and no bands, so a result is numbers alone.",
      remedy: 'Add "profiles" or "bands" with a reading for each.',
    });
  }
  return findings;
}

function checkPoints({ points, scales }: ProfileInstrument, findings: Findings): void {
  checkRise(["points"], points, findings);
  scales.forEach((scale, index) => {
    checkRise(["scales", index, "points"], scale.points ?? [], findings);
  });
}

function checkRise(path: (string | number)[], points: { value: number }[], { faults }: Findings): void {
  points.forEach((point, index) => {
    if (points.slice(0, index).some((earlier) => earlier.value >= point.value)) {
      faults.push({
        path: [...path, index, "value"],
        message: `The points must rise: ${point.value} does not come after ${points[index - 1]!.value}.`,
        remedy: "List the points from the lowest value to the highest, each once.",
      });
    }
  });
}

function checkScales({ scales, points, items }: ProfileInstrument, { faults, warnings }: Findings): void {
  scales.forEach((scale, index) => {
    const path = ["scales", index];
    const values = valuesOn(scale.key, { scales, points, items });
    const low = Math.min(...values);
    const high = Math.max(...values);
    if (scale.minimum >= scale.maximum) {
      faults.push({ path: [...path, "maximum"], message: "maximum must be above minimum.", remedy: "Swap or correct the two." });
    } else if (scale.minimum > low || scale.maximum < high) {
      faults.push({
        path: [...path, scale.minimum > low ? "minimum" : "maximum"],
        message: `The points run from ${low} to ${high}, outside of this scale's ${scale.minimum} to ${scale.maximum}.`,
        remedy: "Give the scale the range of the points: reverse-keyed items are mirrored in it.",
      });
    } else if (scale.minimum < low || scale.maximum > high) {
      warnings.push({
        path: [...path, "minimum"],
        message: `The points run from ${low} to ${high} only, so nobody can reach both ends of this scale.`,
        remedy: "Give the scale the range of the points.",
      });
    }
    if (!items.some((item) => weightOn(scale.key, item) > 0)) {
      faults.push({
        path: [...path, "key"],
        message: `No item counts on the scale "${scale.key}".`,
        remedy: "Add items with this scale, or remove it.",
      });
    }
  });
}

/** The values that items give on a scale: a rating has the points of the scale that it names first. */
function valuesOn(key: string, { scales, points, items }: Pick<ProfileInstrument, "scales" | "points" | "items">): number[] {
  const of = (name: string) => scales.find((scale) => scale.key === name)?.points ?? points;
  const named = items.flatMap((item) => (item.kind === "likert" && weightOn(key, item) > 0 ? [item.scale] : []));
  return (named.length > 0 ? [...new Set(named)] : [key]).flatMap((name) => of(name).map(({ value }) => value));
}

function checkItems({ items, scales }: ProfileInstrument, { faults }: Findings): void {
  items.forEach((item, index) => {
    if (item.kind !== "likert") {
      faults.push({
        path: ["items", index, "kind"],
        message: `A ${item.kind} item counts on no scale, so it cannot stand in a profile instrument.`,
        remedy: "Make it a likert item, or move it to a graded instrument.",
      });
      return;
    }
    const path = ["items", index];
    if (!scales.some(({ key }) => key === item.scale)) faults.push(unknownScale([...path, "scale"], item.scale, scales));
    item.also?.forEach((other, place) => {
      if (!scales.some(({ key }) => key === other.scale))
        faults.push(unknownScale([...path, "also", place, "scale"], other.scale, scales));
    });
  });
}

function checkPlot({ plot, scales }: ProfileInstrument, { faults }: Findings): void {
  if (plot?.kind !== "plane") return;
  for (const axis of ["x", "y"] as const) {
    if (!scales.some((scale) => scale.key === plot[axis])) faults.push(unknownScale(["plot", axis], plot[axis], scales));
  }
  if (plot.x === plot.y) {
    faults.push({
      path: ["plot", "y"],
      message: "Both axes of the plane are the same scale.",
      remedy: "Name another scale for y.",
    });
  }
}

function checkBands({ bands, scales }: ProfileInstrument, { faults, warnings }: Findings): void {
  for (const [key, list] of Object.entries(bands)) {
    if (!scales.some((scale) => scale.key === key)) faults.push(unknownScale(["bands", key], key, scales));
    faults.push(...findRepeatedKeys(["bands", key], list, "band"));
    list.forEach((band, index) => {
      const earlier = list[index - 1];
      const path = ["bands", key, index, "below"];
      if (earlier && earlier.below === undefined) {
        faults.push({
          path,
          message: "The band before this one has no upper end.",
          remedy: 'Give every band but the last a "below".',
        });
      } else if (earlier && band.below !== undefined && band.below <= earlier.below!) {
        faults.push({ path, message: "Bands must rise.", remedy: "List the bands from the lowest to the highest." });
      }
    });
    if (list.at(-1)!.below !== undefined) {
      warnings.push({
        path: ["bands", key, list.length - 1, "below"],
        message: "Scores above the last band have no band.",
        remedy: 'Leave "below" out in the last band.',
      });
    }
  }
}

/** True where every condition names a scale and can be judged. */
function checkConditions(instrument: ProfileInstrument, { faults, warnings }: Findings): boolean {
  const before = faults.length;
  instrument.profiles.forEach((profile, index) => {
    const conditions = Object.entries(profile.when);
    if (conditions.length === 0 && index < instrument.profiles.length - 1) {
      faults.push({
        path: ["profiles", index, "when"],
        message: "A profile without conditions takes everybody, so the profiles after it are never reached.",
        remedy: "Give it conditions, or put it last.",
      });
    }
    for (const [key, { below, from }] of conditions) {
      const path = ["profiles", index, "when", key];
      const scale = instrument.scales.find((candidate) => candidate.key === key);
      if (!scale) {
        faults.push(unknownScale(path, key, instrument.scales));
        continue;
      }
      if (below === undefined && from === undefined) {
        faults.push({ path, message: "A condition needs below, from or both.", remedy: 'Write for example "{ from: 4 }".' });
      } else if (below !== undefined && from !== undefined && from >= below) {
        faults.push({
          path,
          message: `No score is from ${from} and below ${below} at once.`,
          remedy: "Swap or correct the two.",
        });
      }
      const range = scoreRange(scale, instrument.items);
      const outside = [below, from].find((line) => line !== undefined && (line <= range.minimum || line > range.maximum));
      if (outside !== undefined) {
        warnings.push({
          path,
          message: `${outside} divides nothing: scores on "${key}" run from ${range.minimum} to ${range.maximum}.`,
          remedy: "Choose a line inside of that range.",
        });
      }
    }
    if (!profile.reading) {
      warnings.push({
        path: ["profiles", index],
        message: `The profile "${profile.key}" has no reading.`,
        remedy: 'Add "reading: readings/…md".',
      });
    }
  });
  return faults.length === before;
}

/**
 * Conditions are half-open, so the lower end of every region between lines stands for the whole region: trying each
 * combination of them tells exactly which regions no profile takes, and which profiles are never reached.
 */
function checkCoverage(instrument: ProfileInstrument, { warnings }: Findings): void {
  const { profiles, scales, items } = instrument;
  if (profiles.length === 0) return;
  const keys = scalesOfProfiles(profiles);
  const regions = keys.map((key) => {
    const { minimum, maximum } = scoreRange(scales.find((scale) => scale.key === key)!, items);
    return [minimum, ...dividingLines(profiles, key).filter((line) => line > minimum && line <= maximum)];
  });
  if (regions.reduce((product, list) => product * list.length, 1) > 20_000) return;
  const reached = new Set<string>();
  const uncovered: string[] = [];
  for (const values of combinations(regions)) {
    const profile = findProfile(profiles, Object.fromEntries(keys.map((key, index) => [key, values[index]!])));
    if (profile) reached.add(profile.key);
    else uncovered.push(keys.map((key, index) => `${key} from ${values[index]}`).join(" and "));
  }
  if (uncovered.length > 0) {
    warnings.push({
      path: ["profiles"],
      message: `No profile takes scores of ${uncovered.slice(0, 3).join("; ")}${uncovered.length > 3 ? ` (and ${uncovered.length - 3} more regions)` : ""}.`,
      remedy: "Widen a condition or add a profile, so that everybody gets a reading.",
    });
  }
  profiles.forEach((profile, index) => {
    if (reached.has(profile.key)) return;
    warnings.push({
      path: ["profiles", index],
      message: `Nobody can get the profile "${profile.key}": those before it take all its scores.`,
      remedy: "Change its conditions or its place in the list.",
    });
  });
}

function unknownScale(path: (string | number)[], key: string, scales: { key: string }[]): Finding {
  return {
    path,
    message: `There is no scale "${key}".`,
    remedy: `Name one of: ${scales.map((scale) => scale.key).join(", ")}.`,
  };
}
