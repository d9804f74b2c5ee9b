import path from "node:path";
import { formatMoney } from "#app/components/formatted.tsx";
import type { CompiledCourse } from "../../features/courseware/compile-course.server.ts";
import type { MigrationDescription } from "../../features/courseware/describe-migration.server.ts";
import type { Fault } from "../../features/courseware/fault.ts";
import type { Price } from "../../features/courseware/manifest.ts";

/** What the command prints, as lines. */

export function faultLines(folder: string, faults: Fault[], label = ""): string[] {
  return faults.map(({ file, line, message, remedy }) => `${path.join(folder, file)}:${line}  ${label}${message}  ${remedy}`);
}

/** Words and minutes of each lesson and of the whole. */
export function lessonLines({ lessons }: Pick<CompiledCourse, "lessons">): string[] {
  const rows = [...lessons, { key: "in all", words: sum(lessons, "words"), minutes: sum(lessons, "minutes") }];
  const width = Math.max(...rows.map(({ key }) => key.length));
  return rows.map(
    ({ key, words, minutes }) => `  ${key.padEnd(width)} ${String(words).padStart(7)} words ${String(minutes).padStart(5)} min`,
  );
}

function sum(lessons: CompiledCourse["lessons"], field: "words" | "minutes"): number {
  return lessons.reduce((total, lesson) => total + lesson[field], 0);
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
