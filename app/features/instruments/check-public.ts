import type { Finding } from "./finding.ts";
import type { Instrument } from "./instrument.schema.ts";

/** Kinds of which somebody without an account has no use: a person grades them, or they take files. */
const NEED_AN_ACCOUNT = new Set<string>(["long-text", "file-upload"]);

/** What keeps an instrument from being one that anybody may take. */
export function checkPublic(instrument: Instrument): { faults: Finding[]; warnings: Finding[] } {
  const faults: Finding[] = [];
  if (!instrument.public) return { faults, warnings: [] };
  if (instrument.kind !== "profile") {
    faults.push({
      path: ["public"],
      message: "Only a profile can be public: the answers of a check would be known to everybody before the lesson.",
      remedy: 'Remove "public".',
    });
  }
  if (instrument.minutes !== undefined) {
    faults.push({
      path: ["minutes"],
      message: "A public assessment has no time limit: nothing is known of a visitor before they send their answers.",
      remedy: 'Remove "minutes", or "public".',
    });
  }
  instrument.items.forEach(({ kind }, index) => {
    if (!NEED_AN_ACCOUNT.has(kind)) return;
    faults.push({
      path: ["items", index, "kind"],
      message: `A ${kind} item needs somebody with an account, so it cannot stand in a public assessment.`,
      remedy: 'Remove the item, or "public".',
    });
  });
  return { faults, warnings: [] };
}
