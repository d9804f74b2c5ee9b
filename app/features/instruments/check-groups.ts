import { type Finding, findRepeatedKeys } from "./finding.ts";
import type { Instrument } from "./instrument.schema.ts";
import { kindOf } from "./items/registry.ts";

/** What is wrong with the sections and the banks of an instrument. */
export function checkGroups(instrument: Instrument): { faults: Finding[]; warnings: Finding[] } {
  const findings = { faults: [] as Finding[], warnings: [] as Finding[] };
  checkSections(instrument, findings);
  checkBanks(instrument, findings);
  checkOutcomes(instrument, findings);
  return findings;
}

type Findings = ReturnType<typeof checkGroups>;

function checkSections({ sections = [], pages, items }: Instrument, { faults, warnings }: Findings): void {
  faults.push(...findRepeatedKeys(["sections"], sections, "section"));
  if (pages === "sections" && sections.length === 0) {
    faults.push({
      path: ["pages"],
      message: "There are no sections to put on pages.",
      remedy: 'Add "sections", or write "pages: all" or how many items a page has.',
    });
  }
  const keys = sections.map(({ key }) => key);
  items.forEach(({ section }, index) => {
    if (section === undefined || keys.includes(section)) return;
    faults.push({
      path: ["items", index, "section"],
      message: `There is no section "${section}".`,
      remedy: keys.length > 0 ? `Name one of: ${keys.join(", ")}.` : 'Add it to "sections" with a key and a title.',
    });
  });
  sections.forEach(({ key }, index) => {
    if (items.some(({ section }) => section === key)) return;
    warnings.push({
      path: ["sections", index, "key"],
      message: `No item stands in the section "${key}", so it is not shown.`,
      remedy: `Give items "section: ${key}", or remove it.`,
    });
  });
  const free = items.findIndex(
    ({ section }, index) => section === undefined && items.slice(0, index).some((item) => item.section),
  );
  if (free >= 0) {
    warnings.push({
      path: ["items", free],
      message: "This item has no section, so it stands before all sections.",
      remedy: "Give it a section, or write it first.",
    });
  }
}

/** Feedback by outcome needs an outcome. */
function checkOutcomes({ items }: Instrument, { warnings }: Findings): void {
  items.forEach(({ kind, feedbackWhen }, index) => {
    if (!feedbackWhen || kind !== "likert") return;
    warnings.push({
      path: ["items", index, "feedbackWhen"],
      message: "A rating is neither right nor wrong, so this is never shown.",
      remedy: "Remove it.",
    });
  });
}

function checkBanks(instrument: Instrument, { faults, warnings }: Findings): void {
  const { draws = {}, items } = instrument;
  items.forEach(({ bank }, index) => {
    if (bank === undefined || Object.hasOwn(draws, bank)) return;
    if (items.findIndex((item) => item.bank === bank) < index) return;
    warnings.push({
      path: ["items", index, "bank"],
      message: `Nothing is drawn from the bank "${bank}", so every attempt has all its items.`,
      remedy: `Add "draws: { ${bank}: 3 }".`,
    });
  });
  for (const [bank, count] of Object.entries(draws)) {
    const path = ["draws", bank];
    const drawn = items.filter((item) => item.bank === bank);
    const points = new Set(drawn.map((item) => kindOf(item).maximum(item)));
    if (instrument.kind === "profile") {
      const remedy = "Remove it: everybody answers all items of a profile.";
      faults.push({ path, message: "A profile draws no items: its scores would not be comparable.", remedy });
    } else if (drawn.length === 0) {
      const remedy = `Give items "bank: ${bank}", or correct the name.`;
      faults.push({ path, message: `No item is in the bank "${bank}".`, remedy });
    } else if (count > drawn.length) {
      const remedy = `Draw at most ${drawn.length}, or add items.`;
      faults.push({ path, message: `The bank "${bank}" has ${drawn.length} items, so ${count} cannot be drawn.`, remedy });
    } else if (count === drawn.length) {
      const remedy = `Draw fewer than ${count}, or leave the bank out.`;
      warnings.push({ path, message: `Every attempt draws all items of the bank "${bank}".`, remedy });
    } else if (points.size > 1) {
      const remedy = "Give all items of the bank the same points, so that every draw is worth the same.";
      faults.push({ path, message: `The items of the bank "${bank}" are worth different points.`, remedy });
    }
  }
}
