import type { ImportedQuestion, ImportedSettings, ImportNote } from "../import-report.ts";
import type { Keys } from "./assemble/keys.ts";

/** One test or quiz of a package. */
export interface Assessment {
  title: string;
  questions: ImportedQuestion[];
  settings: ImportedSettings;
  /** Questions to draw from, of no quiz of their own. */
  isBank?: boolean;
  /** Questions of banks, by where they stand, that these are copies of. */
  copies?: Set<string>;
}

interface Joined {
  questions: ImportedQuestion[];
  settings: ImportedSettings;
  notes: ImportNote[];
}

/** All questions of a package one after the other: one test keeps its settings, of several each is a section. */
export function joinAssessments(all: Assessment[], loose: ImportedQuestion[], groups: Keys): Joined {
  const notes: ImportNote[] = [];
  const tests = all.filter(({ isBank }) => !isBank);
  const copied = new Set(tests.flatMap(({ copies }) => [...(copies ?? [])]));
  const banks = all.filter(({ isBank }) => isBank).flatMap(({ questions }) => questions);
  const fresh = banks.filter(({ source }) => !copied.has(source));
  if (fresh.length < banks.length) {
    const message = `${banks.length - fresh.length} questions of banks are those of a quiz in the same file; they were taken once.`;
    notes.push({ level: "changed", message });
  }
  const [only] = tests;
  const joined =
    tests.length === 1 && only ? { settings: only.settings, questions: only.questions } : sideBySide(tests, groups, notes);
  const questions = [...joined.questions, ...fresh, ...loose];
  const settings = settleDraws(joined.settings, questions, notes);
  return { questions: questions.map((question) => inPlace(question, settings)), settings, notes };
}

function sideBySide(
  tests: Assessment[],
  groups: Keys,
  notes: ImportNote[],
): { settings: ImportedSettings; questions: ImportedQuestion[] } {
  const sections: NonNullable<ImportedSettings["sections"]> = [];
  const draws: Record<string, number> = {};
  const questions = tests.flatMap((test) => {
    const { title, settings } = test;
    Object.assign(draws, settings.draws);
    if (settings.minutes !== undefined || settings.attempts !== undefined || settings.shuffle) {
      const message = `Settings of ${title || "a test"} (time limit, attempts, shuffling) were left out: the file has several tests.`;
      notes.push({ level: "unsupported", message });
    }
    if (settings.sections) {
      sections.push(...settings.sections);
      if (settings.intro) notes.push({ level: "unsupported", message: `The introduction of ${title || "a test"} was left out.` });
      return test.questions;
    }
    if (title === "") return test.questions;
    const key = groups.take(title, "section");
    sections.push({ key, title: title.slice(0, 200), ...(settings.intro !== undefined && { intro: settings.intro }) });
    return test.questions.map((question) =>
      question.item ? { ...question, item: { ...question.item, section: key } } : question,
    );
  });
  if (tests.length > 1) notes.push({ level: "changed", message: `The file has ${tests.length} tests; each is a section.` });
  const settings = {
    ...(sections.length > 0 && { sections: sections.slice(0, 50) }),
    ...(Object.keys(draws).length > 0 && { draws }),
  };
  if (sections.length > 50) notes.push({ level: "changed", message: "Only the first 50 sections have headings." });
  return { settings, questions };
}

/** What is drawn of a bank can be no more than what could be taken of it, and all of it has to be worth the same. */
function settleDraws(settings: ImportedSettings, questions: ImportedQuestion[], notes: ImportNote[]): ImportedSettings {
  const kept: Record<string, number> = {};
  for (const [bank, count] of Object.entries(settings.draws ?? {})) {
    const items = questions.flatMap(({ item }) => (item?.bank === bank ? [item] : []));
    const points = new Set(items.map(pointsOf));
    if (points.size > 1)
      notes.push({
        level: "unsupported",
        message: `Of ${bank}, ${count} questions were drawn; here all are shown, since they are worth different points.`,
      });
    else if (items.length > count) kept[bank] = count;
    else if (items.length > 0)
      notes.push({ level: "changed", message: `Of ${bank}, all ${items.length} questions that could be taken are shown.` });
  }
  const { draws: _draws, ...rest } = settings;
  return { ...rest, ...(Object.keys(kept).length > 0 && { draws: kept }) };
}

function pointsOf(item: Record<string, unknown>): number {
  const gaps = Array.isArray(item.gaps) ? (item.gaps as { points?: number }[]) : [{ points: item.points as number | undefined }];
  return gaps.reduce((total, { points = 1 }) => total + points, 0);
}

/** An item names only sections and banks that there are. */
function inPlace(question: ImportedQuestion, { sections = [], draws = {} }: ImportedSettings): ImportedQuestion {
  if (!question.item) return question;
  const { section, bank, ...item } = question.item;
  return {
    ...question,
    item: {
      ...item,
      ...(sections.some(({ key }) => key === section) && { section }),
      ...(typeof bank === "string" && Object.hasOwn(draws, bank) && { bank }),
    },
  };
}
