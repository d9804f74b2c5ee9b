import { checkGraded } from "./check-graded.ts";
import { checkGroups } from "./check-groups.ts";
import { checkProfileInstrument } from "./check-profile.ts";
import { checkPublic } from "./check-public.ts";
import { checkRules } from "./check-rules.ts";
import { explainIssue, valueAt } from "./explain-issue.ts";
import { type Finding, findRepeatedKeys } from "./finding.ts";
import { type Instrument, instrumentSchema } from "./instrument.schema.ts";
import { kindOf } from "./items/registry.ts";

export interface ParsedInstrument {
  /** Present where there are no faults. */
  instrument?: Instrument;
  /** What keeps the instrument from being published. Paths lead into the data that was given. */
  faults: Finding[];
  /** What is odd, and what will be left aside: unknown fields, profiles that nobody can get. */
  warnings: Finding[];
}

/** Reads the data of an instrument's YAML and checks it whole: every fault and warning is reported, not the first alone. */
export function parseInstrument(data: unknown): ParsedInstrument {
  const copy = structuredClone(data);
  let parsed = instrumentSchema.safeParse(copy);
  const warnings: Finding[] = [];
  if (!parsed.success) {
    // Unknown fields are kept in the course folder and left aside here, so they are no reason to refuse the rest.
    for (const issue of parsed.error.issues) {
      if (issue.code !== "unrecognized_keys") continue;
      const holder = valueAt(copy, issue.path as (string | number)[]) as Record<string, unknown>;
      for (const key of issue.keys) {
        delete holder[key];
        warnings.push({
          path: [...(issue.path as (string | number)[]), key],
          message: `"${key}" is not a field that is known here; it has no effect.`,
          remedy: "Correct its name or remove it.",
        });
      }
    }
    if (warnings.length > 0) parsed = instrumentSchema.safeParse(copy);
  }
  if (!parsed.success) return { faults: parsed.error.issues.map((issue) => explainIssue(issue, copy)), warnings };

  const instrument = parsed.data;
  const faults = findRepeatedKeys(["items"], instrument.items, "item");
  instrument.items.forEach((item, index) => {
    const found = kindOf(item).check(item);
    faults.push(...found.faults.map((fault) => ({ ...fault, path: ["items", index, ...fault.path] })));
    warnings.push(...found.warnings.map((warning) => ({ ...warning, path: ["items", index, ...warning.path] })));
  });
  const across = instrument.kind === "graded" ? checkGraded(instrument) : checkProfileInstrument(instrument);
  for (const found of [across, checkGroups(instrument), checkPublic(instrument), checkRules(instrument)]) {
    faults.push(...found.faults);
    warnings.push(...found.warnings);
  }
  return { ...(faults.length === 0 && { instrument }), faults, warnings };
}
