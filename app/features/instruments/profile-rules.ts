/** The rules that turn scale scores into a profile. They are the same for what an author wrote and for what is stored. */

export interface Condition {
  below?: number;
  from?: number;
}

export interface ProfileRule {
  key: string;
  /** Conditions by scale; all of them must hold. */
  when: Record<string, Condition>;
}

export type ScaleScores = Record<string, number | null>;

/** The first profile whose conditions all hold; null where none does. A scale without a score meets no condition. */
export function findProfile<P extends ProfileRule>(profiles: P[], scores: ScaleScores): P | null {
  return profiles.find(({ when }) => Object.entries(when).every(([scale, condition]) => holds(condition, scores[scale]))) ?? null;
}

function holds({ below, from }: Condition, score: number | null | undefined): boolean {
  if (score === null || score === undefined) return false;
  return (below === undefined || score < below) && (from === undefined || score >= from);
}

/** The values of a scale at which a profile may change, ascending. */
export function dividingLines(profiles: ProfileRule[], scale: string): number[] {
  const lines = profiles.flatMap(({ when }) => [when[scale]?.below, when[scale]?.from]);
  return [...new Set(lines.filter((line) => line !== undefined))].sort((a, b) => a - b);
}

/** The scales that profiles depend on, in order of appearance. */
export function scalesOfProfiles(profiles: ProfileRule[]): string[] {
  return [...new Set(profiles.flatMap(({ when }) => Object.keys(when)))];
}

/** Every way to take one value of each list. */
export function combinations<T>(lists: T[][]): T[][] {
  return lists.reduce<T[][]>((all, list) => all.flatMap((start) => list.map((value) => [...start, value])), [[]]);
}
