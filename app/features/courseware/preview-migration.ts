import { lessonsOf, type Manifest } from "./manifest.ts";

/** What a move from one release to another does to one learner's standing. */
export interface MigrationPreview {
  /** Required lessons that are completed, and required lessons in all. */
  completedBefore: number;
  requiredBefore: number;
  completedAfter: number;
  requiredAfter: number;
  /** 0 to 100, whole, rounded down. */
  percentBefore: number;
  percentAfter: number;
  /** Completed lessons that the new release does not have. Their completions stay stored, and count again if a later release brings the lesson back. */
  lost: string[];
  /** Lessons that only the new release has. */
  added: string[];
}

/** Pure, and it takes nothing away: completions belong to lesson keys, so a lesson that is in both releases keeps its state. */
export function previewMigration(before: Manifest, after: Manifest, completed: ReadonlySet<string>): MigrationPreview {
  const { done: completedBefore, total: requiredBefore } = countRequired(before, completed);
  const { done: completedAfter, total: requiredAfter } = countRequired(after, completed);
  const old = new Set(lessonsOf(before).map(({ key }) => key));
  const kept = new Set(lessonsOf(after).map(({ key }) => key));
  return {
    completedBefore,
    requiredBefore,
    completedAfter,
    requiredAfter,
    percentBefore: percentOf(completedBefore, requiredBefore),
    percentAfter: percentOf(completedAfter, requiredAfter),
    lost: [...old].filter((key) => completed.has(key) && !kept.has(key)),
    added: [...kept].filter((key) => !old.has(key)),
  };
}

function countRequired(manifest: Manifest, completed: ReadonlySet<string>): { done: number; total: number } {
  const required = requiredKeys(manifest);
  return { done: required.filter((key) => completed.has(key)).length, total: required.length };
}

export function requiredKeys(manifest: Manifest): string[] {
  return lessonsOf(manifest)
    .filter(({ required }) => required)
    .map(({ key }) => key);
}

/** 100 means that nothing is missing. */
export function percentOf(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((100 * done) / total);
}

/** How the lessons of two releases differ. */
export interface LessonChanges {
  added: { key: string; title: string }[];
  removed: { key: string; title: string }[];
  renamed: { key: string; from: string; to: string }[];
}

export function compareLessons(before: Manifest | null, after: Manifest): LessonChanges {
  const titles = (manifest: Manifest) => new Map(lessonsOf(manifest).map(({ key, title }) => [key, title]));
  const old = before ? titles(before) : new Map<string, string>();
  const fresh = titles(after);
  const only = (these: Map<string, string>, those: Map<string, string>) =>
    [...these].filter(([key]) => !those.has(key)).map(([key, title]) => ({ key, title }));
  const renamed = [...fresh].flatMap(([key, to]) => {
    const from = old.get(key);
    return from !== undefined && from !== to ? [{ key, from, to }] : [];
  });
  return { added: only(fresh, old), removed: only(old, fresh), renamed };
}
