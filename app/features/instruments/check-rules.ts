import type { Finding } from "./finding.ts";
import type { Instrument } from "./instrument.schema.ts";
import { parseLocalTime } from "./local-time.ts";

const DAY = 86_400_000;

/** What is wrong between the rules of attempts. */
export function checkRules(instrument: Instrument): { faults: Finding[]; warnings: Finding[] } {
  const findings = { faults: [] as Finding[], warnings: [] as Finding[] };
  checkDates(instrument, findings);
  if (instrument.kind === "graded") {
    const { attempts, wait, grade, passMark, review = {}, closes } = instrument;
    if (wait && attempts === 1) {
      findings.warnings.push({
        path: ["wait"],
        message: "There is one attempt only, so nobody waits for another.",
        remedy: 'Remove "wait", or allow more attempts.',
      });
    }
    if (grade === "first" && passMark > 0) {
      findings.warnings.push({
        path: ["grade"],
        message: "Who does not pass with the first attempt can never pass, and never completes a lesson that asks for it.",
        remedy: 'Leave it so where that is meant, or write "grade: highest".',
      });
    }
    for (const [part, time] of Object.entries(review)) {
      if (time !== "after-closing" || closes) continue;
      findings.faults.push({
        path: ["review", part],
        message: "This is shown after closing, but the instrument never closes.",
        remedy: 'Add "closes:" with a day such as 2027-01-31, or write one of: always, after-passing, after-last-attempt, never.',
      });
    }
  }
  return findings;
}

function checkDates({ opens, closes }: Instrument, { faults }: { faults: Finding[] }): void {
  for (const [name, written] of Object.entries({ opens, closes })) {
    if (!written || parseLocalTime(written)) continue;
    faults.push({
      path: [name],
      message: `There is no such day or time: "${written}".`,
      remedy: "Write a day of the calendar such as 2027-01-31, and hours from 00:00 to 23:59.",
    });
  }
  const [from, until] = [opens ? parseLocalTime(opens) : null, closes ? parseLocalTime(closes) : null];
  if (!from || !until) return;
  if (until.wall + (until.day ? DAY : 0) <= from.wall) {
    faults.push({
      path: ["closes"],
      message: "This closes before it opens.",
      remedy: 'Give a later day than that of "opens".',
    });
  }
}
