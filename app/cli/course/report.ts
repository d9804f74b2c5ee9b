import path from "node:path";
import { formatMoney } from "#app/components/formatted.tsx";
import type { CompiledCourse } from "../../features/courseware/compile-course.server.ts";
import type { MigrationDescription } from "../../features/courseware/describe-migration.server.ts";
import type { Fault } from "../../features/courseware/fault.ts";
import type { Price } from "../../features/courseware/manifest.ts";
import { readingGrade } from "../../features/courseware/reading-grade.ts";

/** What the command prints, as lines. */

export function faultLines(folder: string, faults: Fault[], label = ""): string[] {
  return faults.map(({ file, line, message, remedy }) => `${path.join(folder, file)}:${line}  ${label}${message}  ${remedy}`);
}

interface Length {
  key: string;
  words: number;
  minutes: number;
  reading: string[];
}

/**
 * Words, minutes and reading grade (Flesch-Kincaid, for English) of each lesson, then of each module, then of the whole.
 * A course with faults has no modules yet.
 */
export function lessonLines({ lessons, manifest }: Pick<CompiledCourse, "lessons" | "manifest">): string[] {
  const byKey = new Map(lessons.map((lesson) => [lesson.key, lesson]));
  const modules = (manifest?.modules ?? []).map((module) =>
    together(
      module.key,
      module.lessons.flatMap(({ key }) => byKey.get(key) ?? []),
    ),
  );
  const whole = together("in all", lessons);
  const isEnglish = manifest?.language.split("-")[0] === "en";
  const width = Math.max(...[...lessons, ...modules, whole].map(({ key }) => key.length));
  const line = ({ key, words, minutes, reading }: Length) => {
    const { grade } = readingGrade(reading);
    const ease = isEnglish && grade !== null ? `  grade ${grade.toFixed(1).padStart(4)}` : "";
    return `  ${key.padEnd(width)} ${String(words).padStart(7)} words ${String(minutes).padStart(5)} min${ease}`;
  };
  const perModule = modules.length > 1 ? ["  by module:", ...modules.map(line)] : [];
  return [...lessons.map(line), ...perModule, line(whole)];
}

function together(key: string, lessons: Length[]): Length {
  const sum = (field: "words" | "minutes") => lessons.reduce((total, lesson) => total + lesson[field], 0);
  return { key, words: sum("words"), minutes: sum("minutes"), reading: lessons.flatMap(({ reading }) => reading) };
}

/** What publishing would change, and for how many people. */
export function migrationLines(ask: { title: string; price: Price | null; migration: MigrationDescription }): string[] {
  const { title, price, migration } = ask;
  const { current, rule, learners, moving, staying, falling, lessons } = migration;
  const lines = [
    `${title}: ${current === null ? "the first release" : `a release after number ${current}`}. Price: ${priceInWords(price)}.`,
  ];
  for (const { key, title } of lessons.added) lines.push(`  + ${key}  ${title}`);
  for (const { key, title } of lessons.removed) lines.push(`  - ${key}  ${title}`);
  for (const { key, from, to } of lessons.renamed) lines.push(`  ~ ${key}  ${from} -> ${to}`);
  if (learners === 0) return [...lines, "  Nobody is enrolled yet."];
  const stay = rule === "finish" ? `, ${staying} stay on theirs until they finish` : "";
  const fall = falling === 0 ? "nobody's percentage falls" : `for ${falling} of them the percentage falls, because more is asked`;
  return [
    ...lines,
    `  Learners: ${learners} enrolled; ${moving} move at their next visit${stay}; ${fall}.`,
    "  Every completion is kept.",
  ];
}

export function priceInWords(price: Price | null): string {
  return price ? formatMoney(price.amount, price.currency) : "free";
}
